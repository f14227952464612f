"""Somebody at a browser: signs in, looks, and remembers whatever went wrong behind the page."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Playwright, Response

from journeys.running_site import Site

PHONE = (360, 740)
DESKTOP = (1280, 900)
TELEVISION = (1920, 1080)
_ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
# A page that says no politely has a status of its own, and the browser writes that in the console as an error.
_POLITE = re.compile(r"status of (404|409|410|422) ")


@dataclass
class Visitor:
    """One person's browser; ``troubles`` must be empty when they are done."""

    site: Site
    context: BrowserContext
    page: Page
    troubles: list[str] = field(default_factory=list)
    is_offline: bool = False

    def go(self, path: str) -> Response:
        """Open an address of the site."""
        response = self.page.goto(f"{self.site.url}{path}")
        assert response is not None
        return response

    def press(self, name: str) -> None:
        """Press the first button or link that is called ``name``, perhaps followed by what it is about."""
        pattern = re.compile(rf"^\s*{re.escape(name)}(\s*:| –|\s*$)")
        controls = self.page.get_by_role("button", name=pattern).or_(self.page.get_by_role("link", name=pattern))
        self.click(controls.locator("visible=true").first)

    def click(self, what: Locator) -> None:
        """Click, and if another page comes of it, wait until all of that page can be looked at."""
        what.click()
        self.page.wait_for_load_state("domcontentloaded")

    def press_on(self, name: str) -> None:
        """Press what a script answers by going to another page, and wait until one is there."""
        before = self.page.url
        self.press(name)
        self.page.wait_for_url(lambda url: url != before, wait_until="domcontentloaded")

    def sees(self, words: str) -> bool:
        """Whether ``words`` can be seen on the page."""
        return self.page.get_by_text(words).locator("visible=true").count() > 0

    def text(self) -> str:
        """Everything that can be read in the page's main part."""
        return self.page.locator("main").inner_text()

    @contextmanager
    def without_connection(self) -> Iterator[None]:
        """In the tunnel: nothing gets through, and the browser says so in its console."""
        self.is_offline = True
        self.context.set_offline(True)
        yield
        self.context.set_offline(False)
        self.is_offline = False

    def hear(self, message: ConsoleMessage) -> None:
        """Note an error in the console; a violated content policy is one."""
        expected = _POLITE.search(message.text) or (self.is_offline and "net::ERR_" in message.text)
        if message.type in {"error", "warning"} and not expected:
            self.troubles.append(f"console: {message.text} ({self.page.url})")

    def notice(self, response: Response) -> None:
        """Note an answer that says that the site broke."""
        if response.status >= 500:
            self.troubles.append(f"{response.status}: {response.url}")


def launch(playwright: Playwright) -> Browser:
    """The machine's own Chromium."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        raise RuntimeError("Chromium is missing; scripts/system_packages says how to get it")
    return playwright.chromium.launch(executable_path=chromium, args=list(_ARGUMENTS))


@contextmanager
def visiting(
    browser: Browser,
    site: Site,
    *,
    session: str | None = None,
    size: tuple[int, int] = PHONE,
    javascript: bool = True,
) -> Iterator[Visitor]:
    """A visitor with a browser of their own, signed in if a ``session`` is given."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        locale="da-DK",
        timezone_id="Europe/Copenhagen",
        java_script_enabled=javascript,
        reduced_motion="reduce",
        accept_downloads=True,
    )
    context.set_default_timeout(30_000)
    if session:
        context.add_cookies([{"name": "sessionid", "value": session, "url": site.url}])
    visitor = Visitor(site, context, context.new_page())
    visitor.page.on("console", visitor.hear)
    visitor.page.on("pageerror", lambda error: visitor.troubles.append(f"script: {error}"))
    visitor.page.on("response", visitor.notice)
    try:
        yield visitor
    finally:
        context.close()
