"""A person's own reading of all that lies below: balance, items with one next step each, exams, credentials, story.

The number of queries does not grow with the rows.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Case, Func, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value, When

from nanobank.accounts.models import Person
from nanobank.bank.addresses import addresses
from nanobank.bank.models import Mentorship
from nanobank.bank.next_steps import goal, next_step
from nanobank.bank.shown import Actions, Bank, Item, Outside, State
from nanobank.catalogue.lines import OF_VERSION, ModuleLine
from nanobank.catalogue.models import Module
from nanobank.common.bilingual import in_english, said
from nanobank.common.prepared import prepared
from nanobank.credentials.lines import credentials_held
from nanobank.exams.readiness import Readiness, readiness_of
from nanobank.ledger.models import Entry, Kind
from nanobank.ledger.queries import ACCOUNTS, Balance, position_of
from nanobank.study.models import Enrolment, Step, StepProgress
from nanobank.study.queries import completed_versions


def bank_of(person: Person) -> Bank:
    """The whole bank of one person."""
    places, outside = _places(person)
    amounts = [_amounts(place.position) for place in places.values()]
    amounts += [_amounts(Balance(completed=one.ects)) for one in outside]
    balance = Balance(*(sum(account, Decimal(0)) for account in zip(*amounts, strict=True)))
    taken = _taken(person)
    completed = _completed(taken)
    if any(place.is_outside for place in places.values()):
        completed = completed_versions(person)
    credentials = credentials_held(person)
    readiness = readiness_of(person, modules=list(places), completed=completed, credentials=credentials)
    address = addresses()
    return Bank(
        person=person,
        balance=balance,
        items=_items(places, {one.line.module: one for one in taken}, readiness, completed),
        goals=[goal(address, one) for one in readiness if not one.credential],
        credentials=credentials,
        outside=outside,
    )


@dataclass(frozen=True)
class Mentorships:
    """Who looks along in a person's bank, and in whose banks the person looks along."""

    mentors: list[Mentorship]
    mentees: list[Mentorship]


@prepared
def _mentorships(person: Any, now: Any) -> QuerySet[Mentorship]:
    of_either = Mentorship.objects.at(now).filter(Q(learner=person) | Q(mentor=person))
    return of_either.select_related("learner", "mentor").order_by("kind", "since")


def mentorships_of(person: Person, now: datetime) -> Mentorships:
    """The mentorships in force, either way: one query."""
    found = _mentorships(person=person, now=now)
    return Mentorships(
        mentors=[one for one in found if one.learner_id == person.pk],
        mentees=[one for one in found if one.mentor_id == person.pk],
    )


def _amounts(balance: Balance) -> tuple[Decimal, ...]:
    return (balance.planned, balance.under_way, balance.completed, balance.held)


class _Place(NamedTuple):
    """A module, with where it stands in the person's ledger."""

    slug: str
    provider: str
    title: str
    number: int
    position: Balance
    is_outside: bool


class _Taken(NamedTuple):
    """An enrolment that the person has not left: ``done`` of ``total`` steps."""

    uuid: UUID
    number: int
    completed_at: datetime | None
    done: int
    total: int
    line: ModuleLine


def _items(
    places: dict[int, _Place],
    taken: dict[int, _Taken],
    readiness: Iterable[Readiness],
    completed: Mapping[int, ModuleLine],
) -> list[Item]:
    ready = {line.module: one for one in readiness if one.rule_is_met and not one.passed for line in one.completed}
    proofs = {line.module: one.credential for one in readiness if one.credential for line in one.completed}
    items = []
    address = addresses()
    for module, place in places.items():
        enrolment = taken.get(module)
        state = _state(place.position)
        running = enrolment if enrolment and not enrolment.completed_at else None
        begun = enrolment.uuid if enrolment else None
        items.append(
            Item(
                slug=place.slug,
                title=(enrolment.line.title if enrolment else "") or place.title or place.slug,
                provider=place.provider,
                ects=place.position.total,
                state=state,
                done=running.done if running else 0,
                total=running.total if running else 0,
                next_step=next_step(address, state, place.slug, begun, ready.get(module), proofs.get(module)),
                url=address("module", place.slug),
                unplan_url=address("bank_unplan", place.slug) if state is State.PLANNED else "",
                newer=state is State.UNDER_WAY and enrolment is not None and place.number > enrolment.number,
                outside=completed[module].outside if place.is_outside and module in completed else "",
            )
        )
    return sorted(items, key=lambda item: (item.title.casefold(), item.slug))


