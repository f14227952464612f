"""Reads what a learner brings: a page on the net, a credential, a PDF. What cannot be read is asked for instead."""

import json
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nanobank.accounts.models import Person
from nanobank.common.errors import Refused
from nanobank.common.fetching import CannotFetch, Fetcher, Why
from nanobank.credentials.checking import check_document
from nanobank.credentials.texts import sentence_for
from nanobank.credentials.verdicts.bridge import MAX_BYTES, Facts, Outcome, Verdict
from nanobank.feeds.models import OutsideOffer
from nanobank.feeds.queries import offer_at
from nanobank.search.reading.documents import plain
from nanobank.withdrawals.bridge import (
    Found,
    UnreadableXml,
    found_in,
    is_about,
    is_cv,
    object_of_xml,
    read_page,
    read_paper,
)
from nanobank.withdrawals.models import About, Source
from nanobank.withdrawals.pdf import text_of_pdf

_MOST_TEXT: Final = 60_000
_SECONDS: Final = 8.0
_PAGES: Final = frozenset({"text/html", "application/xhtml+xml"})
_JSON: Final = frozenset({"application/json", "application/ld+json", "application/vc", "application/vc+ld+json"})
_XML: Final = frozenset({"application/xml", "text/xml"})
_PDF: Final = "application/pdf"
_PROVING: Final = frozenset({"credentialSubject", "verifiableCredential", "recipient", "badge", "proof"})
"""Of these a proof has one, and a description of a course has none."""
_EVERYWHERE: Final = ("https://", "http://", "did:", "urn:uuid:")
_LONGEST_ID: Final = 300
_UNREACHABLE: Final = {
    Why.NOT_FOUND: gettext_lazy("There is nothing at that address. Look it over, or describe the course yourself."),
    Why.GONE: gettext_lazy("What was at that address has been taken away. Describe the course yourself."),
    Why.TIMED_OUT: gettext_lazy("The page took too long to answer. Try again, or describe the course yourself."),
    Why.NOT_ALLOWED: gettext_lazy(
        "Only addresses on the open internet that begin with https:// are read. Describe the course yourself."
    ),
    Why.TOO_LARGE: gettext_lazy("The page is too large to read. Describe the course yourself."),
    Why.NO_ANSWER: gettext_lazy("There was no usable answer from that address. Try again, or describe the course."),
    Why.NOT_READABLE: gettext_lazy("That is no page, PDF or credential. Describe the course yourself."),
}


@dataclass(frozen=True)
class Material:
    """What was brought and what was read of it. ``completed_on`` is when a credential was awarded.

    ``known_as`` is the id that the issuer of a genuine credential gives the achievement; ``offer`` is what the bank
    lists it as.
    """

    source: Source
    found: Found = field(default_factory=Found)
    url: str = ""
    document: str = ""
    text: str = ""
    verdict: dict[str, Any] | None = None
    about: About | None = None
    completed_on: date | None = None
    known_as: str = ""
    offer: OutsideOffer | None = None


def _readable(kind: str) -> bool:
    return kind in _PAGES or kind in _JSON or kind in _XML or kind == _PDF or kind.endswith(("+json", "+xml"))


def read_at(url: str, *, person: Person, now: datetime) -> Material:
    """What is at an address; of one that is among the offers from outside, what the bank knows of it already.

    Raises Refused on ``url``.
    """
    offer = offer_at(url)
    if offer is None:
        return read_link(url, person=person, now=now)
    found = Found(
        title=offer.title,
        provider=offer.provider_name,
        description=offer.description,
        url=offer.url,
        language=offer.language,
        hours=offer.hours,
        ects=offer.ects,
        level=offer.level,
    )
    return Material(Source.LINK, found, url=offer.url, text=offer.description, offer=offer)


def link_unread(url: str) -> Material:
    """An address as the learner gives it, when nobody here can read it. Raises Refused on ``url`` for what is none."""
    url = url.strip()
    if not url.startswith(("https://", "http://")):
        raise Refused(_("Write the whole address, with https:// in front."), field="url")
    return Material(Source.LINK, url=url)


def read_link(url: str, *, person: Person, now: datetime, fetcher: Fetcher | None = None) -> Material:
    """What is at an address on the open internet, asked for once. Raises Refused on ``url``; a private one is never
    asked."""
    fetcher = fetcher or Fetcher(seconds=_SECONDS, most_bytes=4 * 1024 * 1024, readable=_readable)
    url = url.strip()
    try:
        fetched = fetcher.get(url)
    except CannotFetch as failed:
        raise Refused(_UNREACHABLE[failed.reason], field="url") from None
    if fetched.kind == _PDF:
        return Material(Source.LINK, url=url, text=text_of_pdf(fetched.body, field="url"))
    if fetched.kind not in _PAGES:
        read = read_credential(fetched.body, person=person, now=now, field="url")
        source = read.source if read.source == Source.CREDENTIAL else Source.LINK
        return replace(read, source=source, url=url, found=replace(read.found, url=read.found.url or url))
    page = read_page(fetched.body.decode("utf-8", errors="replace"))
    found = next((one for one in map(found_in, page.json_ld) if one.title), Found())
    text = plain(fetched.body.decode("utf-8", errors="replace")).text
    return Material(
        Source.LINK,
        replace(
            found,
            title=found.title or page.title,
            provider=found.provider or page.site,
            description=found.description or page.description,
            language=found.language or page.language,
            url=url,
        ),
        url=url,
        text=text[:_MOST_TEXT],
    )


