"""What an exam office reads: its numbers, the registrations in the order they call for, and who examines what."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from nanobank.accounts.models import Person
from nanobank.catalogue.models import MicroCredential
from nanobank.exams import bridge
from nanobank.exams.models import Assessment, Examiner, Registration, RegistrationState, Result, Slot
from nanobank.exams.queries import with_all

READY, WAITING, REST = 0, 1, 2
"""What a registration calls for: to be published, an examiner, or nothing of the office."""


@dataclass(frozen=True)
class Office:
    """The numbers of an exam office: registrations by state, and how those with a result fared."""

    by_state: dict[RegistrationState, int]
    passed: int
    not_passed: int
    to_examine: int
    ready: int

    @property
    def results(self) -> int:
        """How many have a result."""
        return self.passed + self.not_passed

    @property
    def passed_percent(self) -> int | None:
        """The share that passed; None before the first result."""
        return round(100 * self.passed / self.results) if self.results else None

    @property
    def waiting(self) -> int:
        """How many wait for an examiner: handed in, assessed by one of two, or by two who differ."""
        states = (RegistrationState.HANDED_IN, RegistrationState.ASSESSING, RegistrationState.ASSESSED)
        return sum(self.by_state.get(one, 0) for one in states) - self.ready


def _differ() -> Exists:
    """Whether the two examiners have given different grades."""
    given = Assessment.objects.filter(registration=OuterRef("pk"))
    return Exists(given.filter(registration__assessments__grade__gt=F("grade")))


def office_registrations(
    providers: Collection[int], now: datetime, state: RegistrationState | None = None
) -> QuerySet[Registration]:
    """The registrations for these providers' exams, of one state (the oldest first) or all.

    All: what is ready to be published, then what waits for an examiner, the longest waiting first, then the rest, the
    latest first. Each has ``calls_for``: READY, WAITING or REST.
    """
    begun = Q(state=RegistrationState.BOOKED, slot__starts_at__lte=now)
    with_examiners = [RegistrationState.HANDED_IN, RegistrationState.ASSESSING, RegistrationState.ASSESSED]
    calls_for = Case(
        When(Q(state=RegistrationState.ASSESSED) & ~_differ(), then=Value(READY)),
        When(begun | Q(state__in=with_examiners), then=Value(WAITING)),
        default=Value(REST),
    )
    found: QuerySet[Any] = with_all().filter(micro_credential__provider__in=providers).annotate(calls_for=calls_for)
    if state is not None:
        return found.filter(state=state).order_by("registered_at", "id")
    since = Case(When(calls_for__lt=REST, then=Coalesce("slot__starts_at", "handed_in_at", "registered_at")))
    return found.order_by("calls_for", since.asc(nulls_last=True), "-registered_at", "-id")


def office_of(providers: Collection[int], now: datetime) -> Office:
    """The numbers of these providers' exams: four queries."""
    registrations = Registration.objects.filter(micro_credential__provider__in=providers)
    counted = registrations.values_list("state").annotate(number=Count("id")).order_by()
    results = Result.objects.standing().filter(registration__micro_credential__provider__in=providers)
    grades = list(results.values_list("grade").annotate(number=Count("id")).order_by())
    passed = sum(number for grade, number in grades if bridge.is_passed(grade))
    return Office(
        by_state={RegistrationState(state): number for state, number in counted},
        passed=passed,
        not_passed=sum(number for _, number in grades) - passed,
        to_examine=registrations.filter(state=RegistrationState.BOOKED, slot__starts_at__lt=now).count(),
        ready=registrations.filter(~_differ(), state=RegistrationState.ASSESSED).count(),
    )


def examined_by(providers: Collection[int]) -> QuerySet[MicroCredential]:
    """These providers' micro-credentials by title, each with its ``examiners`` by name: two queries."""
    examiners = Examiner.objects.select_related("person").order_by("person__given_name", "person__family_name", "pk")
    found = MicroCredential.objects.filter(provider__in=providers).select_related("provider")
    return found.prefetch_related(Prefetch("examiners", examiners)).order_by("title_da", "pk")


def others_who_examine(slot: Slot) -> QuerySet[Person]:
    """Whom the slot could be handed over to: the other examiners of its exam, by name."""
    examiners = Person.objects.filter(examines__micro_credential=slot.micro_credential_id, is_active=True)
    return examiners.exclude(pk=slot.examiner_id).order_by("given_name", "family_name", "pk")
