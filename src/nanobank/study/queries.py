"""What the pages and the rooms above ask about studying."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Prefetch, Q, QuerySet, Value
from django.utils import timezone
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.catalogue.lines import OF_VERSION, ModuleLine
from nanobank.catalogue.models import MicroCredential, Module, ModuleVersion, Offering, PrerequisiteGroup, State
from nanobank.catalogue.permissions import AUTHORS
from nanobank.common.errors import NotYours
from nanobank.common.prepared import prepared
from nanobank.ledger.queries import standing_from_outside
from nanobank.organisations.models import Membership, Organisation
from nanobank.study.faults import fault_of
from nanobank.study.guidance import speaks_to_author
from nanobank.study.models import Enrolment, EnrolmentQuerySet, QuizAttempt, Step, StepKind, StepProgress

_LINE = ("version__module_id", "version__module__slug", *(f"version__{name}" for name in OF_VERSION))


@prepared
def _completed(person: Any) -> QuerySet[Enrolment, tuple[Any, ...]]:
    here = Enrolment.objects.filter(person=person, completed_at__isnull=False)
    elsewhere = standing_from_outside(person).values_list("at", "version__number", *_LINE, "outside")
    return here.values_list("completed_at", "version__number", *_LINE, Value("")).union(elsewhere, all=True)


def completed_versions(person: Person) -> dict[int, ModuleLine]:
    """The version of each module that the person completed last, by ``Module.id``: one query.

    Among them those that something from outside counts as, which say so.
    """
    rows = sorted(_completed(person=person), key=lambda row: row[:2])
    return {line.module: line for line in (ModuleLine(*row[2:]) for row in rows)}


def open_offerings(module: Module, person: Person, now: datetime) -> list[Offering]:
    """The offerings that are not over, rolling first, then by start; full ones too, so that they can be shown.

    Those reserved for an organisation are there for its people alone: one query.
    """
    theirs = Membership.objects.of(person).at(now).values("organisation")
    offerings = Offering.objects.filter(Q(reserved_for__isnull=True) | Q(reserved_for__in=theirs), module=module)
    not_over = offerings.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=timezone.localdate(now)))
    return list(not_over.select_related("reserved_for").order_by(F("starts_on").asc(nulls_first=True), "pk"))


def missing_prerequisites(person: Person, version: ModuleVersion) -> list[list[ModuleVersion]]:
    """The groups of which the person has completed none: any one module of each is advised first."""
    groups = PrerequisiteGroup.objects.filter(version=version).prefetch_related(
        Prefetch("any_of", Module.objects.select_related("current").order_by("slug"))
    )
    completed = completed_versions(person)
    return [
        [module.current for module in group.any_of.all() if module.current is not None]
        for group in groups
        if not any(module.pk in completed for module in group.any_of.all())
    ]


@dataclass(frozen=True)
class Line:
    """One step in a course's list."""

    step: Step
    done: bool
    seconds: int


@dataclass(frozen=True)
class Course:
    """A learner's version with how far they are. ``resume`` is the step to go on with, None when all are done."""

    enrolment: Enrolment
    lines: list[Line]
    resume: Step | None
    newer: bool
    begun: bool

    @property
    def version(self) -> ModuleVersion:
        """What is taken."""
        return self.enrolment.version

    @property
    def done(self) -> int:
        """How many steps are done."""
        return sum(line.done for line in self.lines)

    @property
    def percent(self) -> int:
        """How many steps in a hundred are done, rounded down."""
        return 100 * self.done // len(self.lines) if self.lines else 0

    @property
    def minutes_left(self) -> int:
        """The estimated minutes of the steps that are not done."""
        return sum(line.step.minutes for line in self.lines if not line.done)


def enrolments_of(person: Person) -> EnrolmentQuerySet:
    """A person's enrolments with their versions, newest first."""
    return (
        Enrolment.objects.of(person)
        .select_related("version__module__current", "version__module__provider", "offering")
        .order_by("-started_at", "-pk")
    )