def _described(written: object) -> Found:
    """What a description of a course says, as Europass and course portals publish it; nothing for a proof of one."""
    return Found() if isinstance(written, dict) and written.keys() & _PROVING else found_in(written)


def _text_of(found: Found) -> str:
    return "\n".join([found.title, found.description, *found.teaches])[:_MOST_TEXT]


def read_credential(data: bytes, *, person: Person, now: datetime, field: str = "document") -> Material:
    """A credential or badge in any form that our check reads, with the verdict of today; or a description of a course.

    Raises Refused on ``field`` at once when it is no credential, or is about somebody else, however good its signature.
    """
    if len(data) > MAX_BYTES:
        raise Refused(_("A credential is never that large. Choose the file that you were given."), field=field)
    written = _parsed(data)
    if is_cv(written):
        raise Refused(_("This is a CV, not a credential. Choose “A CV from Europass” instead."), field=field)
    described = _described(written)
    if described.title:
        source = Source.LINK if described.url else Source.TYPED
        return Material(source, described, url=described.url, text=_text_of(described))
    verdict = check_document(data, now=now)
    found = _merged(_found_in_facts(verdict.facts), found_in(written))
    if not found.title:
        raise Refused(
            _("This is no credential that we can read. %(why)s") % {"why": sentence_for(verdict.reason)}, field=field
        )
    facts = verdict.facts
    about = is_about(
        written,
        name=person.name,
        emails=frozenset({person.email}) | _open_addresses(facts, person.email),
        said=facts.recipient.name if facts else "",
    )
    if about is False:
        raise Refused(_somebody_else(facts), field=field)
    awarded = (facts.awarded_at or facts.valid_from) if facts else None
    return Material(
        Source.CREDENTIAL,
        found,
        url=found.url,
        document=data.decode("utf-8", errors="replace") if written is not None or data[:2] == b"ey" else "",
        text=_text_of(found),
        verdict={**verdict.as_json(), "facts": None, "at": now.isoformat()},
        about=About.THEM if about else About.UNTOLD,
        completed_on=timezone.localdate(awarded) if awarded else None,
        known_as=_known_as(verdict),
    )


def read_pdf(data: bytes, *, now: datetime) -> Material:
    """The text of a PDF, and what it says of itself as a diploma does. Raises Refused on ``file``."""
    text = text_of_pdf(data)
    said = read_paper(text, today=timezone.localdate(now))
    found = Found(
        title=said.title,
        provider=said.provider,
        description=text[:2000],
        hours=said.hours,
        ects=said.ects,
        level=said.level,
    )
    return Material(Source.PDF, found, text=text, completed_on=said.completed_on)


def _parsed(data: bytes) -> object | None:
    """JSON, or Europass's XML made into the same; None when it is neither."""
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        try:
            return object_of_xml(data)
        except UnreadableXml:
            return None
    try:
        written: object = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return written


def _known_as(verdict: Verdict) -> str:
    """The achievement's id, which only its issuer can give: of a genuine credential, and where it is one everywhere."""
    achievement = next(iter(verdict.facts.achievements), None) if verdict.facts else None
    if verdict.outcome != Outcome.GENUINE or achievement is None:
        return ""
    return achievement.id if achievement.id.startswith(_EVERYWHERE) and len(achievement.id) <= _LONGEST_ID else ""


def _open_addresses(facts: Facts | None, email: str) -> frozenset[str]:
    """The person's own address as the credential writes it."""
    said = facts.recipient.email if facts else ""
    return frozenset({said}) if said.casefold() == email.casefold() else frozenset()


def _somebody_else(facts: Facts | None) -> str:
    name = facts.recipient.name if facts else ""
    if name:
        return _("The credential is issued to %(name)s, not to you. Only your own can be brought.") % {"name": name}
    return _(
        "The credential is issued to another e-mail address than yours. Only your own can be brought; if it is yours, "
        "ask whoever issued it to issue it to the address that you use here."
    )


def _found_in_facts(facts: Facts | None) -> Found:
    if facts is None:
        return Found()
    achievement = next(iter(facts.achievements), None)
    text = achievement.text if achievement else None
    amounts = {unit.upper(): amount for amount, unit in (achievement.workload if achievement else ())}
    levels = [level for _framework, level in (achievement.levels if achievement else ()) if level.isdecimal()]
    return Found(
        title=(text.name if text else "") or facts.name,
        provider=facts.issuer.name,
        description=(text.description if text else "") or facts.description,
        url=achievement.id if achievement and achievement.id.startswith("https://") else "",
        language=text.language[:2] if text else "",
        hours=_number(amounts.get("HOURS") or amounts.get("H")),
        ects=_number(amounts.get("ECTS") or (achievement.credits if achievement else "")),
        level=next((int(level) for level in levels if 1 <= int(level) <= 8), None),
        assessment=text.assessment_type or text.criteria if text else "",
        teaches=text.outcomes if text else (),
        country=facts.issuer.country,
    )


def _merged(first: Found, second: Found) -> Found:
    """The first, where it says something."""
    return Found(**{name: value or getattr(second, name) for name, value in vars(first).items()})


def _number(written: str | None) -> Decimal | None:
    try:
        found = Decimal(written or "")
    except ArithmeticError:
        return None
    return found if found.is_finite() and 0 < found < 100_000 else None
