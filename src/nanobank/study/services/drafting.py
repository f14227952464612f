"""Writing a draft's steps and questions, and publishing it. A published version is frozen: every change is refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.core.files.base import File
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.catalogue import services as catalogue
from nanobank.catalogue.models import Module, ModuleVersion, State
from nanobank.common.errors import Conflict, Refused
from nanobank.common.uploads import CAPTIONS, DOCUMENTS, VIDEO, Allowed, check_upload
from nanobank.study import bridge
from nanobank.study.faults import NO_PROMPT, REASONS, UNREADABLE
from nanobank.study.models import Question, Step, StepKind
from nanobank.study.permissions import check_teaches
from nanobank.study.queries import missing_steps
from nanobank.study.revisions import check_revision, values_of

MOST_STEPS = 300
MOST_QUESTIONS = 100
_PARKED = 1_000_000
_VIDEO, _CAPTIONS = Allowed(VIDEO, megabytes=500), Allowed(CAPTIONS, megabytes=1)
_DOCUMENT = Allowed(DOCUMENTS, megabytes=50)

Direction = Literal["up", "down"]


@dataclass(frozen=True)
class NewQuestion:
    """A question as written. ``definition`` has the shape that ``nanocore.marking.read_question`` describes."""

    kind: str
    prompt: str
    definition: dict[str, Any]
    explanation: str = ""


@dataclass(frozen=True)
class NewStep:
    """A step as written. A file is uploaded anew, or the name of one stored already (a copied version shares it)."""

    kind: str
    title: str
    minutes: int = 10
    body: str = ""
    file: "File[bytes] | str | None" = None
    captions: "File[bytes] | str | None" = None
    url: str = ""
    pass_percent: int = 60
    questions: Sequence[NewQuestion] = ()
    origin: UUID | None = None
    """The uuid of the step that this one was first copied from; none when it is new."""


def draft_for(version_id: int, by: Person | None, now: datetime) -> ModuleVersion:
    """The version, to be written on by this person. Raises as ``_held``."""
    version = _held(version_id, by, now)
    catalogue.sign(thing=version, by=by, now=now)
    return version


def _held(version_id: int, by: Person | None, now: datetime) -> ModuleVersion:
    """The version, held until the transaction ends. Raises NotYours, and Conflict once it is published."""
    versions = ModuleVersion.objects.select_for_update(of=("self",)).select_related("module__provider")
    version = versions.get(pk=version_id)
    check_teaches(by, version.module, now)
    if version.state != State.DRAFT:
        raise Conflict(_("This version is published and frozen. Start a new draft to change it."))
    return version


def _check_step(new: NewStep, *, has_file: bool = False) -> None:
    if new.kind not in StepKind.values:
        raise Refused(_("There is no such kind of step."), field="kind")
    if not new.title.strip():
        raise Refused(_("Give the step a title."), field="title")
    if not 0 <= new.pass_percent <= 100:
        raise Refused(_("Write a number from 0 to 100."), field="pass_percent")
    check_files(new.kind, new.file, new.captions)
    if new.kind == StepKind.FILE and not (new.file or has_file):
        raise Refused(_("Choose the file."), field="file")
    if new.kind == StepKind.VIDEO and not (new.file or has_file or new.url):
        raise Refused(_("Choose a video file, or give a link to one."), field="file")


def check_files(kind: str, file: "File[bytes] | str | None", captions: "File[bytes] | str | None") -> None:
    """Raise Refused (field ``file`` or ``captions``) when what is uploaded is not what a step of the kind takes."""
    if isinstance(file, File):
        check_upload(file, _VIDEO if kind == StepKind.VIDEO else _DOCUMENT, field="file")
    if isinstance(captions, File):
        check_upload(captions, _CAPTIONS, field="captions")


def _check_question(new: NewQuestion) -> None:
    if not new.prompt.strip():
        raise Refused(NO_PROMPT, field="prompt")
    try:
        bridge.check_definition(new.kind, new.definition)
    except bridge.BadQuestion as bad:
        raise Refused(REASONS.get(bad.reason, UNREADABLE), field=bad.field) from bad


def _fill(step: Step, new: NewStep) -> Step:
    step.kind, step.title, step.minutes = new.kind, new.title.strip(), new.minutes
    step.body, step.url, step.pass_percent = new.body, new.url, new.pass_percent
    if new.file:
        step.file = new.file
    if new.captions:
        step.captions = new.captions
    return step


@transaction.atomic
def write_steps(*, version: ModuleVersion, steps: Sequence[NewStep], by: Person | None, now: datetime) -> None:
    """Put many steps with their questions after those that a draft has, in few queries. Raises as ``add_step``."""
    draft_for(version.pk, by, now)
    first = next_position(Step.objects.filter(version=version))
    if first + len(steps) - 1 > MOST_STEPS:
        raise Refused(_("A module can have at most %d steps.") % MOST_STEPS)
    made, questions = [], []
    for position, new in enumerate(steps, start=first):
        _check_step(new)
        step = _fill(Step(version=version, position=position, origin=new.origin), new)
        made.append(step)
        for place, question in enumerate(new.questions, start=1):
            _check_question(question)
            questions.append(_question(step, place, question))
    Step.objects.bulk_create(made)
    for made_question in questions:
        made_question.step_id = made_question.step.pk
    Question.objects.bulk_create(questions)


def _question(step: Step, position: int, new: NewQuestion) -> Question:
    return Question(
        step=step,
        position=position,
        kind=new.kind,
        prompt=new.prompt.strip(),
        definition=new.definition,
        explanation=new.explanation.strip(),
    )


def next_position(rows: Any) -> int:
    """The place after the last of a step's questions or a version's steps, counted from 1."""
    return (rows.aggregate(last=Max("position"))["last"] or 0) + 1


@transaction.atomic
def add_step(*, version: ModuleVersion, new: NewStep, by: Person | None, now: datetime) -> Step:
    """Put a step last in a draft. Raises Refused (naming the field), Conflict once the version is published."""
    write_steps(version=version, steps=[new], by=by, now=now)
    return Step.objects.filter(version=version).order_by("-position")[0]


@transaction.atomic
def edit_step(*, step: Step, new: NewStep, by: Person | None, now: datetime, revision: str | None = None) -> Step:
    """Rewrite a step of a draft; a file that is not given is kept. The kind stays as it was.

    Raises Changed when ``revision`` is given and is not that of the step now.
    """
    draft_for(step.version_id, by, now)
    _check_unchanged(step, revision)
    if new.kind != step.kind:
        raise Refused(_("A step keeps its kind. Delete it and add another."), field="kind")
    _check_step(new, has_file=bool(step.file))
    _fill(step, new).save()
    return step


@transaction.atomic
def delete_step(*, step: Step, by: Person | None, now: datetime, revision: str | None = None) -> None:
    """Take a step out of a draft; those after it move up. Its file stays, since other versions may use it.

    Raises Changed when somebody has written in it since ``revision``.
    """
    draft_for(step.version_id, by, now)
    _check_unchanged(step, revision)
    step.delete()
    _close_gaps(Step.objects.filter(version=step.version_id))


@transaction.atomic
def move_step(*, step: Step, direction: Direction, by: Person | None, now: datetime) -> None:
    """Let a step of a draft change places with its neighbour; at the end nothing happens."""
    draft_for(step.version_id, by, now)
    _swap(Step.objects.filter(version=step.version_id), step, direction)


@transaction.atomic
def add_question(*, step: Step, new: NewQuestion, by: Person | None, now: datetime) -> Question:
    """Put a question last in a draft's quiz. Raises Refused, naming the field, when it could not be marked."""
    draft_for(step.version_id, by, now)
    if step.kind != StepKind.QUIZ:
        raise Refused(_("This step has no questions."))
    _check_question(new)
    position = next_position(step.questions.all())
    if position > MOST_QUESTIONS:
        raise Refused(_("A quiz can have at most %d questions.") % MOST_QUESTIONS)
    question = _question(step, position, new)
    question.save()
    return question