def enrolment_of(person: Person, uuid: UUID) -> Enrolment:
    """The person's own enrolment. Raises NotYours, also when there is none."""
    enrolment = enrolments_of(person).filter(uuid=uuid).first()
    if enrolment is None:
        raise NotYours(_("There is no such enrolment."))
    return enrolment


def courses_of(enrolments: Iterable[Enrolment]) -> list[Course]:
    """Each enrolment with its steps and progress: two queries for them all."""
    found = list(enrolments)
    steps: dict[int, list[Step]] = {}
    versions = {enrolment.version_id for enrolment in found}
    for step in Step.objects.filter(version__in=versions).defer("body").order_by("version", "position"):
        steps.setdefault(step.version_id, []).append(step)
    progress: dict[int, dict[int, StepProgress]] = {}
    for row in StepProgress.objects.filter(enrolment__in=found):
        progress.setdefault(row.enrolment_id, {})[row.step_id] = row
    return [_course(one, steps.get(one.version_id, []), progress.get(one.pk, {})) for one in found]


def _course(enrolment: Enrolment, steps: list[Step], progress: dict[int, StepProgress]) -> Course:
    current = enrolment.version.module.current
    return Course(
        enrolment=enrolment,
        lines=[
            Line(step, done=row is not None and row.completed_at is not None, seconds=row.seconds if row else 0)
            for step in steps
            for row in [progress.get(step.pk)]
        ],
        resume=_resume(steps, progress),
        begun=bool(progress),
        newer=current is not None and current.number > enrolment.version.number,
    )


def _resume(steps: list[Step], progress: dict[int, StepProgress]) -> Step | None:
    """Where to go on: the step touched last if it is not done, else the first one after it that is not."""

    def touched(step: Step) -> datetime | None:
        row = progress.get(step.pk)
        return (row.completed_at or row.opened_at) if row else None

    seen = [(at, number) for number, step in enumerate(steps) if (at := touched(step)) is not None]
    start = max(seen)[1] if seen else 0
    in_turn = steps[start:] + steps[:start]
    return next((one for one in in_turn if not (row := progress.get(one.pk)) or row.completed_at is None), None)


def course_of(person: Person, uuid: UUID) -> Course:
    """The person's own course. Raises NotYours."""
    return courses_of([enrolment_of(person, uuid)])[0]


def last_attempt(enrolment: Enrolment, step: Step) -> QuizAttempt | None:
    """The latest answer that the learner gave to a quiz."""
    return QuizAttempt.objects.filter(enrolment=enrolment, step=step).order_by("-at", "-pk").first()


@dataclass(frozen=True)
class Nearer:
    """A micro-credential that a completed module counts in, and how many of its required modules are completed."""

    micro_credential: MicroCredential
    completed: int
    required: int


def brought_nearer(person: Person, module: Module) -> list[Nearer]:
    """The published micro-credentials that ask for the module or let one choose it: four queries."""
    counted = Q(required=module) | Q(elective_groups__modules=module)
    found = MicroCredential.objects.filter(counted, state=State.PUBLISHED).distinct().select_related("provider")
    completed = completed_versions(person)
    return [
        Nearer(
            micro_credential=one,
            completed=sum(required.pk in completed for required in one.required.all()),
            required=len(one.required.all()),
        )
        for one in found.prefetch_related("required").order_by("slug")
    ]


@dataclass(frozen=True)
class Missing:
    """What a draft lacks before it can be published; ``step`` is None when it is the whole that lacks it."""

    step: Step | None
    sentence: str


def missing_steps(version: ModuleVersion) -> list[Missing]:
    """Everything that a draft's steps lack: two queries."""
    steps = list(Step.objects.filter(version=version).prefetch_related("questions").order_by("position"))
    if not steps:
        return [Missing(None, _("The module has no steps yet."))]
    return [Missing(step, sentence) for step in steps for sentence in what_lacks(step)]


