"""What the pages and the API ask about modules laid over terms."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.common.errors import NotYours
from nanobank.organisations.models import Organisation
from nanobank.pathways.bridge import Result, Status, result_in
from nanobank.pathways.cohorts.permissions import check_leads
from nanobank.pathways.cohorts.terms import BalanceTerms
from nanobank.pathways.models import Balance, Planning, PlanningState
from nanobank.pathways.wording import Words, words_for


def said(balance: Balance) -> BalanceTerms:
    """What was said last."""
    return BalanceTerms.model_validate(balance.said)


def institution_for(viewer: Person, slug: str, *, now: datetime) -> Organisation:
    """An institution whose programmes the viewer leads. Raises NotYours."""
    found = Organisation.objects.filter(slug=slug).first()
    if found is None:
        raise NotYours(_("There is no such institution."))
    check_leads(viewer, found, now)
    return found


def balances_of(organisations: Iterable[Organisation]) -> QuerySet[Balance]:
    """Those of some institutions, the one changed last first."""
    found = Balance.objects.filter(organisation__in=list(organisations), put_away_at__isnull=True)
    return found.select_related("organisation").order_by("-changed_at", "-pk")


def balance_for(viewer: Person, uuid: UUID, *, now: datetime) -> Balance:
    """One that the viewer may change. Raises NotYours."""
    found = Balance.objects.select_related("organisation").filter(uuid=uuid).first()
    if found is None:
        raise NotYours(_("There is no such plan."))
    check_leads(viewer, found.organisation, now)
    return found


def latest_planning(balance: Balance) -> Planning | None:
    """What was asked last."""
    return balance.plannings.order_by("-asked_at", "-pk").first()


def answered_planning(balance: Balance) -> Planning | None:
    """The last asking that was answered."""
    return balance.plannings.filter(state=PlanningState.DONE).order_by("-asked_at", "-pk").first()


@dataclass(frozen=True)
class Placed:
    """A module in a term."""

    slug: str
    title: str
    ects: Decimal
    is_pinned: bool
    is_extra: bool


@dataclass(frozen=True)
class ShownTerm:
    """A term, from 1, and what lies in it."""

    number: int
    modules: list[Placed]

    @property
    def ects(self) -> Decimal:
        """Its load."""
        return sum((one.ects for one in self.modules), Decimal(0))


@dataclass(frozen=True)
class ShownBalance:
    """The modules over the terms; without ``terms`` it could not be done. ``least`` is what no way can be under."""

    terms: list[ShownTerm]
    status: str
    heaviest: Decimal
    least: Decimal | None

    @property
    def is_proven(self) -> bool:
        """Whether no way has a lighter heaviest term."""
        return bool(self.terms) and self.least is not None and self.least >= self.heaviest


def shown_balance(planning: Planning, terms: BalanceTerms) -> ShownBalance:
    """What came of a planning: three queries."""
    result = result_in(planning.result)
    if result.plan is None:
        return ShownBalance([], result.status.value, Decimal(0), None)
    words = words_for((), also={step.module for step in result.plan.steps})
    heaviest = result.plan.figures.heaviest or Decimal(0)
    count = max(terms.terms, *(step.begins + 1 for step in result.plan.steps), 1)
    shown = [ShownTerm(number + 1, _in_term(number, result, terms, words)) for number in range(count)]
    least = heaviest if result.status is Status.BEST else result.bound.heaviest
    return ShownBalance(shown, result.status.value, heaviest, least)


def _in_term(number: int, result: Result, terms: BalanceTerms, words: Words) -> list[Placed]:
    pinned = {pin.module for pin in terms.pins}
    return [
        Placed(
            step.module, words.module(step.module), step.ects, step.module in pinned, step.module not in terms.modules
        )
        for step in (result.plan.steps if result.plan else ())
        if step.begins == number
    ]