@prepared
def _entered(person: Any) -> QuerySet[Entry, tuple[Any, ...]]:
    module = "version__module"
    names = (
        *(f"{module}_id", f"{module}__slug", f"{module}__provider__name_da", f"{module}__provider__name_en"),
        *(f"{module}__current__{name}" for name in ("title_da", "title_en", "number")),
    )
    alone = Case(When(version__isnull=True, then="outside"), default=Value(""))
    about = Q(version__isnull=False) | Q(micro_credential__isnull=True)
    rows = Entry.objects.filter(about, person=person).annotate(alone=alone).values(*names, "alone")
    summed = rows.annotate(
        **{f"sum_{name}": Sum(name) for name in ACCOUNTS},
        from_outside=Sum(Case(*(When(kind=kind, then=Value(way)) for kind, way in _FROM_OUTSIDE), default=Value(0))),
    )
    amounts = (f"sum_{name}" for name in ACCOUNTS)
    found: QuerySet[Entry, tuple[Any, ...]] = summed.values_list(*names, "alone", "from_outside", *amounts)
    return found


_FROM_OUTSIDE = ((Kind.COUNTED, 1), (Kind.UNCOUNTED, -1))


def _places(person: Person) -> tuple[dict[int, _Place], list[Outside]]:
    """The modules that the bank holds something of, by ``Module.id``, and what counts by itself: one query."""
    english = in_english()
    places, alone = {}, []
    for module, slug, name_da, name_en, title_da, title_en, number, outside, times, *amounts in _entered(person=person):
        position = Balance(*amounts)
        if not position.total:
            continue
        if module is None:
            alone.append(Outside(outside, position.total))
        else:
            provider, title = said(name_da, name_en, english=english), said(title_da, title_en, english=english)
            places[module] = _Place(slug, provider, title, number or 0, position, is_outside=times > 0)
    return places, sorted(alone)


@prepared
def _staying(person: Any) -> QuerySet[Enrolment, tuple[Any, ...]]:
    done = StepProgress.objects.filter(enrolment=OuterRef("pk"), completed_at__isnull=False)
    steps = Step.objects.filter(version=OuterRef("version"))
    found = Enrolment.objects.filter(person=person).staying().order_by("started_at", "pk")
    counted = found.annotate(done=_count(done), total=_count(steps))
    line = ("version__module_id", "version__module__slug", *(f"version__{name}" for name in OF_VERSION))
    return counted.values_list("uuid", "version__number", "completed_at", "done", "total", *line)


def _count(rows: QuerySet[Any]) -> Subquery:
    """How many they are, as a number in the query around them."""
    counted = rows.order_by().annotate(n=Func(template="COUNT(*)", output_field=IntegerField()))
    return Subquery(counted.values("n"))


def _taken(person: Person) -> list[_Taken]:
    """What the person is enrolled in, the latest last: one query."""
    return [
        _Taken(uuid, number, completed_at, done, total, ModuleLine(*line))
        for uuid, number, completed_at, done, total, *line in _staying(person=person)
    ]


def _completed(taken: Iterable[_Taken]) -> dict[int, ModuleLine]:
    """The version of each module that was completed last, by ``Module.id``."""
    ended = sorted((one.completed_at, one.number, one.line) for one in taken if one.completed_at)
    return {line.module: line for _at, _number, line in ended}


def _state(position: Balance) -> State:
    if position.held:
        return State.HELD
    if position.completed:
        return State.COMPLETED
    return State.UNDER_WAY if position.under_way else State.PLANNED


def actions_for(person: Person, module: Module) -> Actions:
    """Where a module stands for a person: two queries at most."""
    position = position_of(person, module.pk)
    state = _state(position) if position.total else None
    enrolment = None
    if state not in {None, State.PLANNED}:
        enrolment = Enrolment.objects.of(person).staying().filter(version__module=module).first()
    return Actions(module, module.current, state, enrolment)
