"""A cohort's demand and load in the API: all that their pages can do."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import Field

from nanobank.accounts.http import TokenRequest
from nanobank.common.clock import now
from nanobank.common.schemas import Limit, Offset, Problem
from nanobank.pathways import services as pathways
from nanobank.pathways.cohorts import queries, services
from nanobank.pathways.cohorts.demand import ClassAhead, Count, ModuleAhead, demand_of
from nanobank.pathways.cohorts.permissions import led_by
from nanobank.pathways.cohorts.terms import BalanceTerms
from nanobank.pathways.models import Balance

router = Router()
_REFUSALS = {404: Problem, 422: Problem}


class CountOut(Schema):
    """How many people; ``count`` is None for one to four, which are not told apart."""

    count: int | None = Field(examples=[12])


class ClassAheadOut(Schema):
    """A class to come."""

    offering: UUID
    starts_on: date | None
    seats: int | None = Field(examples=[24])
    taken: int = Field(examples=[9])
    planned: CountOut
    outlook: str = Field(description="full, empty, fits, or nothing without a limit of seats", examples=["fits"])


class ModuleAheadOut(Schema):
    """A module in demand."""

    module: str = Field(examples=["sydvest-datajournalistik"])
    title: str = Field(examples=["Datajournalistik"])
    quarters: list[CountOut] = Field(description="Who begin in each of the quarters")
    some_day: CountOut = Field(description="Who have it planned in their bank without a day")
    classes: list[ClassAheadOut]
    lacks_a_class: bool


class DemandOut(Schema):
    """What will be in demand at an institution; ``quarters`` are their first days."""

    quarters: list[date]
    modules: list[ModuleAheadOut]


@router.get("/organisations/{slug}/demand", response={200: DemandOut, 404: Problem}, summary="What will be in demand")
def demand(request: TokenRequest, slug: str) -> DemandOut:
    """How many mean to begin what when, against the classes there are. Fewer than five are not told apart."""
    institution = queries.institution_for(request.auth, slug, now=now())
    found = demand_of(institution, timezone.localdate(now()))
    return DemandOut(quarters=found.quarters, modules=[_module(one) for one in found.modules])


def _module(one: ModuleAhead) -> ModuleAheadOut:
    return ModuleAheadOut(
        module=one.version.module.slug,
        title=one.version.title,
        quarters=[_count(count) for count in one.quarters],
        some_day=_count(one.some_day),
        classes=[_class(each) for each in one.classes],
        lacks_a_class=one.lacks_a_class,
    )


def _count(count: Count) -> CountOut:
    return CountOut(count=count.told)


def _class(one: ClassAhead) -> ClassAheadOut:
    return ClassAheadOut(
        offering=one.offering.uuid,
        starts_on=one.offering.starts_on,
        seats=one.offering.seats,
        taken=one.offering.seats_taken,
        planned=_count(one.planned),
        outlook=one.outlook,
    )


class BalanceIn(Schema):
    """Modules to lay over terms."""

    organisation: str = Field(description="The institution's slug", examples=["sydvest"])
    title: str = Field(default="", max_length=120, examples=["Fagpakken over fire semestre"])
    terms: BalanceTerms


class BalanceChangeIn(Schema):
    """All of it said anew."""

    title: str = Field(default="", max_length=120, examples=["Fagpakken over fire semestre"])
    terms: BalanceTerms


class PlaceIn(Schema):
    """Where one module is to lie; None lets it go free again."""

    module: str = Field(max_length=120, examples=["sydvest-datajournalistik"])
    term: int | None = Field(default=None, ge=1, le=24, examples=[2])


class InTermOut(Schema):
    """A term and its modules."""

    term: int = Field(examples=[1])
    ects: Decimal = Field(examples=["7.5"])
    modules: list[str] = Field(examples=[["sydvest-datajournalistik"]])


class BalanceLineOut(Schema):
    """One in a list."""

    uuid: UUID
    title: str = Field(examples=["Fagpakken over fire semestre"])
    organisation: str = Field(examples=["sydvest"])
    changed_at: datetime


class BalancesOut(Schema):
    """One page of them."""

    count: int = Field(examples=[1])
    items: list[BalanceLineOut]


class CohortBalanceOut(BalanceLineOut):
    """What was said and what came of it. To look is to say that one waits: look every second until it is done."""

    terms: BalanceTerms
    state: str = Field(description="Of the last asking: waiting, running, done, stopped or failed", examples=["done"])
    is_proven: bool = Field(description="Whether no way has a lighter heaviest term")
    heaviest: Decimal | None = Field(description="ECTS; None when it cannot be done", examples=["7.5"])
    least: Decimal | None = Field(description="No way can be under this", examples=["7.5"])
    laid: list[InTermOut]


@router.get("/balances", response=BalancesOut, summary="Modules laid over terms")
def balances(request: TokenRequest, limit: Limit = 50, offset: Offset = 0) -> BalancesOut:
    """Those of the institutions whose programmes I lead."""
    found = queries.balances_of(led_by(request.auth, now()))
    return BalancesOut(count=found.count(), items=[_line(one) for one in found[offset : offset + limit]])


def _line(one: Balance) -> BalanceLineOut:
    return BalanceLineOut(uuid=one.uuid, title=one.title, organisation=one.organisation.slug, changed_at=one.changed_at)


@router.post("/balances", response={201: CohortBalanceOut, **_REFUSALS}, summary="Lay modules over terms")
def begin(request: TokenRequest, given: BalanceIn) -> Status[CohortBalanceOut]:
    """Which modules, over how many terms. The planner is asked at once."""
    institution = queries.institution_for(request.auth, given.organisation, now=now())
    made = services.begin_balance(
        organisation=institution, title=given.title, terms=given.terms, by=request.auth, now=now()
    )
    return Status(201, _shown(made))


def _shown(balance: Balance) -> CohortBalanceOut:
    terms = queries.said(balance)
    latest, answered = queries.latest_planning(balance), queries.answered_planning(balance)
    shown = queries.shown_balance(answered, terms) if answered else None
    laid = shown.terms if shown else []
    return CohortBalanceOut(
        **_line(balance).dict(),
        terms=terms,
        state=latest.state if latest else "",
        is_proven=bool(shown and shown.is_proven),
        heaviest=shown.heaviest if shown and laid else None,
        least=shown.least if shown else None,
        laid=[InTermOut(term=one.number, ects=one.ects, modules=[each.slug for each in one.modules]) for one in laid],
    )


@router.get("/balances/{uuid}", response={200: CohortBalanceOut, 404: Problem}, summary="How it was laid")
def balance(request: TokenRequest, uuid: UUID) -> CohortBalanceOut:
    """The modules term by term, and whether any way is lighter."""
    found = queries.balance_for(request.auth, uuid, now=now())
    latest = queries.latest_planning(found)
    if latest is not None:
        pathways.seen(planning=latest, now=now())
    return _shown(found)


@router.put("/balances/{uuid}", response={200: CohortBalanceOut, **_REFUSALS}, summary="Say it anew")
def change(request: TokenRequest, uuid: UUID, given: BalanceChangeIn) -> CohortBalanceOut:
    """Other modules, terms or pins; it is laid again."""
    found = queries.balance_for(request.auth, uuid, now=now())
    services.change_balance(balance=found, title=given.title, terms=given.terms, by=request.auth, now=now())
    return _shown(found)


@router.post("/balances/{uuid}/place", response={200: CohortBalanceOut, **_REFUSALS}, summary="Move a module")
def place(request: TokenRequest, uuid: UUID, given: PlaceIn) -> CohortBalanceOut:
    """Have it in one term; the rest is laid anew around it."""
    found = queries.balance_for(request.auth, uuid, now=now())
    services.place(balance=found, module=given.module, term=given.term, by=request.auth, now=now())
    return _shown(found)


@router.post("/balances/{uuid}/put-away", response={204: None, 404: Problem}, summary="Put it away")
def put_away(request: TokenRequest, uuid: UUID) -> Status[None]:
    """Out of the list."""
    found = queries.balance_for(request.auth, uuid, now=now())
    services.put_away_balance(balance=found, by=request.auth, now=now())
    return Status(204, None)