@transaction.atomic
def edit_question(
    *, question: Question, new: NewQuestion, by: Person | None, now: datetime, revision: str | None = None
) -> Question:
    """Rewrite a question of a draft. Raises Changed when ``revision`` is given and is not that of the question now."""
    draft_for(question.step.version_id, by, now)
    _check_unchanged(question, revision)
    _check_question(new)
    question.kind, question.definition = new.kind, new.definition
    question.prompt, question.explanation = new.prompt.strip(), new.explanation.strip()
    question.save()
    return question


@transaction.atomic
def delete_question(*, question: Question, by: Person | None, now: datetime, revision: str | None = None) -> None:
    """Take a question out of a draft. Raises Changed when somebody has written in it since ``revision``."""
    draft_for(question.step.version_id, by, now)
    _check_unchanged(question, revision)
    question.delete()
    _close_gaps(Question.objects.filter(step=question.step_id))


@transaction.atomic
def move_question(*, question: Question, direction: Direction, by: Person | None, now: datetime) -> None:
    """Let a question of a draft change places with its neighbour."""
    draft_for(question.step.version_id, by, now)
    _swap(Question.objects.filter(step=question.step_id), question, direction)


def _check_unchanged(part: Step | Question, revision: str | None) -> None:
    """Look at what is kept, not at what was read before the draft was held."""
    if revision is not None:
        present = type(part).objects.get(pk=part.pk)
        check_revision(revision, values_of(present))


