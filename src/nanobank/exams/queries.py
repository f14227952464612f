"""What the pages, the API and the room above ask about exams."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from nanobank.accounts.models import Person
from nanobank.catalogue.models import ElectiveGroup, MicroCredential, Module, ModuleVersion, State
from nanobank.common.errors import NotYours
from nanobank.common.prepared import among, keep_related, prepared
from nanobank.credentials.models import Credential
from nanobank.exams import bridge
from nanobank.exams.models import Assessment, Dispensation, Examiner, Registration, RegistrationState, Result, Slot
from nanobank.ledger.queries import Balance, positions_of
from nanobank.study.queries import completed_versions

_Required: Any = MicroCredential.required.through
_Elective: Any = ElectiveGroup.modules.through
_LONG = [
    f"{name}_{language}"
    for name in ("description", "identity_check", "exam_guidance", "quality_assurance", "prerequisites")
    for language in ("da", "en")
]
_LONG_OF_PROVIDER = ("description_da", "description_en", "quality_da", "quality_en")
_LONG_OF_VERSION = ("module__current__description", "module__current__learning_outcomes")
"""Texts that a reading of many micro-credentials does without."""


@dataclass(frozen=True)
class MissingGroup:
    """An elective group that is short of ``ects`` at ``min_level`` or above, and what may be chosen to fill it."""

    ects: Decimal
    min_level: int
    choices: list[ModuleVersion]


@dataclass(frozen=True)
class Readiness:
    """Where one person stands with one micro-credential."""

    micro_credential: MicroCredential
    completed: list[ModuleVersion]
    missing: list[ModuleVersion]
    missing_groups: list[MissingGroup]
    missing_ects: Decimal
    open_registration: Registration | None
    passed: bool
    credential: Credential | None
    attempts_used: int
    attempts_left: int

    @property
    def rule_is_met(self) -> bool:
        """Whether everything that the exam asks for has been completed."""
        return not (self.missing or self.missing_groups or self.missing_ects)

    @property
    def ready(self) -> bool:
        """Whether the person can put themselves forward this minute."""
        return self.rule_is_met and self.attempts_left > 0 and not self.passed and self.open_registration is None

    @property
    def ects_completed(self) -> Decimal:
        """ECTS of the completed modules that count."""
        return sum((version.ects for version in self.completed), Decimal(0))

    @property
    def percent(self) -> int:
        """How much of the micro-credential's ECTS is completed, 0 to 100."""
        return min(100, int(100 * self.ects_completed / self.micro_credential.ects))


def readiness_of(person: Person, positions: Mapping[int, Balance] | None = None) -> list[Readiness]:
    """Every published micro-credential that the person has begun on, planned modules of or been registered for.

    Ready ones first, then by how much is completed. The number of queries does not grow with the rows; ``positions``
    spares one where they are known.
    """
    positions = positions_of(person) if positions is None else positions
    modules = [pk for pk, at in positions.items() if at.total]
    readiness = _readiness(person, _concerning(person=person, modules=modules))
    return sorted(
        readiness,
        key=lambda one: (not one.ready, one.passed, -one.percent, one.micro_credential.title, one.micro_credential.pk),
    )


def readiness_for(person: Person, micro_credential: MicroCredential) -> Readiness:
    """Where the person stands with this one, published or not."""
    return _readiness(person, _with_ids(micro_credentials=[micro_credential]))[0]


@prepared
def _concerning(person: Any, modules: Any) -> QuerySet[MicroCredential]:
    concerned = _Required.objects.filter(module__in=among(modules)).values("microcredential")
    concerned = concerned.union(  # three conditions with OR between them would be tried on every row there is
        _Elective.objects.filter(module__in=among(modules)).values("electivegroup__micro_credential"),
        Registration.objects.filter(person=person).values("micro_credential"),
    )
    found = MicroCredential.objects.filter(pk__in=concerned, state=State.PUBLISHED).select_related("provider")
    return found.defer(*_LONG, "learning_outcomes", *(f"provider__{name}" for name in _LONG_OF_PROVIDER))


@prepared
def _with_ids(micro_credentials: Any) -> QuerySet[MicroCredential]:
    return MicroCredential.objects.filter(pk__in=among(micro_credentials)).select_related("provider")


@prepared
def _required_by(micro_credentials: Any) -> QuerySet[Any]:
    rows: QuerySet[Any] = _Required.objects.filter(microcredential__in=among(micro_credentials))
    return rows.select_related("module__current").defer(*_LONG_OF_VERSION)


