import json
import xml.etree.ElementTree as ET
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from factories_credentials import make_awardable, make_credential, make_secretary
from nanobank.catalogue.models import State
from nanobank.credentials.services import reinstate, revoke, suspend
from nanobank.sharing.badges import Badge, drawn

SVG = "{http://www.w3.org/2000/svg}"
PLAIN = Badge("Datajournalistik", "Sydvest", "#7A1F3D", "5 ECTS", "Niveau 7", "Micro-credential", "da")


def title_of(image: bytes) -> str:
    return ET.fromstring(image).findtext(f"{SVG}title", "")  # noqa: S314 - our own drawing


def test_a_badge_says_what_it_shows_to_who_cannot_see_it() -> None:
    assert title_of(drawn(PLAIN, "svg")) == "Datajournalistik – Sydvest (Micro-credential, 5 ECTS, Niveau 7)"


def test_a_badge_needs_no_typeface_style_or_script_and_fetches_nothing() -> None:
    image = drawn(PLAIN, "svg").decode()
    for foreign in ("<text", "<style", "style=", "<script", "<image", "font-family", 'href="http'):
        assert foreign not in image


def test_a_badge_is_640_pixels_on_a_transparent_ground() -> None:
    image = Image.open(BytesIO(drawn(PLAIN, "png")))
    assert image.size == (640, 640)
    assert image.convert("RGBA").getpixel((2, 2))[3] == 0  # type: ignore[index]  # a pixel of four numbers


@pytest.mark.parametrize(
    "title",
    [
        "AI",
        '#panic("boom")',
        "*_$ <b>&amp; \\ [x] @y `z`",
        "Speciallægepraksisplanlægningsstabiliseringsperiodekursus",
        "Et meget langt navn på et forløb, der handler om mange ting på én gang " * 2,
        "数据新闻",
        "",
    ],
)
def test_any_title_can_be_drawn(title: str) -> None:
    assert drawn(Badge(title, title[:160], "#7A1F3D", "", "", "Micro-credential", "da"), "svg").startswith(b"<svg")


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "media"), [("svg", "image/svg+xml"), ("png", "image/png")])
def test_a_badge_can_stand_in_anybodys_page(client: Client, kind: str, media: str) -> None:
    path = f"/beviser/{make_credential().uuid}/badge.{kind}"
    response = client.get(path)
    assert response.headers["Content-Type"] == media
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cache-Control"] == "public, max-age=60"
    again = client.get(path, headers={"If-None-Match": response.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["svg", "png"])
def test_a_badge_carries_the_credential_to_the_letter_and_the_check_takes_it(client: Client, kind: str) -> None:
    credential = make_credential()
    image = client.get(f"/beviser/{credential.uuid}/badge.{kind}").content
    assert image.count(credential.document.encode()) == 1
    page = client.post("/kontroller/", {"file": SimpleUploadedFile(f"badge.{kind}", image)}).content.decode()
    assert "Beviset er ægte." in page


@pytest.mark.django_db
def test_a_withdrawn_credentials_badge_is_crossed_out(client: Client) -> None:
    credential = make_credential()
    path = f"/beviser/{credential.uuid}/badge.svg"
    assert "Trukket tilbage" not in title_of(client.get(path).content)
    revoke(
        credential=credential, reason="Opgaven var en andens.", by=make_secretary(credential.issuer), now=timezone.now()
    )
    assert "Trukket tilbage" in title_of(client.get(path).content)
    assert "Withdrawn" in title_of(client.get(f"{path}?lang=en").content)


@pytest.mark.django_db
def test_a_suspended_credentials_badge_says_so_for_as_long_as_it_is(client: Client) -> None:
    credential = make_credential()
    path, by = f"/beviser/{credential.uuid}/badge.svg", make_secretary(credential.issuer)
    suspend(credential=credential, reason="Der er klaget over eksamen.", by=by, now=timezone.now())
    assert "Sat i bero" in title_of(client.get(path).content)
    reinstate(credential=credential, reason="Klagen er afvist.", by=by, now=timezone.now())
    assert "Sat i bero" not in title_of(client.get(path).content)


@pytest.mark.django_db
def test_a_micro_credential_has_a_badge_once_it_is_published(client: Client) -> None:
    micro_credential = make_awardable()
    path = f"/micro-credentials/{micro_credential.slug}/badge.svg"
    assert "Undersøgende datajournalistik" in title_of(client.get(path).content)
    assert "Investigative data journalism" in title_of(client.get(f"{path}?lang=en").content)
    assert client.get(path.replace(".svg", ".gif")).status_code == 404
    micro_credential.state = State.WITHDRAWN
    micro_credential.save(update_fields=["state"])
    assert client.get(path).status_code == 200
    micro_credential.state = State.DRAFT
    micro_credential.save(update_fields=["state"])
    assert client.get(path).status_code == 404


@pytest.mark.django_db
def test_the_picture_that_a_signed_credential_names_is_there(client: Client) -> None:
    signed = json.loads(make_credential().document)
    image = signed["credentialSubject"]["achievement"]["image"]
    response = client.get(image["id"].removeprefix("http://testserver"))
    assert response.headers["Content-Type"] == "image/png"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
