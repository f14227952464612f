"""Every change in the register: systems, groups, what they must have learnt, training held, consent and wording."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.ai_register.models import (
    AiSystem,
    Attendance,
    Consent,
    Knowledge,
    PaidModule,
    Part,
    Requirement,
    Risk,
    StaffGroup,
    Training,
    Wording,
)
from nanobank.ai_register.permissions import check_keeps, check_words
from nanobank.catalogue.models import Module
from nanobank.common.errors import Conflict, NotYours, Refused
from nanobank.organisations.models import Membership, Organisation


@dataclass(frozen=True)
class SystemFacts:
    """What is written down of an AI system. ``rules``: what staff may and may not do with it."""

    name: str
    purpose: str
    review_on: date
    supplier: str = ""
    part: Part = Part.DEPLOYER
    risk: Risk = Risk.NOT_ASSESSED
    risk_grounds: str = ""
    uses_personal_data: bool = False
    rules: str = ""
    responsible: str = ""
    in_use_since: date | None = None


@dataclass(frozen=True)
class GroupFacts:
    """Who they are, which systems they use and what for, and what they knew beforehand; all by uuid."""

    name: str
    use: str = ""
    knowledge: Knowledge = Knowledge.NONE
    systems: Sequence[UUID] = ()
    members: Sequence[UUID] = ()


@dataclass(frozen=True)
class TrainingFacts:
    """What was held: ``hours`` long, which requirements it meets, and who was there (memberships), by uuid."""

    title: str
    content: str
    held_on: date
    hours: Decimal
    held_by: str = ""
    module: Module | None = None
    meets: Sequence[UUID] = ()
    attended: Sequence[UUID] = ()


@transaction.atomic
def enter_system(*, organisation: Organisation, facts: SystemFacts, by: Person, now: datetime) -> AiSystem:
    """Put an AI system in the register. Raises NotYours, Refused when the review day has passed, Conflict for a name
    that another system in use has.
    """
    check_keeps(by, organisation, now=now)
    _check_system(facts, now=now)
    return _saved(AiSystem(organisation=organisation, **asdict(facts)))


@transaction.atomic
def change_system(*, system: AiSystem, facts: SystemFacts, by: Person, now: datetime) -> AiSystem:
    """Write a system's facts anew, as after a review. Raises as ``enter_system``, and Conflict when it is retired."""
    check_keeps(by, system.organisation, now=now)
    if system.retired_on is not None:
        raise Conflict(_("This system has been taken out of use."))
    _check_system(facts, now=now)
    for name, value in asdict(facts).items():
        setattr(system, name, value)
    return _saved(system)


@transaction.atomic
def retire_system(*, system: AiSystem, by: Person, now: datetime) -> None:
    """Take a system out of use today; what was known of it stays. Raises NotYours, Conflict when it is so already."""
    check_keeps(by, system.organisation, now=now)
    if not AiSystem.objects.in_use().filter(pk=system.pk).update(retired_on=timezone.localdate(now)):
        raise Conflict(_("This system has been taken out of use."))


@transaction.atomic
def make_group(*, organisation: Organisation, facts: GroupFacts, by: Person, now: datetime) -> StaffGroup:
    """Gather colleagues who use the same systems. Raises NotYours, Refused for whom or what is not the organisation's,
    Conflict for a name that is taken.
    """
    check_keeps(by, organisation, now=now)
    return _grouped(StaffGroup(organisation=organisation), facts, now=now)


@transaction.atomic
def change_group(*, group: StaffGroup, facts: GroupFacts, by: Person, now: datetime) -> StaffGroup:
    """Write anew who is in a group and what they use. Raises as ``make_group``."""
    check_keeps(by, group.organisation, now=now)
    return _grouped(group, facts, now=now)


@transaction.atomic
def require(
    *, group: StaffGroup, title: str, by: Person, now: datetime, module: Module | None = None, months: int | None = None
) -> Requirement:
    """Say what a group must have learnt; the module's title when none is given. Raises NotYours, Refused, Conflict."""
    check_keeps(by, group.organisation, now=now)
    title = title.strip()
    if module is not None and module.current is None:
        raise Refused(_("That module is not published."), field="module")
    if module is not None and module.current is not None and not title:
        title = module.current.title
    if not title:
        raise Refused(_("Choose a module, or write what they must have learnt."), field="title")
    try:
        with transaction.atomic():
            return Requirement.objects.create(group=group, title=title, module=module, months=months)
    except IntegrityError:
        raise Conflict(_("The group has that requirement already."), field="title") from None


@transaction.atomic
def drop_requirement(*, requirement: Requirement, by: Person, now: datetime) -> None:
    """A group need not have learnt it any more; training that was held stays in the register. Raises NotYours."""
    check_keeps(by, requirement.group.organisation, now=now)
    requirement.delete()


@transaction.atomic
def record_training(*, organisation: Organisation, facts: TrainingFacts, by: Person, now: datetime) -> Training:
    """Write down training that was held and who was there. Raises NotYours, Refused when it lies in the future, nobody
    was there, or somebody is not of the organisation.
    """
    check_keeps(by, organisation, now=now)
    return _recorded(Training(organisation=organisation, recorded_by=by, recorded_at=now), facts, now=now)


