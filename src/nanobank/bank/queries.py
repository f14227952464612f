"""A person's own reading of all that lies below: balance, items with one next step each, exams, credentials, story.

The number of queries does not grow with the rows.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Case, Func, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.bank.addresses import Addresses, addresses
from nanobank.bank.models import Mentorship
from nanobank.catalogue.lines import OF_VERSION, ModuleLine
from nanobank.catalogue.models import Module, ModuleVersion
from nanobank.common.bilingual import in_english, said
from nanobank.common.prepared import prepared
from nanobank.common.templatetags.nanobank import points
from nanobank.credentials.lines import CredentialLine, credentials_held
from nanobank.exams.models import RegistrationState
from nanobank.exams.readiness import Readiness, readiness_of
from nanobank.ledger.models import Entry, Kind
from nanobank.ledger.queries import ACCOUNTS, Balance, position_of
from nanobank.study.models import Enrolment, Step, StepProgress
from nanobank.study.queries import completed_versions


class State(StrEnum):
    """Where one module is in the bank."""

    PLANNED = "planned"
    UNDER_WAY = "under_way"
    COMPLETED = "completed"
    HELD = "held"


@dataclass(frozen=True)
class NextStep:
    """The one thing to do next. ``by_post`` when it changes something at once; without ``url`` one waits."""

    words: str
    url: str = ""
    by_post: bool = False


@dataclass(frozen=True)
class Item:
    """One module in the bank, with its page. ``done`` of ``total`` steps when it is under way.

    ``unplan_url`` is where one that is only planned is taken out.
    """

    slug: str
    title: str
    provider: str
    ects: Decimal
    state: State
    done: int
    total: int
    next_step: NextStep | None
    url: str
    unplan_url: str = ""
    newer: bool = False
    outside: str = ""
    """What was learnt elsewhere and counts as the module."""

    @property
    def percent(self) -> int:
        """Steps done in a hundred, rounded down."""
        return 100 * self.done // self.total if self.total else 0

    @property
    def steps(self) -> str:
        """How far, in words."""
        return _("%(done)d of %(total)d steps") % {"done": self.done, "total": self.total}

    @property
    def newer_words(self) -> str:
        """Says that a newer version than the learner's has been published."""
        return _("a newer version exists; you stay on yours")

    @property
    def button(self) -> str:
        """What is under way calls loudest."""
        return "button-primary" if self.state is State.UNDER_WAY else "button-secondary"


@dataclass(frozen=True)
class Goal:
    """A micro-credential that the person works towards: how far, what is outstanding in words, and what is next."""

    readiness: Readiness
    outstanding: list[str]
    state: str
    next_step: NextStep
    url: str


class Outside(NamedTuple):
    """Something learnt elsewhere that counts as ECTS by themselves, not as a module of ours."""

    title: str
    ects: Decimal


@dataclass(frozen=True)
class Bank:
    """All that the bank's page shows."""

    person: Person
    balance: Balance
    items: list[Item]
    goals: list[Goal]
    credentials: list[CredentialLine]
    outside: list[Outside]
    """ECTS from outside that count by themselves."""

    def _in(self, state: State) -> list[Item]:
        return [item for item in self.items if item.state is state]

    @property
    def under_way(self) -> list[Item]:
        """Modules begun."""
        return self._in(State.UNDER_WAY)

    @property
    def planned(self) -> list[Item]:
        """Modules intended."""
        return self._in(State.PLANNED)

    @property
    def completed(self) -> list[Item]:
        """Modules completed, not yet in a credential."""
        return self._in(State.COMPLETED)

    @property
    def held(self) -> list[Item]:
        """Modules that a credential counts."""
        return self._in(State.HELD)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing yet."""
        return not (self.items or self.goals or self.credentials or self.outside)


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
        goals=[_goal(address, one) for one in readiness if not one.credential],
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
        items.append(
            Item(
                slug=place.slug,
                title=(enrolment.line.title if enrolment else "") or place.title or place.slug,
                provider=place.provider,
                ects=place.position.total,
                state=state,
                done=running.done if running else 0,
                total=running.total if running else 0,
                next_step=_next_step(address, state, place.slug, enrolment, ready.get(module), proofs.get(module)),
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


def _next_step(
    address: Addresses,
    state: State,
    slug: str,
    enrolment: _Taken | None,
    ready: Readiness | None,
    proof: UUID | None,
) -> NextStep | None:
    if state is State.PLANNED:
        return NextStep(_("Start"), address("study_start", slug))
    if state is State.UNDER_WAY and enrolment is not None:
        return NextStep(_("Go on"), address("enrolment", enrolment.uuid))
    if state is State.COMPLETED and ready is not None:
        return _exam_step(address, ready)
    if state is State.HELD and proof is not None:
        return NextStep(_("See the credential"), address("credential", proof))
    return None


def _exam_step(address: Addresses, readiness: Readiness) -> NextStep | None:
    """What is next on the way through an exam."""
    registration = readiness.open_registration
    if registration is None:
        if not readiness.ready:
            return None
        return NextStep(
            _("Put yourself forward for exam"),
            address("exam_register", readiness.micro_credential.slug),
            by_post=True,
        )
    url = address("registration", registration.uuid)
    if registration.state == RegistrationState.REGISTERED:
        by_hand_in = readiness.micro_credential.by_hand_in
        return NextStep(_("Hand in") if by_hand_in else _("Choose a time"), url)
    if registration.state == RegistrationState.BOOKED:
        return NextStep(_("See your exam"), url)
    return NextStep(_("Wait for the assessment"), url)


def _goal(address: Addresses, readiness: Readiness) -> Goal:
    outstanding = [version.title for version in readiness.missing]
    outstanding += [_("%s ECTS of your own choice") % points(group.ects) for group in readiness.missing_groups]
    if readiness.missing_ects and not outstanding:
        outstanding.append(_("%s ECTS more") % points(readiness.missing_ects))
    return Goal(
        readiness,
        outstanding,
        _goal_state(readiness),
        _exam_step(address, readiness) or _see(address, readiness),
        address("micro_credential", readiness.micro_credential.slug),
    )


def _see(address: Addresses, readiness: Readiness) -> NextStep:
    return NextStep(_("See what is needed"), address("micro_credential", readiness.micro_credential.slug))


def _goal_state(readiness: Readiness) -> str:
    if readiness.passed:
        return _("passed")
    registration = readiness.open_registration
    if registration is not None:
        return registration.get_state_display()
    if readiness.ready:
        return _("ready for exam")
    return _("in progress") if readiness.completed else _("planned")


@dataclass(frozen=True)
class Actions:
    """What a person can do with a module on its page; ``state`` is None when it is not in their bank."""

    module: Module
    version: ModuleVersion | None
    state: State | None
    enrolment: Enrolment | None


def actions_for(person: Person, module: Module) -> Actions:
    """Where a module stands for a person: two queries at most."""
    position = position_of(person, module.pk)
    state = _state(position) if position.total else None
    enrolment = None
    if state not in {None, State.PLANNED}:
        enrolment = Enrolment.objects.of(person).staying().filter(version__module=module).first()
    return Actions(module, module.current, state, enrolment)