@prepared
def _groups_of(micro_credentials: Any) -> QuerySet[ElectiveGroup]:
    return ElectiveGroup.objects.filter(micro_credential__in=among(micro_credentials))


@prepared
def _elective_in(micro_credentials: Any) -> QuerySet[Any]:
    rows: QuerySet[Any] = _Elective.objects.filter(electivegroup__micro_credential__in=among(micro_credentials))
    return rows.select_related("module__current").defer(*_LONG_OF_VERSION)


@prepared
def _standing(person: Any) -> QuerySet[Result]:
    return Result.objects.standing().filter(registration__person=person)


@prepared
def _registrations(person: Any) -> QuerySet[Registration]:
    return Registration.objects.filter(person=person).select_related("slot").order_by("registered_at", "id")


@prepared
def _dispensations(person: Any) -> QuerySet[Dispensation]:
    return Dispensation.objects.filter(person=person)


@prepared
def _held(person: Any) -> QuerySet[Credential]:
    return Credential.objects.filter(person=person, revoked_at__isnull=True).defer("document")


def _keep_rules(micro_credentials: list[MicroCredential]) -> None:
    """Give each its required modules and elective groups: three queries."""
    required: dict[int, list[Module]] = defaultdict(list)
    for row in _required_by(micro_credentials=micro_credentials):
        required[row.microcredential_id].append(row.module)
    electives: dict[int, list[Module]] = defaultdict(list)
    for row in _elective_in(micro_credentials=micro_credentials):
        electives[row.electivegroup_id].append(row.module)
    groups: dict[int, list[ElectiveGroup]] = defaultdict(list)
    for group in _groups_of(micro_credentials=micro_credentials):
        keep_related(group, "modules", electives[group.pk], Module)
        groups[group.micro_credential_id].append(group)
    for one in micro_credentials:
        keep_related(one, "required", required[one.pk], Module)
        keep_related(one, "elective_groups", groups[one.pk], ElectiveGroup)


def _readiness(person: Person, micro_credentials: list[MicroCredential]) -> list[Readiness]:
    _keep_rules(micro_credentials)
    completed = completed_versions(person)
    standing = {result.registration_id: result for result in _standing(person=person)}
    registrations: dict[int, list[Registration]] = defaultdict(list)
    for registration in _registrations(person=person):
        registrations[registration.micro_credential_id].append(registration)
    dispensations: dict[int, list[Dispensation]] = defaultdict(list)
    for dispensation in _dispensations(person=person):
        dispensations[dispensation.micro_credential_id].append(dispensation)
    credentials = {credential.micro_credential_id: credential for credential in _held(person=person)}
    return [
        _stand(
            one,
            completed,
            [(registration, standing.get(registration.pk)) for registration in registrations[one.pk]],
            dispensations[one.pk],
            credentials.get(one.pk),
        )
        for one in micro_credentials
    ]


def _stand(
    micro_credential: MicroCredential,
    completed: Mapping[int, ModuleVersion],
    history: list[tuple[Registration, Result | None]],
    dispensations: Iterable[Dispensation],
    credential: Credential | None,
) -> Readiness:
    result = bridge.outstanding(micro_credential, completed)
    modules = {module.pk: module for module in micro_credential.required.all()}
    groups = sorted(micro_credential.elective_groups.all(), key=lambda group: group.pk)
    for group in groups:
        modules.update({module.pk: module for module in group.modules.all()})

    def current(keys: Iterable[int]) -> list[ModuleVersion]:
        found = [modules[key].current for key in keys]
        return sorted((version for version in found if version is not None), key=lambda version: version.title)

    used, left = bridge.attempts(history, dispensations)
    return Readiness(
        micro_credential=micro_credential,
        completed=[completed[one.module] for one in result.counted],
        missing=current(result.modules),
        missing_groups=[
            MissingGroup(
                short.ects,
                groups[short.index].min_level,
                [one for one in current(short.modules) if one.level >= groups[short.index].min_level],
            )
            for short in result.groups
        ],
        missing_ects=result.ects,
        open_registration=next((one for one, _ in history if one.closed_at is None), None),
        passed=credential is not None
        or any(stands is not None and bridge.is_passed(stands.grade) for _, stands in history),
        credential=credential,
        attempts_used=used,
        attempts_left=left,
    )