def what_lacks(step: Step) -> list[str]:
    """What one step lacks, for those who write it; its questions are looked at too."""
    title = step.title or step.get_kind_display()
    found = []
    if not step.title.strip():
        found.append(_("Step %d has no title yet.") % step.position)
    if speaks_to_author(step.body):
        found.append(_("“%s” still holds the template's word to you who write. Write your own, and delete it.") % title)
    if step.kind == StepKind.TEXT and not step.body.strip():
        found.append(_("“%s” has no text yet.") % title)
    elif step.kind == StepKind.FILE and not step.file:
        found.append(_("“%s” has no file yet.") % title)
    elif step.kind == StepKind.VIDEO:
        found += _what_video_lacks(step, title)
    elif step.kind == StepKind.QUIZ:
        found += _what_quiz_lacks(step, title)
    return found


def _what_video_lacks(step: Step, title: str) -> list[str]:
    if not step.file and not step.url:
        return [_("“%s” has no video yet.") % title]
    if not step.captions and not step.body.strip():
        return [_("“%s” needs captions or a text alternative, so that everybody can follow.") % title]
    return []


def _what_quiz_lacks(step: Step, title: str) -> list[str]:
    questions = list(step.questions.all())
    if not questions:
        return [_("“%s” has no questions yet.") % title]
    return [
        _("“%(title)s”, question %(number)d: %(fault)s") % {"title": title, "number": number, "fault": fault.sentence}
        for number, question in enumerate(questions, start=1)
        if (fault := fault_of(question)) is not None
    ]


@dataclass(frozen=True)
class Offered:
    """One chance to take a module, as its educator sees it."""

    starts_on: date | None
    ends_on: date | None
    place: str
    reserved_for: str
    seats: int | None
    seats_taken: int
    is_over: bool

    @property
    def is_rolling(self) -> bool:
        """Whether one may begin any day."""
        return self.starts_on is None


def offered(module: Module, today: date) -> list[Offered]:
    """Every offering of a module, rolling first, then the latest to start, those that are over too: one query."""
    found = Offering.objects.filter(module=module).select_related("reserved_for")
    offerings = found.order_by(F("starts_on").desc(nulls_first=True), "pk")
    return [
        Offered(
            starts_on=one.starts_on,
            ends_on=one.ends_on,
            place=one.place,
            reserved_for=one.reserved_for.short_name if one.reserved_for else "",
            seats=one.seats,
            seats_taken=one.seats_taken,
            is_over=one.ends_on is not None and one.ends_on < today,
        )
        for one in offerings
    ]


@dataclass(frozen=True)
class Taught:
    """A module that an educator may write, with its draft if there is one, and how many take it."""

    module: Module
    is_offered: bool
    current: ModuleVersion | None
    draft: ModuleVersion | None
    under_way: int
    completed: int

    @property
    def newest(self) -> ModuleVersion | None:
        """The version that names the module best."""
        return self.current or self.draft


def providers_of(person: Person, now: datetime) -> QuerySet[Organisation]:
    """The organisations that the person writes modules for."""
    memberships = Membership.objects.of(person).at(now).filter(role__in=AUTHORS)
    return Organisation.objects.filter(pk__in=memberships.values("organisation_id")).order_by("name_da")


def taught_by(person: Person, now: datetime) -> list[Taught]:
    """The modules of every organisation that the person writes for: five queries, however many there are."""
    organisations = providers_of(person, now).order_by().values("pk")
    modules = Module.objects.filter(provider__in=organisations).select_related("current", "provider")
    drafts = {
        draft.module_id: draft
        for draft in ModuleVersion.objects.filter(module__provider__in=organisations, state=State.DRAFT)
    }
    taking = {
        row["version__module_id"]: row
        for row in Enrolment.objects.staying()
        .filter(version__module__provider__in=organisations)
        .values("version__module_id")
        .annotate(everybody=Count("pk"), completed=Count("completed_at"))
    }
    offered_ids = set(
        Offering.objects.filter(module__provider__in=organisations).values_list("module_id", flat=True).distinct()
    )
    none = {"everybody": 0, "completed": 0}
    found = []
    for module in modules.order_by("provider__name_da", "current__title_da", "slug"):
        row = taking.get(module.pk, none)
        found.append(
            Taught(
                module=module,
                is_offered=module.pk in offered_ids,
                current=module.current,
                draft=drafts.get(module.pk),
                under_way=row["everybody"] - row["completed"],
                completed=row["completed"],
            )
        )
    return found
