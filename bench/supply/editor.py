"""How an editor with 200 steps feels: from a key to its letter on the screen, and how long the server takes to save."""

import http.client
import json
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlencode

from playwright.sync_api import Page, sync_playwright

from bench.report import Row, median, percentile, ratio
from bench.site import inside
from bench.site.environment import BUILD, cores
from bench.site.server import Server, serving
from bench.volume.sizes import Size

_STEPS: Final = 200
_KEYS: Final = {"small": 80, "full": 400}
_SAVES: Final = {"small": 40, "full": 200}
_BROWSER: Final = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
_TYPED: Final = "Hvem siger det, og hvor ved de det fra? "
_BARE: Final = "<!doctype html><title>bare</title><textarea name=body rows=18 cols=60></textarea>"
# As fast as somebody types fast, with rests in which a text is saved: what comes of that comes while one types on.
_PAUSE_MS: Final = 60
_BURST: Final = 20
_REST_MS: Final = 1_150
# From the key's own time to the first moment after the frame in which its letter is drawn; and each time that a page
# was busy for more than 50 ms at a stretch.
_LISTEN: Final = """() => {
  window.painted = [];
  window.busy = [];
  new PerformanceObserver((seen) => seen.getEntries().forEach(({ duration }) => window.busy.push(duration)))
    .observe({ type: "longtask" });
  document.querySelector("textarea[name=body]").addEventListener("input", (event) => {
    requestAnimationFrame(() => setTimeout(() => window.painted.push(performance.now() - event.timeStamp)));
  });
}"""


def rows(size: Size) -> list[Row]:
    """``supply.typing_paint_ms`` and ``supply.autosave_ms``, each with what stands between it and the least there is.

    The browser types into a step of 1,700 characters at a person's pace while it is saved, shown beside, measured and
    counted; a page with nothing but a textarea is typed into likewise. Sent as fast as a program can (160 a second),
    keys wait for each other's frames, in a bare textarea too (200 ms), which says nothing of an editor (decision 0117).
    A save is held against a preview, which is signed in for and keeps nothing.
    """
    BUILD.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="editor-", dir=BUILD) as folder:
        url = f"sqlite:///{folder}/editor.sqlite3"
        laid = json.loads(inside.run("bench.volume.draft", str(_STEPS), database_url=url).splitlines()[-1])
        with serving(url, cores()[0], NANOBANK_MEDIA=f"{folder}/media") as server:
            return [*_typing(server, laid, _KEYS[size.name]), *_saving(server, laid, _SAVES[size.name])]


def _typing(server: Server, laid: dict[str, Any], keys: int) -> Iterator[Row]:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(_BROWSER))
        context = browser.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True)
        here = f"http://127.0.0.1:{server.port}"
        context.add_cookies([{"name": "sessionid", "value": laid["session"], "url": here}])
        page = context.new_page()
        page.goto(f"{here}/undervisning/trin/{laid['step']}/", wait_until="networkidle")
        found, busy = _typed(page, keys)
        page.goto("about:blank")
        page.set_content(_BARE)
        bare, _idle = _typed(page, keys)
        browser.close()
    slow = percentile(found, 95)
    conditions = (
        f"{_STEPS} steps, {keys} keys, one every {_PAUSE_MS} ms, saved, shown and counted meanwhile; 95 of 100 keys, "
        f"median {median(found):.1f} ms, slowest {max(found):.1f} ms; busy for more than 50 ms {len(busy)} times, "
        f"{sum(busy):.0f} ms in all; a bare textarea {percentile(bare, 95):.1f} ms, median {median(bare):.1f} ms; "
        f"{_conditions()}"
    )
    yield Row("supply.typing_paint_ms", round(slow, 1), "ms", "a bare textarea",
              ratio(slow, percentile(bare, 95)), keys, conditions)  # fmt: skip


def _typed(page: Page, keys: int) -> tuple[list[float], list[float]]:
    """Milliseconds from each key to its letter, and of each time that the page was busy for long."""
    page.evaluate(_LISTEN)
    page.locator("textarea[name=body]").focus()
    for number in range(1, keys + 1):
        page.keyboard.type(_TYPED[number % len(_TYPED)])
        page.wait_for_timeout(_PAUSE_MS if number % _BURST else _REST_MS)
    found: tuple[list[float], list[float]] = page.evaluate("() => [window.painted, window.busy]")
    return found


def _saving(server: Server, laid: dict[str, Any], saves: int) -> Iterator[Row]:
    page = _Page(server.port, laid)
    page.save(0)
    before = server.cpu_seconds()
    took = [page.save(number) for number in range(1, saves + 1)]
    between = server.cpu_seconds()
    for _ in range(saves):
        page.look()
    save, look = (1000 * (to - since) / saves for since, to in ((before, between), (between, server.cpu_seconds())))
    conditions = (
        f"sqlite, {saves} saves of a step among {_STEPS}; the server's CPU a save, a preview {look:.1f} ms; a client "
        f"waits {median(took):.1f} ms, 95 of 100 within {percentile(took, 95):.1f} ms; {_conditions()}"
    )
    yield Row("supply.autosave_ms", round(save, 1), "ms CPU", "a preview, which keeps nothing",
              ratio(save, look), saves, conditions)  # fmt: skip


class _Page:
    """What the script of the page sends."""

    def __init__(self, port: int, laid: dict[str, Any]) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port)
        self._headers = {"Cookie": f"sessionid={laid['session']}"}
        self._step = f"/undervisning/trin/{laid['step']}/"
        page = self._ask("GET", self._step)[1]
        self._token = self._said(page, "csrfmiddlewaretoken")
        self._revision = self._said(page, "revision")

    def save(self, number: int) -> float:
        """Milliseconds until a text is saved on the revision before it."""
        began = time.perf_counter()
        status, told = self._ask("POST", self._step, body=f"Tekst {number}. " * 150, revision=self._revision)
        took = time.perf_counter() - began
        if status != http.HTTPStatus.OK:
            raise RuntimeError(f"a save answered {status}: {told[:200]}")
        self._revision = json.loads(told)["revision"]
        return took * 1000

    def look(self) -> None:
        """Have a short text shown."""
        self._ask("POST", "/undervisning/vis-tekst/", text="Kort.")

    def _ask(self, method: str, path: str, **fields: str) -> tuple[int, str]:
        headers = {**self._headers, "Accept": "application/json" if fields else "text/html"}
        if fields:
            headers |= {"X-CSRFToken": self._token, "Content-Type": "application/x-www-form-urlencoded"}
        self._connection.request(method, path, urlencode(fields) if fields else None, headers)
        answer = self._connection.getresponse()
        cookie = answer.headers.get("Set-Cookie", "")
        if cookie.startswith("csrftoken="):
            self._headers["Cookie"] += "; " + cookie.partition(";")[0]
        return answer.status, answer.read().decode()

    @staticmethod
    def _said(page: str, name: str) -> str:
        found = re.search(rf'name="{name}" value="([^"]*)"', page)
        if found is None:
            raise RuntimeError(f"the page has no {name}")
        return found.group(1)


def _conditions() -> str:
    return f"{os.cpu_count()} cores; load average {os.getloadavg()[0]:.1f}"
