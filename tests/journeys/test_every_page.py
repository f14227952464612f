"""Every page for every kind of person: it answers, fits a phone, is accessible, and speaks one language."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from functools import cache
from pathlib import Path

import polib
import pytest
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from playwright.sync_api import Browser

from journeys.addresses import ELSEWHERE, ONLY_POST, SENDS_ON, names_of_addresses
from journeys.browsing import Visitor, visiting
from journeys.pages import MACHINES, OWN, PUBLIC, Page
from journeys.running_site import Site
from laid import ROOT

pytestmark = pytest.mark.journey
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],  # what passes need not be told
}
LOOKS = """() => ({
  lang: document.documentElement.lang,
  title: document.title.trim(),
  headings: document.querySelectorAll("h1").length,
  width: document.documentElement.scrollWidth,
})"""
# Contrast is the dearest of all rules by far. A text whose like, down to its classes, colours and size and those of all
# that it stands in, has been looked at on another page is not looked at again; all other rules look at everything.
ACCESS = """async ([seen, rules]) => {
  const known = new Set(seen), chains = new Map(), unlike = [];
  const hashed = (text) => {
    let hash = 5381;
    for (let at = 0; at < text.length; at++) hash = (hash * 33) ^ text.charCodeAt(at) | 0;
    return hash;
  };
  const looksOf = (node) => {
    const { backgroundColor, backgroundImage, opacity } = getComputedStyle(node);
    return [node.localName, node.className, node.id ? "#" : "", backgroundColor, backgroundImage, opacity].join("|");
  };
  const chain = (node) => {
    if (!node) return "";
    if (!chains.has(node)) chains.set(node, hashed(chain(node.parentElement) + ">" + looksOf(node)));
    return chains.get(node);
  };
  for (const node of document.body.querySelectorAll("*")) {
    const says = [...node.childNodes].some((child) => child.nodeType === Node.TEXT_NODE && child.data.trim());
    if (!says && !["INPUT", "SELECT", "TEXTAREA"].includes(node.tagName)) continue;
    const { color, fontSize, fontWeight } = getComputedStyle(node);
    const like = hashed([chain(node), color, fontSize, fontWeight].join("|"));
    if (known.has(like)) continue;
    known.add(like);
    unlike.push(like);
    node.dataset.unlike = "";
  }
  axe.configure({ rules: [{ id: "color-contrast", selector: "[data-unlike]" }] });
  const { violations } = await axe.run(document, rules);
  return [violations, unlike];
}"""
VISIBLE_TEXT = """() => {
  const texts = [];
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE) { texts.push(node.textContent); return; }
    if (node.nodeType !== Node.ELEMENT_NODE || ["SCRIPT", "STYLE"].includes(node.tagName)) return;
    if (node.lang && node.lang !== document.documentElement.lang) return;
    for (const child of node.childNodes) walk(child);
    if (getComputedStyle(node).display !== "inline") texts.push("\\n");
  };
  walk(document.body);
  return document.title + "\\n" + texts.join("").replace(/[^\\S\\n]+/g, " ");
}"""
SEEN: list[int] = []
"""The looks of texts whose contrast is right."""
SHORTEST = 13
Someone = Callable[[str | None], Visitor]


@pytest.fixture(scope="module")
def things(site: Site) -> dict[str, list[str]]:
    return site.things


@pytest.fixture(scope="module")
def someone(site: Site, browser: Browser) -> Iterator[Someone]:
    """A person who looks at one page after the other in the same browser, which need not fetch the styles anew."""
    visitors: dict[str | None, Visitor] = {}
    with ExitStack() as stack:

        def come(key: str | None) -> Visitor:
            if key not in visitors:
                session = site.sessions[key] if key else None
                visitors[key] = stack.enter_context(visiting(browser, site, session=session))
            visitors[key].troubles.clear()
            return visitors[key]

        yield come


def address(page: Page, things: dict[str, list[str]], language: str) -> str:
    with translation.override(language):
        return reverse(page.name, args=things[page.thing] if page.thing else []) + page.query


@cache
def english_words() -> tuple[str, ...]:
    """What our messages say in English and otherwise in Danish, as far as it holds no placeholder."""
    catalogues = [polib.pofile(str(file)) for file in Path(ROOT / "src").rglob("locale/da/LC_MESSAGES/django.po")]
    entries = [entry for catalogue in catalogues for entry in catalogue if not entry.obsolete]
    danish = "\n".join(entry.msgstr for entry in entries)
    parts = [re.split(r"%\(\w+\)s|%[sd]|\n", entry.msgid) for entry in entries if entry.msgid != entry.msgstr]
    words = {part.strip() for some in parts for part in some}
    return tuple(sorted(word for word in words if len(word) >= SHORTEST and word not in danish))


def english_in(text: str) -> list[str]:
    """Those of our English words that stand in ``text`` by themselves."""
    there = (word for word in english_words() if word in text)
    return [word for word in there if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text)]


def check_looks(visitor: Visitor, language: str) -> None:
    """What holds of each page there is."""
    page = visitor.page
    looks = page.evaluate(LOOKS)
    assert looks["lang"] == language
    assert looks["title"]
    assert looks["headings"] == 1
    assert looks["width"] <= 360, "the page scrolls sideways on a phone"
    if language == "da":  # in English it is the same markup
        page.add_script_tag(url="/static/axe.min.js")
        found, unlike = page.evaluate(ACCESS, [SEEN, RULES])
        assert not [(one["id"], one["impact"], [node["html"][:200] for node in one["nodes"][:3]]) for one in found]
        SEEN.extend(unlike)
        assert not english_in(page.evaluate(VISIBLE_TEXT))
    assert not visitor.troubles


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("page", PUBLIC, ids=str)
def test_a_page_for_anybody_is_in_order(
    someone: Someone, things: dict[str, list[str]], page: Page, language: str
) -> None:
    visitor = someone(None)
    assert visitor.go(address(page, things, language)).status == 200
    check_looks(visitor, language)


@pytest.mark.parametrize("page", OWN, ids=str)
def test_a_page_for_somebody_is_in_order(someone: Someone, things: dict[str, list[str]], page: Page) -> None:
    visitor = someone(page.who)
    assert visitor.go(address(page, things, "da")).status == 200
    check_looks(visitor, "da")


@pytest.mark.parametrize("thing", ["credential", "revoked credential"])
def test_a_verdict_is_in_order(someone: Someone, things: dict[str, list[str]], thing: str) -> None:
    visitor = someone(None)
    link = visitor.site.url + address(Page("credential", thing=thing), things, "da")
    assert visitor.go(f"/kontroller/?link={link}").status == 200
    assert visitor.page.locator("[class*='cr-result--']").is_visible()
    check_looks(visitor, "da")


@pytest.mark.parametrize("path", ["/findes-ikke/", "/en/findes-ikke/"])
def test_a_page_that_is_not_there_is_in_order(someone: Someone, path: str) -> None:
    visitor = someone(None)
    assert visitor.go(path).status == 404
    check_looks(visitor, "en" if path.startswith("/en/") else "da")


@pytest.mark.parametrize("page", MACHINES, ids=str)
def test_what_a_program_reads_is_answered(someone: Someone, things: dict[str, list[str]], page: Page) -> None:
    visitor = someone(page.who)
    answer = visitor.context.request.get(visitor.site.url + address(page, things, "da"))
    assert answer.status == 200
    assert answer.body()


def test_the_list_holds_every_address_once() -> None:
    listed = {page.name for page in (*PUBLIC, *OWN, *MACHINES)}
    groups = (listed, ONLY_POST, SENDS_ON, set(ELSEWHERE))
    assert set().union(*groups) == names_of_addresses()
    assert sum(len(group) for group in groups) == len(set().union(*groups))


def test_an_address_that_only_takes_forms_shows_nothing(someone: Someone) -> None:
    visitor = someone("astrid-lindholt")
    resolved = {name: _any_address(name) for name in sorted(ONLY_POST)}
    answered = {name: visitor.context.request.get(visitor.site.url + path).status for name, path in resolved.items()}
    assert set(answered.values()) == {405}, answered


def _any_address(name: str) -> str:
    uuid = "00000000-0000-4000-8000-000000000000"
    for arguments in ([], [uuid], ["x"], [uuid, 1], [uuid, "x"], ["x", uuid], ["modul", uuid], [uuid, uuid], [1]):
        with suppress(NoReverseMatch):
            return reverse(name, args=arguments)
    raise LookupError(name)
