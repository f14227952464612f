"""What the demo's people plan, begin and complete: kept in memory and written many rows at a time.

The rows are those that the services leave; one by one those would take half of the time in which the demo is laid.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import F
from django.utils import timezone

from nanobank.accounts.models import Person
from nanobank.catalogue.models import Module, ModuleVersion, Offering
from nanobank.demo.seeding.answers import answer_to
from nanobank.ledger.models import Entry, Kind
from nanobank.study.models import Enrolment, QuizAttempt, Step, StepKind, StepProgress

_Key = tuple[int, int]
"""Person and module."""


@dataclass
class Studying:
    """Who studies what; nothing of it is in the database before ``write``."""

    steps: Mapping[int, list[Step]]
    offerings: Mapping[int, list[Offering]]
    _planned: dict[_Key, Decimal] = field(default_factory=dict)
    _going: dict[_Key, Enrolment] = field(default_factory=dict)
    _begun: list[Enrolment] = field(default_factory=list)
    _entries: list[Entry] = field(default_factory=list)
    _progress: list[StepProgress] = field(default_factory=list)
    _attempts: list[QuizAttempt] = field(default_factory=list)
    _ended: list[Enrolment] = field(default_factory=list)
    _seats: Counter[int] = field(default_factory=Counter)

    def plan(self, person: Person, module: Module, at: datetime) -> None:
        """The module is planned, unless it is in the bank already."""
        key, version = (person.pk, module.pk), _current(module)
        if key not in self._planned and key not in self._going:
            self._planned[key] = version.ects
            self._note(Kind.PLANNED, person, version, at, planned=version.ects)

    def start(self, person: Person, module: Module, at: datetime) -> None:
        """The module is begun, on its rolling class or the one that began last; its first step is done at once."""
        key, version = (person.pk, module.pk), _current(module)
        offering = self._offering(module, at)
        self._seats[offering.pk] += 1
        enrolment = Enrolment(person=person, version=version, offering=offering, started_at=at)
        self._going[key] = enrolment
        self._begun.append(enrolment)
        self._note(
            Kind.STARTED, person, version, at, planned=-self._planned.pop(key, Decimal(0)), under_way=version.ects
        )
        first = self.steps[version.pk][0]
        if first.kind != StepKind.QUIZ:
            self._progress.append(StepProgress(enrolment=enrolment, step=first, opened_at=at, completed_at=at))

    def complete(self, person: Person, module: Module, at: datetime) -> None:
        """Every step is done, every quiz answered right."""
        enrolment = self._going[person.pk, module.pk]
        version = enrolment.version
        for place, step in enumerate(self.steps[version.pk]):
            if step.kind == StepKind.QUIZ:
                answers = {str(question.uuid): answer_to(question) for question in step.questions.all()}
                attempt = QuizAttempt(enrolment=enrolment, step=step, answers=answers, percent=100, passed=True, at=at)
                self._attempts.append(attempt)
            if place or step.kind == StepKind.QUIZ:
                self._progress.append(StepProgress(enrolment=enrolment, step=step, opened_at=at, completed_at=at))
        enrolment.completed_at = at
        self._ended.append(enrolment)
        self._note(Kind.COMPLETED, person, version, at, under_way=-version.ects, completed=version.ects)

    def write(self) -> None:
        """Everything since the last time: at most seven queries, and none when nothing has happened."""
        began = set(map(id, self._begun))
        Enrolment.objects.bulk_create(self._begun)
        earlier = [one for one in self._ended if id(one) not in began]
        if earlier:
            Enrolment.objects.bulk_update(earlier, ["completed_at"])
        Entry.objects.bulk_create(self._entries)
        StepProgress.objects.bulk_create(self._progress)
        QuizAttempt.objects.bulk_create(self._attempts)
        for seats, taken in _by_count(self._seats).items():
            Offering.objects.filter(pk__in=taken).update(seats_taken=F("seats_taken") + seats)
        for written in (self._begun, self._ended, self._entries, self._progress, self._attempts, self._seats):
            written.clear()

    def _offering(self, module: Module, at: datetime) -> Offering:
        tomorrow = timezone.localdate(at) + timedelta(days=1)
        classes = self.offerings[module.pk]
        rolling = [one for one in classes if one.starts_on is None]
        begun = [one for one in classes if one.starts_on is not None and one.starts_on <= tomorrow]
        return rolling[0] if rolling else max(begun, key=lambda one: one.starts_on or tomorrow)

    def _note(self, kind: Kind, person: Person, version: ModuleVersion, at: datetime, **amounts: Decimal) -> None:
        self._entries.append(Entry(kind=kind, person=person, by=person, version=version, at=at, **amounts))


def studying_of(modules: Mapping[str, Module]) -> Studying:
    """With the steps and classes of these modules: three queries."""
    steps: dict[int, list[Step]] = defaultdict(list)
    rows = Step.objects.filter(version__current_of__in=modules.values()).prefetch_related("questions")
    for step in rows.order_by("version", "position"):
        steps[step.version_id].append(step)
    offerings: dict[int, list[Offering]] = defaultdict(list)
    for offering in Offering.objects.filter(module__in=modules.values()).order_by("pk"):
        offerings[offering.module_id].append(offering)
    return Studying(steps, offerings)


def _current(module: Module) -> ModuleVersion:
    if module.current is None:
        raise ValueError(f"{module} is not in the catalogue")
    return module.current


def _by_count(seats: Mapping[int, int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for offering, count in seats.items():
        found.setdefault(count, []).append(offering)
    return found
