"""A running site, a browser, and people to look through it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, sync_playwright

from journeys.browsing import PHONE, Visitor, launch, visiting
from journeys.running_site import Site, running_site

SomeoneAt = Callable[..., Visitor]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("site")) as site:
        yield site


# Of a module, not of the session: while Playwright runs, Django takes the thread for an asynchronous one.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def someone(site: Site, browser: Browser) -> Iterator[SomeoneAt]:
    """``someone("jonas-revsgaard")`` or ``someone()``: a person with a browser of their own, by default a phone."""
    visitors: list[Visitor] = []
    with ExitStack() as stack:

        def come(key: str | None = None, *, size: tuple[int, int] = PHONE, javascript: bool = True) -> Visitor:
            session = site.sessions[key] if key else None
            arriving = visiting(browser, site, session=session, size=size, javascript=javascript)
            visitors.append(stack.enter_context(arriving))
            return visitors[-1]

        yield come
    troubles = [trouble for visitor in visitors for trouble in visitor.troubles]
    assert not troubles, troubles
