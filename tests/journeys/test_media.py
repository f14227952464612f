"""An educator sends a film over a line that breaks, is told what it lacks, and shows a picture in a step."""

import struct
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

import factories_media as files
from journeys.browsing import DESKTOP
from journeys.conftest import SomeoneAt
from journeys.pages import ASTRID

pytestmark = pytest.mark.journey
_TEN_MEGABYTES = 10 * 1024 * 1024


def test_a_film_comes_whole_over_a_line_that_breaks(someone: SomeoneAt, tmp_path: Path) -> None:
    film = tmp_path / "nedbrud.mp4"
    film.write_bytes(files.mp4(90) + struct.pack(">I4s", 8 + _TEN_MEGABYTES, b"mdat") + bytes(_TEN_MEGABYTES))
    astrid = someone(ASTRID, size=DESKTOP)
    page = astrid.page
    pieces: list[str] = []

    def breaks_once(route: Route) -> None:
        if route.request.method == "PATCH":
            pieces.append(route.request.headers["upload-offset"])
        if len(pieces) == 2 and route.request.method == "PATCH":
            route.fulfill(status=503)
        else:
            route.continue_()

    page.route("**/overfoersler/**", breaks_once)
    astrid.go("/undervisning/medier/hylde/sydvest/")
    page.get_by_label("Filen").set_input_files(film)
    page.get_by_role("button", name="Læg på hylden").click()
    expect(page.locator("h1")).to_have_text("nedbrud.mp4", timeout=30_000)
    expect(page.get_by_text("Denne video har ingen undertekster.")).to_be_visible()
    assert pieces == ["0", str(8 * 1024 * 1024), str(8 * 1024 * 1024)]
    page.get_by_role("button", name="Tag ned fra hylden").click()
    expect(page.get_by_text("Den er taget ned fra hylden.")).to_be_visible()
    astrid.troubles.clear()  # the browser tells of the broken line, which was meant
