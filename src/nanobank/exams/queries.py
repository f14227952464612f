"""What the pages, the API and the room above ask about exams."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from nanobank.accounts.models import Person
from nanobank.catalogue.models import MicroCredential, ModuleVersion
from nanobank.common.errors import NotYours
from nanobank.credentials.models import Credential
from nanobank.exams.models import Admission, Assessment, Examiner, Registration, RegistrationState, Result, Slot
from nanobank.ledger.queries import counted_from_outside


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


def built_on(registration: Registration) -> list[tuple[ModuleVersion, str]]:
    """The modules that an exam builds on, each with what was learnt elsewhere and counts as it, if anything."""
    outside = counted_from_outside(registration.person)
    admissions = Admission.objects.filter(person=registration.person, micro_credential=registration.micro_credential)
    for admission in admissions.standing().prefetch_related("versions"):
        outside = {**dict.fromkeys((one.module_id for one in admission.versions.all()), admission.outside), **outside}
    return [(one, outside.get(one.module_id, "")) for one in registration.versions.select_related("module")]


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
