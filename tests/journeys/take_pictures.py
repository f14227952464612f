"""Takes the pictures of docs/tour.md of a site that runs: `python -m journeys.take_pictures PORT` there.

The site's demo must be its own and may be thrown away: some addresses are asked for by beginning a draft.
"""

import io
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import quote

import django
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from journeys.pages import ASTRID, BIRTHE, DORTHE, JONAS, MALENE, NADIA, SOFIE, TORKIL

TO: Final = Path("docs/images/tour")
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
_CHROMIUM: Final = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")


class Shot(NamedTuple):
    """The file, the page's URL name, who looks, the thing the address names, and what is done before the picture."""

    file: str
    name: str
    who: str | None = None
    thing: str = ""
    query: str = ""
    do: Callable[[Page], object] | None = None


def typed(words: str) -> Callable[[Page], object]:
    """Type into the search field and wait for what is offered."""

    def act(page: Page) -> None:
        page.locator('main input[name="q"]').first.press_sequentially(words, delay=40)
        page.locator('[role="listbox"] [role="option"]').first.wait_for()

    return act


def to(selector: str) -> Callable[[Page], object]:
    """Bring something to the top of the window."""
    return lambda page: page.locator(selector).first.evaluate("it => it.scrollIntoView({block: 'start'})")


SHOTS: Final[Sequence[Shot]] = (
    Shot("goal", "pathway_new", JONAS, query=f"?maade=ord&q={quote('jeg vil arbejde med sundhedskommunikation')}"),
    Shot("life", "pathway_life", JONAS, "pathway"),
    Shot("plan", "pathway", JONAS, "pathway"),
    Shot("front", "pathway_choices", NADIA, "pathway with choices"),
    Shot("beside-a-degree", "pathway_compare", NADIA, "pathway with choices"),
    Shot("why-not", "pathway", JONAS, "pathway that cannot be"),
    Shot("repair", "pathway", MALENE, "pathway with a repair"),
    Shot("mentor", "pathway", TORKIL, "pathway"),
    Shot("team", "team", BIRTHE, "team"),
    Shot("typing", "front", do=typed("sundhedskom")),
    Shot("search", "catalogue", query=f"?q={quote('vi får en ny CSRD-rapport og ingen kan læse den')}"),
    Shot("need", "brief_edit", BIRTHE, "need of a workplace"),
    Shot("bundles", "brief", BIRTHE, "need of a workplace"),
    Shot("radar", "need_radar", DORTHE),
    Shot("ai-register", "ai_register_of", BIRTHE, "municipality"),
    Shot("editor", "step_edit", ASTRID, "text in a draft"),
    Shot("outcomes", "draft_part", ASTRID, "draft's outcomes"),
    Shot("design", "design", ASTRID, "design"),
    Shot("module", "module", thing="module"),
    Shot("review", "review", TORKIL, "review"),
    Shot("lineage", "reuse_module", ASTRID, "module with a family"),
    Shot("udtraek-learner", "withdrawal", SOFIE, "udtræk to be examined"),
    Shot("udtraek-educator", "withdrawal_judge", DORTHE, "udtræk waiting"),
    Shot("precedents", "precedents", ASTRID),
    Shot("thread", "thread", JONAS, "talk"),
    Shot("credential", "credential", thing="credential"),
)


def take(browser: Browser, site: str, shot: Shot, address: str, cookies: list[dict[str, str]]) -> None:
    """The page at a desk and on a phone, as WebP."""
    for suffix, size in (("", DESK), ("-phone", PHONE)):
        context = browser.new_context(viewport=size, locale="da-DK", reduced_motion="reduce")  # type: ignore[arg-type]
        context.add_cookies(cookies)  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(site + address, wait_until="networkidle")
        if shot.do is not None:
            shot.do(page)
        picture = Image.open(io.BytesIO(page.screenshot()))
        picture.save(TO / f"{shot.file}{suffix}.webp", quality=72, method=6)
        context.close()


def main(port: str) -> None:
    """Every picture, anew."""
    django.setup()
    from django.conf import settings
    from django.urls import reverse

    from journeys.inside import sessions, things

    site, named, keys = f"http://127.0.0.1:{port}", things(), sessions()
    TO.mkdir(parents=True, exist_ok=True)
    planned = [(shot, reverse(shot.name, args=named.get(shot.thing, [])) + shot.query) for shot in SHOTS]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(_CHROMIUM))
        for shot, address in planned:
            whose = [{"name": settings.SESSION_COOKIE_NAME, "value": keys[shot.who], "url": site}] if shot.who else []
            take(browser, site, shot, address, whose)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
