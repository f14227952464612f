"""What somebody asks the catalogue, and how it is written in an address."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import Enum, StrEnum
from typing import Protocol, TypeVar
from urllib.parse import urlencode

from django.utils import timezone

from nanobank.catalogue.models import Audience, Form, Language, Level, ListingKind
from nanobank.catalogue.words import LONGEST

_Choice = TypeVar("_Choice", bound=Enum)
_SLUG = re.compile(r"[a-z0-9-]{1,80}")

PAGE_SIZE = 20
MOST = 1_000
"""So many results can be leafed through; beyond that one narrows the search."""

KINDS = (ListingKind.MODULE, ListingKind.MICRO_CREDENTIAL, ListingKind.BUNDLE)


class Starts(StrEnum):
    """How soon one can begin; what starts any day always counts."""

    NOW = "now"
    MONTH = "month"
    HALF_YEAR = "half_year"


DAYS = {Starts.MONTH: 31, Starts.HALF_YEAR: 183}


class Sort(StrEnum):
    """In which order; relevance is the newest first when nothing is asked."""

    RELEVANCE = "relevance"
    PRICE = "price"
    ECTS = "ects"
    START = "start"


class Values(Protocol):
    """What Django's QueryDict gives."""

    def get(self, key: str) -> str | None: ...  # noqa: D102

    def getlist(self, key: str) -> list[str]: ...  # noqa: D102


@dataclass(frozen=True)
class Question:
    """Words and filters. Values within a filter are alternatives; filters must all be met."""

    text: str = ""
    kinds: tuple[ListingKind, ...] = KINDS
    levels: tuple[Level, ...] = ()
    languages: tuple[Language, ...] = ()
    forms: tuple[Form, ...] = ()
    audiences: tuple[Audience, ...] = ()
    providers: tuple[str, ...] = ()
    ects_min: Decimal | None = None
    ects_max: Decimal | None = None
    price_max: Decimal | None = None
    starts: Starts | None = None
    since: datetime | None = None
    """Only what was published after this; not part of an address."""
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    page_size: int = PAGE_SIZE
    today: date = field(default_factory=lambda: timezone.localdate())

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The question as the names and values of an address, the page left out."""
        pairs = [("q", self.text)] if self.text else []
        kinds = self.kinds if self.kinds != KINDS else ()
        for name, values in (
            ("kind", kinds),
            ("level", self.levels),
            ("language", self.languages),
            ("form", self.forms),
            ("audience", self.audiences),
            ("provider", self.providers),
        ):
            pairs += [(name, str(getattr(value, "value", value))) for value in values]
        for name, amount in (("ects_min", self.ects_min), ("ects_max", self.ects_max), ("price_max", self.price_max)):
            if amount is not None:
                pairs.append((name, f"{amount.normalize():f}"))
        if self.starts:
            pairs.append(("starts", self.starts.value))
        if self.sort is not Sort.RELEVANCE:
            pairs.append(("sort", self.sort.value))
        return pairs

    @property
    def without_paging(self) -> list[tuple[str, str]]:
        """What tells this question's results from another's, whichever of them are shown."""
        kinds = "" if self.kinds == KINDS else " ".join(self.kinds)
        since = self.since.isoformat() if self.since else ""
        return [
            *self.pairs,
            ("kinds", kinds),
            ("since", since),
            ("today", self.today.isoformat() if self.starts else ""),
        ]

    @property
    def is_open(self) -> bool:
        """Whether nothing but words narrows the result, not even when it was published."""
        chosen = self.levels or self.languages or self.forms or self.audiences or self.providers
        amounts = (self.ects_min, self.ects_max, self.price_max)
        return not (chosen or self.starts or self.since) and amounts == (None, None, None) and self.kinds == KINDS

    @property
    def is_filtered(self) -> bool:
        """Whether anything but the words narrows the result."""
        return any(name not in ("q", "sort") for name, _value in self.pairs)

    def address(self, *, without: tuple[str, str] | None = None, page: int | None = None) -> str:
        """The query string, one pair left out or a page added."""
        pairs = [pair for pair in self.pairs if pair != without]
        if page and page > 1:
            pairs.append(("page", str(page)))
        return urlencode(pairs)

    def without_filters(self) -> "Question":
        """The same words alone."""
        return Question(text=self.text, today=self.today)


def _chosen(values: Iterable[str], choices: type[_Choice]) -> tuple[_Choice, ...]:
    """Those of the values that are choices, each once, in the order of the choices."""
    wanted = {value.strip() for value in values}
    return tuple(choice for choice in choices if str(choice.value) in wanted)


def _amount(value: str | None) -> Decimal | None:
    """``2,5`` and ``2.5`` are the same; anything else, or what no catalogue holds, is nothing."""
    try:
        amount = Decimal((value or "").strip().replace(",", "."))
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and 0 <= amount < 10_000_000 else None


def _page(value: str | None) -> int:
    try:
        return min(max(int((value or "1")[:4]), 1), MOST // PAGE_SIZE)
    except ValueError:
        return 1


def parse(values: Values, today: date) -> Question:
    """Read an address. What makes no sense is left out rather than refused, so that an old link still works."""
    kinds = _chosen(values.getlist("kind"), ListingKind)
    return Question(
        text=(values.get("q") or "").replace("\x00", "").strip()[:LONGEST],
        kinds=kinds or KINDS,
        levels=_chosen(values.getlist("level"), Level),
        languages=_chosen(values.getlist("language"), Language),
        forms=_chosen(values.getlist("form"), Form),
        audiences=_chosen(values.getlist("audience"), Audience),
        providers=tuple(dict.fromkeys(slug for slug in values.getlist("provider") if _SLUG.fullmatch(slug)))[:20],
        ects_min=_amount(values.get("ects_min")),
        ects_max=_amount(values.get("ects_max")),
        price_max=_amount(values.get("price_max")),
        starts=next(iter(_chosen(values.getlist("starts"), Starts)), None),
        sort=next(iter(_chosen(values.getlist("sort"), Sort)), Sort.RELEVANCE),
        page=_page(values.get("page")),
        today=today,
    )
