"""The one honest line about each module, micro-credential and outside offer: who stands by it, and until when."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Literal

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nanobank.catalogue.models import ListingKind, Module
from nanobank.common import clock
from nanobank.common.bilingual import in_english, said
from nanobank.common.prepared import among, prepared
from nanobank.feeds.queries import lines_of as offer_lines
from nanobank.quality.models import Approval
from nanobank.quality.things import Thing, of, provider_of

Standing = Literal["assured", "external", "expired", "none"]


@dataclass(frozen=True)
class Line:
    """How something stands: ``assured`` by its own provider, ``external`` (assured by another), ``expired``, ``none``.

    ``by`` is the name of who stands or stood by it, ``until`` the last day.
    """

    standing: Standing = "none"
    by: str = ""
    until: date | None = None

    @property
    def words(self) -> str:
        """The sentence, in the language active now."""
        return _words(self, get_language() or "da")


@lru_cache(maxsize=4_096)
def _words(line: Line, _language: str) -> str:
    """Lists show the same few lines again and again, and a date takes long to write."""
    until = date_format(line.until, "DATE_FORMAT") if line.until else ""
    if line.standing == "assured":
        return _("Quality-assured by %(by)s, valid until %(until)s") % {"by": line.by, "until": until}
    if line.standing == "external":
        return _("Assessed external material: %(by)s, valid until %(until)s") % {"by": line.by, "until": until}
    if line.standing == "expired":
        return _("The quality assurance by %(by)s expired on %(until)s") % {"by": line.by, "until": until}
    return _("Not assessed")


NONE = Line()
_COLUMNS = ("organisation__name_da", "organisation__name_en", "organisation_id", "valid_until")


@prepared
def _of_modules(modules: Any) -> QuerySet[Approval, tuple[Any, ...]]:
    """Approvals of the modules' current versions, the one that holds longest first."""
    found = Approval.objects.filter(version__current_of__in=among(modules), withdrawn_at__isnull=True)
    rows = found.order_by("-valid_until", "-pk")
    return rows.values_list("version__module_id", *_COLUMNS, "version__module__provider_id")


@prepared
def _of_micro_credentials(ids: Any) -> QuerySet[Approval, tuple[Any, ...]]:
    found = Approval.objects.filter(micro_credential__in=among(ids), withdrawn_at__isnull=True)
    rows = found.order_by("-valid_until", "-pk")
    return rows.values_list("micro_credential_id", *_COLUMNS, "micro_credential__provider_id")


@prepared
def _of_bundles(ids: Any) -> QuerySet[Approval, tuple[Any, ...]]:
    found = Approval.objects.filter(bundle__in=among(ids), withdrawn_at__isnull=True)
    return found.order_by("-valid_until", "-pk").values_list("bundle_id", *_COLUMNS, "bundle__provider_id")


def _lines(rows: Iterable[tuple[Any, ...]], today: date) -> dict[int, Line]:
    lines: dict[int, Line] = {}
    english = in_english()
    for key, name_da, name_en, organisation, until, provider in rows:
        if key not in lines:
            own: Standing = "assured" if organisation == provider else "external"
            lines[key] = Line(own if until >= today else "expired", said(name_da, name_en, english=english), until)
    return lines


def lines_of_modules(modules: Collection[int | Module]) -> dict[int, Line]:
    """The line of each module's current version, by ``Module.id``; not there: not assessed. One query, or none."""
    return _lines(_of_modules(modules=modules), _today()) if modules else {}


def lines_of_micro_credentials(ids: Collection[int]) -> dict[int, Line]:
    """The line of each micro-credential, by id; not there: not assessed. One query, or none."""
    return _lines(_of_micro_credentials(ids=ids), _today()) if ids else {}


def lines_of_bundles(ids: Collection[int]) -> dict[int, Line]:
    """The line of each bundle itself, by id; not there: not assessed. One query, or none."""
    return _lines(_of_bundles(ids=ids), _today()) if ids else {}


def line_of(thing: Thing) -> Line:
    """The line of one version, micro-credential or bundle: one query, beyond the provider."""
    found = Approval.objects.filter(withdrawn_at__isnull=True, **of(thing)).order_by("-valid_until", "-pk")
    rows = [(thing.pk, *row, provider_of(thing).pk) for row in found.values_list(*_COLUMNS)[:1]]
    return _lines(rows, _today()).get(thing.pk, NONE)


_READ = {
    ListingKind.MODULE: lines_of_modules,
    ListingKind.MICRO_CREDENTIAL: lines_of_micro_credentials,
    ListingKind.BUNDLE: lines_of_bundles,
}


def lines_of_listings(listed: Iterable[tuple[str, int]]) -> dict[tuple[str, int], tuple[Standing, str]]:
    """Standing and words by kind of listing and target, for modules, micro-credentials and bundles: one a kind."""
    kinds = _by_kind(listed)
    found: dict[tuple[str, int], tuple[Standing, str]] = {}
    for kind, read in _READ.items():
        lines = read(kinds.get(kind.value, []))
        for target in kinds.get(kind.value, []):
            line = lines.get(target, NONE)
            found[kind.value, target] = (line.standing, line.words)
    return found


def words_of_listings(listed: Iterable[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """The words of the line, also of offers from outside, by kind of listing and target: a query for each kind."""
    rows = list(listed)
    found = {key: words for key, (_standing, words) in lines_of_listings(rows).items()}
    offers = _by_kind(rows).get(ListingKind.OUTSIDE_OFFER.value, [])
    if offers:
        words = offer_lines(offers, now=clock.now())
        found |= {(ListingKind.OUTSIDE_OFFER.value, target): words.get(target, "") for target in offers}
    return found


def _by_kind(listed: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    kinds: dict[str, list[int]] = {}
    for kind, target in listed:
        kinds.setdefault(kind, []).append(target)
    return kinds


def _today() -> date:
    return timezone.localdate(clock.now())
