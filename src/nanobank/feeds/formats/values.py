"""From what a source says to values that can be trusted: text without markup, whole addresses, numbers that can be."""

import html
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Final

import nh3

from nanobank.feeds.bridge import BETWEEN, hours_in, language_in, number_in
from nanobank.feeds.formats.addresses import BadAddress, canonical
from nanobank.feeds.formats.items import Line, Offered, Row, Wrong

NAMES: Final = (
    *("id", "url", "title", "provider", "description", "language", "workload", "ects", "level", "price", "currency"),
    *("form", "start", "competences"),
)
"""What we want to know of an offer, by our names for it."""

_LONGEST: Final = {"title": 200, "provider": 160, "id": 300}
_LONGEST_TEXT: Final = 8_000
_MOST_TERMS: Final = 40
_MOST: Final = {"ects": Decimal(360), "hours": Decimal(10_000), "price": Decimal(2_000_000)}
"""What a credit, an hour and a price can be at most: a whole degree, five years of work, any course there is."""
_BLOCK: Final = re.compile(r"<(?:/p|br\s*/?|/li|/h[1-6]|/div|/tr)\s*>", re.IGNORECASE)
_SPACES: Final = re.compile(r"[^\S\n]+")
_LINES: Final = re.compile(r"\s*\n\s*")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_LEVEL: Final = re.compile(r"(?<!\d)([1-8])(?!\d)")
_MONEY: Final = re.compile(r"kr\.?|dkk|eur|sek|nok|gbp|usd|€|\$|,-", re.IGNORECASE)
_FREE: Final = frozenset({"gratis", "free", "0"})
_FORMS: Final = {
    **dict.fromkeys(("online", "e-learning", "distance", "fjernundervisning", "onlinelearning"), "online"),
    **dict.fromkeys(("blended", "hybrid", "blandet", "mixed"), "blended"),
    **dict.fromkeys(("onsite", "on-site", "on site", "fremmøde", "classroom", "presential", "facetoface"), "on_site"),
    **dict.fromkeys(("aften", "evening", "evenings"), "evening"),
}


class _Bad(ValueError):
    """A cell that cannot be what it should be; ``code`` says why."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code, self.params = code, params


def line_of(row: Row) -> Line:
    """The offer that a row tells of, or everything that is wrong with it."""
    if row.wrong:
        return Line(row.number, wrong=row.wrong)
    found, wrong = dict[str, object](), list[Wrong]()
    for name, read in _READ.items():
        cell = row.said.get(name, "")
        try:
            found[name] = read(cell)
        except BadAddress as bad:
            wrong.append(Wrong(name, cell[:200], bad.code))
        except _Bad as bad:
            wrong.append(Wrong(name, cell[:200], bad.code, bad.params))
    if wrong:
        return Line(row.number, wrong=tuple(wrong))
    key = str(found.pop("id") or found["url"])
    found["hours"] = hours_in(str(found["workload"]))
    found["starts_on"] = found.pop("start")
    if found["hours"] is not None and found["hours"] > _MOST["hours"]:  # type: ignore[operator]  # a Decimal then
        return Line(row.number, wrong=(Wrong("workload", str(found["workload"]), "much", _at_most("hours")),))
    found["terms"] = tuple(_terms(row.said.get("competences", "")))
    return Line(row.number, Offered(key=key, **found))  # type: ignore[arg-type]  # each reader gives its field's type


def clean(text: str) -> str:
    """What a reader would see of a text that may hold HTML: no markup, no script's text, nothing unseen."""
    if "<" in text:
        text = html.unescape(nh3.clean(_BLOCK.sub("\n", text), tags=set(), clean_content_tags=_UNSEEN))
    elif "&" in text:
        text = html.unescape(text)
    text = _SPACES.sub(" ", _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))
    return _LINES.sub("\n", text).strip()


_UNSEEN: Final = {"script", "style", "iframe", "object", "template", "noscript", "title", "svg", "math"}


def _text(name: str, *, needed: bool) -> Callable[[str], str]:
    def read(cell: str) -> str:
        text = " ".join(clean(cell).split())
        if needed and not text:
            raise _Bad("missing")
        if len(text) > _LONGEST[name]:
            raise _Bad("long", most=str(_LONGEST[name]))
        return text

    return read


def _description(cell: str) -> str:
    return clean(cell[: 4 * _LONGEST_TEXT])[:_LONGEST_TEXT]


def _workload(cell: str) -> str:
    return " ".join(clean(cell).split())[:200]


def _at_most(name: str) -> dict[str, str]:
    return {"most": f"{_MOST[name]:f}"}


def _ects(cell: str) -> Decimal | None:
    return _between("ects", re.sub(r"ects.*$", "", cell, flags=re.IGNORECASE | re.DOTALL), "ects")


def _price(cell: str) -> Decimal | None:
    said = cell.strip().casefold()
    return Decimal(0) if said in _FREE else _between("price", _MONEY.sub("", said).strip(" .-"), "price", cell)


def _between(name: str, text: str, code: str, cell: str = "") -> Decimal | None:
    try:
        number = number_in(text)
    except ValueError:
        raise _Bad(f"not_{code}") from None
    if number is None:
        if cell.strip():
            raise _Bad(f"not_{code}")
        return None
    if number < 0 or cell.strip().startswith("-"):
        raise _Bad("negative")
    if number > _MOST[name]:
        raise _Bad("much", **_at_most(name))
    return number.quantize(Decimal("0.01"))


def _level(cell: str) -> int | None:
    said = cell.strip().rsplit("/", 1)[-1]
    if not said:
        return None
    found = _LEVEL.search(said)
    if found is None and re.search(r"\d", said):
        raise _Bad("level")
    return int(found[1]) if found else None


def _currency(cell: str) -> str:
    said = cell.strip().upper().rsplit("/", 1)[-1]
    return said if re.fullmatch(r"[A-Z]{3}", said) else ""


def _form(cell: str) -> str:
    for said in cell.casefold().split(BETWEEN):
        found = _FORMS.get(said.strip().rsplit("/", 1)[-1])
        if found:
            return found
    return ""


def _start(cell: str) -> date | None:
    said = cell.strip()
    if not said:
        return None
    danish = re.fullmatch(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})", said)
    try:
        return date(int(danish[3]), int(danish[2]), int(danish[1])) if danish else date.fromisoformat(said[:10])
    except ValueError:
        raise _Bad("date") from None


def _terms(cell: str) -> Iterator[str]:
    seen: set[str] = set()
    for term in cell.split(BETWEEN)[: 4 * _MOST_TERMS]:
        text = " ".join(clean(term).split())[:300]
        if text and text not in seen and len(seen) < _MOST_TERMS:
            seen.add(text)
            yield text


_READ: Final[Mapping[str, Callable[[str], object]]] = {
    "id": _text("id", needed=False),
    "url": canonical,
    "title": _text("title", needed=True),
    "provider": _text("provider", needed=False),
    "description": _description,
    "language": language_in,
    "workload": _workload,
    "ects": _ects,
    "level": _level,
    "price": _price,
    "currency": _currency,
    "form": _form,
    "start": _start,
}