def with_all() -> QuerySet[Registration]:
    """Registrations with everything that a page says about one: one query, and one for all their results."""
    return Registration.objects.select_related(
        "person", "micro_credential__provider", "slot__examiner"
    ).prefetch_related(Prefetch("results", Result.objects.select_related("corrected_by", "by")))


def registration_of(uuid: UUID) -> Registration:
    """The registration, with what its pages need. Raises NotYours when there is none; who may see it is asked apart."""
    try:
        return with_all().get(uuid=uuid)
    except Registration.DoesNotExist:
        raise NotYours("") from None


def registrations_of(person: Person) -> QuerySet[Registration]:
    """A learner's registrations, the latest first."""
    return with_all().filter(person=person).order_by("-registered_at", "-id")


def last_credential(registration: Registration) -> Credential | None:
    """The latest credential that the learner was awarded for this exam, revoked or not."""
    awarded = Credential.objects.held_by(registration.person).filter(micro_credential=registration.micro_credential)
    return awarded.defer("document").order_by("-awarded_at", "-pk").first()


@dataclass(frozen=True)
class Day:
    """The slots of one day, in Danish time."""

    date: date
    slots: list[Slot]


def free_slots(micro_credential: MicroCredential, person: Person, now: datetime) -> QuerySet[Slot]:
    """Slots to come that the person could book, the soonest first."""
    slots = Slot.objects.free(now).filter(micro_credential=micro_credential).exclude(examiner=person)
    return slots.select_related("examiner", "micro_credential").order_by("starts_at", "id")


def by_day(slots: Iterable[Slot]) -> list[Day]:
    """The slots, already in order of time, gathered under their days."""
    return [Day(day, list(found)) for day, found in groupby(slots, key=lambda slot: timezone.localdate(slot.starts_at))]


@dataclass(frozen=True)
class Waiting:
    """A registration that waits for an examiner: in which role, and since when."""

    registration: Registration
    role: Assessment.Role
    since: datetime
    must_confer: bool

    def days(self, now: datetime) -> int:
        """Whole days that the learner has waited."""
        return (now - self.since).days


def role_of(registration: Registration, examiner: Person) -> Assessment.Role | None:
    """In which role the examiner may assess it: the one they had, else the one that is free; None when none is."""
    given = {assessment.role: assessment.examiner_id for assessment in registration.assessments.all()}
    for role, examiner_id in given.items():
        if examiner_id == examiner.pk:
            return Assessment.Role(role)
    slot = registration.slot
    first = slot.examiner_id == examiner.pk if slot is not None else Assessment.Role.FIRST not in given
    if first:
        return Assessment.Role.FIRST
    free = registration.micro_credential.second_examiner and Assessment.Role.SECOND not in given
    return Assessment.Role.SECOND if free else None


def queue_of(examiner: Person, now: datetime) -> list[Waiting]:
    """What waits for this examiner, the oldest first: a constant number of queries.

    Both examiners see again what they have assessed differently, since they confer and assess anew.
    """
    assigned = Examiner.objects.filter(person=examiner).values("micro_credential_id")
    waiting = (
        Registration.objects.open()
        .filter(micro_credential__in=assigned)
        .exclude(person=examiner)
        .filter(
            Q(state__in=[RegistrationState.HANDED_IN, RegistrationState.ASSESSING, RegistrationState.ASSESSED])
            | Q(state=RegistrationState.BOOKED, slot__starts_at__lte=now)
        )
        .select_related("person", "micro_credential", "slot")
        .prefetch_related("assessments")
        .order_by(Coalesce("slot__starts_at", "handed_in_at"), "id")
    )
    found = []
    for registration in waiting:
        role = role_of(registration, examiner)
        given = list(registration.assessments.all())
        done = any(assessment.examiner_id == examiner.pk for assessment in given)
        differ = len({assessment.grade for assessment in given}) > 1
        if role is not None and (not done or differ):
            slot, handed_in_at = registration.slot, registration.handed_in_at
            since = slot.starts_at if slot else handed_in_at or registration.registered_at
            found.append(Waiting(registration, role, since, must_confer=differ))
    return found


def slots_of(examiner: Person, now: datetime) -> QuerySet[Slot]:
    """An examiner's slots to come, each with who has booked it, the soonest first."""
    booked = Registration.objects.filter(state=RegistrationState.BOOKED).select_related("person")
    return (
        Slot.objects.standing()
        .filter(examiner=examiner, starts_at__gt=now)
        .select_related("micro_credential")
        .prefetch_related(Prefetch("registrations", booked, to_attr="booked"))
        .order_by("starts_at", "id")
    )
