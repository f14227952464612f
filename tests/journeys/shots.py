"""Pictures of the main pages for people to look at: ``PYTHONPATH=src:tests python tests/journeys/shots.py FOLDER``."""

import re
import sys
import tempfile
from pathlib import Path

import django
from django.urls import reverse
from playwright.sync_api import sync_playwright

from journeys.browsing import DESKTOP, PHONE, TELEVISION, launch, visiting
from journeys.pages import OWN, PUBLIC, Page
from journeys.running_site import Site, running_site


def take(site: Site, folder: Path, pages: tuple[Page, ...]) -> None:
    """One picture a page and size; the step player on a television too."""
    things, sessions = site.things, site.sessions
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for page in pages:
            path = reverse(page.name, args=things[page.thing] if page.thing else []) + page.query
            name = re.sub(r"[^\w-]+", "_", str(page))
            for size in (PHONE, DESKTOP, *((TELEVISION,) if page.name == "step" else ())):
                with visiting(browser, site, session=sessions[page.who] if page.who else None, size=size) as visitor:
                    visitor.go(path)
                    visitor.page.screenshot(path=folder / f"{name}-{size[0]}.png", full_page=size != TELEVISION)
        browser.close()


if __name__ == "__main__":
    destination = Path(sys.argv[1])
    destination.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="nanobank-shots-") as scratch, running_site(Path(scratch)) as its_site:
        django.setup()
        take(its_site, destination, (*PUBLIC, *OWN))