@transaction.atomic
def correct_training(*, training: Training, facts: TrainingFacts, by: Person, now: datetime) -> Training:
    """Write it down anew, where a name was forgotten. Raises as ``record_training``."""
    check_keeps(by, training.organisation, now=now)
    return _recorded(training, facts, now=now)


def note_paid(*, membership: Membership, module: Module, now: datetime) -> None:
    """The employer pays for this module, which the employee has said yes to: the register may know of it."""
    PaidModule.objects.get_or_create(membership=membership, module=module, defaults={"at": now})


def give_consent(*, membership: Membership, by: Person, now: datetime) -> None:
    """Let the register see the required modules one has completed on one's own. Raises NotYours for another's."""
    _check_own(membership, by)
    Consent.objects.get_or_create(membership=membership, defaults={"given_at": now})


def take_back_consent(*, membership: Membership, by: Person) -> None:
    """The register sees no more than the organisation wrote down itself. Raises NotYours for another's."""
    _check_own(membership, by)
    Consent.objects.filter(membership=membership).delete()


@transaction.atomic
def reword(*, wording: Wording, text_da: str, text_en: str, source: str, by: Person, now: datetime) -> None:
    """Change what the register says of the law. Raises NotYours unless of the bank's staff, Refused when empty."""
    check_words(by)
    for field, text in (("text_da", text_da), ("text_en", text_en), ("source", source)):
        if not text.strip():
            raise Refused(_("Write it in both languages, and where it is from."), field=field)
    wording.text_da, wording.text_en, wording.source = text_da.strip(), text_en.strip(), source.strip()
    wording.changed_at, wording.changed_by = now, by
    wording.save()


def _check_system(facts: SystemFacts, *, now: datetime) -> None:
    if not facts.name.strip():
        raise Refused(_("Give the system a name."), field="name")
    if not facts.purpose.strip():
        raise Refused(_("Write what it is used for."), field="purpose")
    if facts.risk not in (Risk.NOT_ASSESSED, Risk.MINIMAL) and not facts.risk_grounds.strip():
        raise Refused(_("Write why it stands where it stands, so that others can follow it."), field="risk_grounds")
    if facts.review_on < timezone.localdate(now):
        raise Refused(_("Choose a day that has not passed."), field="review_on")


def _saved(system: AiSystem) -> AiSystem:
    try:
        with transaction.atomic():
            system.save()
    except IntegrityError:
        raise Conflict(_("Another system in use has that name."), field="name") from None
    return system


def _grouped(group: StaffGroup, facts: GroupFacts, *, now: datetime) -> StaffGroup:
    if not facts.name.strip():
        raise Refused(_("Give the group a name."), field="name")
    systems = AiSystem.objects.of(group.organisation).in_use().filter(uuid__in=facts.systems)
    if len(systems) < len(set(facts.systems)):
        raise Refused(_("One of the systems is not in the register."), field="systems")
    members = _of(group.organisation, facts.members, now=now, field="members")
    group.name, group.use, group.knowledge = facts.name.strip(), facts.use.strip(), facts.knowledge
    try:
        with transaction.atomic():
            group.save()
    except IntegrityError:
        raise Conflict(_("Another group has that name."), field="name") from None
    group.systems.set(systems)
    group.members.set(members)
    return group


def _recorded(training: Training, facts: TrainingFacts, *, now: datetime) -> Training:
    if facts.held_on > timezone.localdate(now):
        raise Refused(_("The day has not come yet. Write it down when it has been held."), field="held_on")
    if not facts.attended:
        raise Refused(_("Choose those who were there."), field="attended")
    attended = _of(training.organisation, facts.attended, now=now, field="attended", gone_too=training.pk)
    meets = Requirement.objects.filter(group__organisation=training.organisation, uuid__in=facts.meets)
    if len(meets) < len(set(facts.meets)):
        raise Refused(_("One of the requirements is no longer there."), field="meets")
    training.title, training.content, training.held_by = facts.title, facts.content, facts.held_by
    training.held_on, training.hours, training.module = facts.held_on, facts.hours, facts.module
    training.save()
    training.meets.set(meets)
    Attendance.objects.filter(training=training).exclude(membership__in=attended).delete()
    Attendance.objects.bulk_create(
        [Attendance(training=training, membership=one) for one in attended], ignore_conflicts=True
    )
    return training


def _of(
    organisation: Organisation, uuids: Sequence[UUID], *, now: datetime, field: str, gone_too: int | None = None
) -> list[Membership]:
    """The memberships by these uuids; of those who have left, only who is written down in that training already."""
    wanted = set(uuids)
    found = Membership.objects.filter(organisation=organisation, uuid__in=wanted)
    standing = set(found.at(now).values_list("pk", flat=True))
    known = (
        set(Attendance.objects.filter(training=gone_too).values_list("membership", flat=True)) if gone_too else set()
    )
    members = [one for one in found if one.pk in standing or one.pk in known]
    if len(members) < len(wanted):
        raise Refused(_("Somebody is not of your organisation any more."), field=field)
    return members


def _check_own(membership: Membership, by: Person) -> None:
    if membership.person_id != by.pk:
        raise NotYours(_("You do not have the role that this takes."))
