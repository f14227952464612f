"""A credential goes into a wallet and is shown to an employer out of it, in real browsers and with a real wallet."""

import json
import re
import subprocess
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from journeys.browsing import DESKTOP, Visitor
from journeys.conftest import SomeoneAt
from journeys.pages import BIRTHE, MALENE, WALLET_ASKS
from journeys.test_every_page import check_looks
from laid import ROOT

pytestmark = pytest.mark.journey


def wallet(script: str, **given: object) -> dict[str, Any]:
    """What @openid4vc/openid4vci gets, or what jose and @sd-jwt/sd-jwt-vc are answered."""
    node = ["node", str(ROOT / "tests/wallets/node" / script)]
    done = subprocess.run(node, input=json.dumps(given), capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    got: dict[str, Any] = json.loads(done.stdout)
    return got


def link_on(visitor: Visitor, scheme: str) -> str:
    link = visitor.page.locator(f"a[href^='{scheme}']").first.get_attribute("href")
    assert link is not None
    return link


def test_from_the_bank_into_a_wallet_and_out_of_it_to_an_employer(someone: SomeoneAt) -> None:
    malene, birthe = someone(MALENE), someone(BIRTHE, size=DESKTOP)

    malene.go("/bank/")
    malene.click(malene.page.locator("a[href^='/beviser/']").first)
    malene.press_on("Læg i tegnebog")
    malene.press_on("Lav koderne")
    assert malene.page.get_by_alt_text("QR-kode til din tegnebog").is_visible()
    digits = re.sub(r"\D", "", malene.page.locator(".wa-digits").inner_text())
    held = wallet(
        "wallet.mjs", offer=link_on(malene, "openid-credential-offer"), txCode=digits, algorithm="ES256", by="jwk"
    )
    malene.page.get_by_text("Hentet i din tegnebog").wait_for()  # the page finds out by itself
    check_looks(malene, "da")

    birthe.go("/min-side/")
    birthe.press_on("Bed om et bevis")
    birthe.page.locator("[name=purpose]").fill("Kommunikationskonsulent i forvaltningen")
    birthe.page.get_by_label("Karakteren").check(force=True)
    birthe.press_on("Lav QR-koden")
    birthe.page.set_viewport_size({"width": 360, "height": 740})
    check_looks(birthe, "da")
    answered = wallet(
        "present.mjs",
        link=link_on(birthe, "openid4vp"),
        credential=held["credential"],
        privateJwk=held["privateJwk"],
        claims=["grade"],
    )
    birthe.page.get_by_text("Den er besvaret i et andet vindue").wait_for()  # it leads back to where the wallet is
    birthe.page.goto(answered["answer"]["redirect_uri"])
    assert birthe.sees("Beviset er ægte")
    assert not birthe.sees("Malene")
    check_looks(birthe, "da")

    birthe.press_on("Slet det nu")
    assert birthe.sees("Det er slettet.")


@pytest.fixture
def another_site() -> Iterator[str]:
    """Where a wallet waits for its owner to come back: a program on the same machine."""

    class Back(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<!doctype html><link rel='icon' href='data:,'><h1>Tilbage i tegnebogen</h1>")

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Back)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/back"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(("answer", "said"), [("Ja, lad den hente beviset", "code="), ("Nej", "error=access_denied")])
def test_the_answer_to_a_wallet_gets_back_to_it(someone: SomeoneAt, another_site: str, answer: str, said: str) -> None:
    malene = someone(MALENE)
    malene.go("/tegnebog/tilladelse/" + WALLET_ASKS.replace("https://wallet.example/back", another_site))
    malene.page.locator("[name=credential]").first.check(force=True)
    malene.press(answer)
    malene.page.get_by_text("Tilbage i tegnebogen").wait_for()
    assert malene.page.url.startswith(f"{another_site}?{said}")
    assert "iss=" in malene.page.url