def _close_gaps(rows: Any) -> None:
    for position, row in enumerate(rows.order_by("position").only("position"), start=1):
        if row.position != position:
            row.position = position
            row.save(update_fields=["position"])


def _swap(rows: Any, row: Any, direction: Direction) -> None:
    others = rows.filter(position__lt=row.position).order_by("-position")
    if direction == "down":
        others = rows.filter(position__gt=row.position).order_by("position")
    other = others.first()
    if other is None:
        return
    here, there = row.position, other.position
    for moved, position in ((row, _PARKED), (other, here), (row, there)):
        moved.position = position
        moved.save(update_fields=["position"])


@transaction.atomic
def begin_draft(*, module: Module, by: Person | None, now: datetime) -> ModuleVersion:
    """Begin the module's next version as a copy of the current one, steps and questions included.

    Files are shared with the version copied: they are never changed, only replaced. Raises NotYours; Conflict when a
    draft stands already.
    """
    draft = catalogue.start_draft(module=module, by=by, now=now)
    if module.current is not None:
        old = module.current.steps.prefetch_related("questions")
        write_steps(version=draft, steps=[copied(step) for step in old], by=by, now=now)
    return draft


@transaction.atomic
def start_draft(*, module: Module, by: Person | None, now: datetime) -> ModuleVersion:
    """Go on with the module's draft, or begin one as ``begin_draft`` does. Raises NotYours."""
    check_teaches(by, module, now)
    draft = ModuleVersion.objects.filter(module=module, state=State.DRAFT).first()
    return draft or begin_draft(module=module, by=by, now=now)


def copied(step: Step) -> NewStep:
    """A step with its questions as it would be written again: files are shared, and where it began is remembered."""
    return NewStep(
        kind=step.kind,
        title=step.title,
        minutes=step.minutes,
        body=step.body,
        file=step.file.name,
        captions=step.captions.name,
        url=step.url,
        pass_percent=step.pass_percent,
        questions=[NewQuestion(one.kind, one.prompt, one.definition, one.explanation) for one in step.questions.all()],
        origin=step.origin or step.uuid,
    )


@transaction.atomic
def publish(*, version: ModuleVersion, by: Person | None, now: datetime) -> ModuleVersion:
    """Freeze the draft and let learners begin on it.

    Raises NotYours; Conflict when it is published already; Refused (field ``steps``) while a step lacks something, and
    (field ``offerings``) while nobody could begin; and as ``catalogue.services.publish_version``.
    """
    draft = _held(version.pk, by, now)
    missing = missing_steps(version)
    if missing:
        raise Refused(missing[0].sentence, field="steps")
    if not draft.module.offerings.exists():
        raise Refused(
            _("Nobody can begin on the module yet. Say under “When it is offered” when one can, and publish it then."),
            field="offerings",
        )
    catalogue.publish_version(version=version, by=by, now=now)
    version.refresh_from_db()
    return version
