"""Writing a draft while it is unfinished: saved as it stands, so that nothing is lost; publishing asks for the rest.

Everything takes the revision that was written on, and refuses with what stands there now when that is another.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.core.files.base import File
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.catalogue.models import ModuleVersion
from nanobank.common.errors import NotYours, Refused
from nanobank.study.models import Question, QuestionKind, Step, StepKind
from nanobank.study.revisions import check_revision, values_of
from nanobank.study.services.drafting import MOST_QUESTIONS, MOST_STEPS, check_files, draft_for, next_position

_PARKED = 1_000_000
_Part = TypeVar("_Part", Step, Question)
_BEGINNINGS: dict[str, dict[str, Any]] = {
    QuestionKind.SINGLE: {"choices": []},
    QuestionKind.MULTIPLE: {"choices": []},
    QuestionKind.NUMERIC: {"answer": "", "tolerance": "0", "unit": ""},
    QuestionKind.SHORT_TEXT: {"accepted": []},
}


@transaction.atomic
def begin_step(*, version: ModuleVersion, kind: str, by: Person | None, now: datetime, title: str = "") -> Step:
    """An empty step last in a draft, to be written on. Raises NotYours, Conflict, Refused (field ``kind``)."""
    draft_for(version.pk, by, now)
    if kind not in StepKind.values:
        raise Refused(_("There is no such kind of step."), field="kind")
    position = next_position(Step.objects.filter(version=version))
    if position > MOST_STEPS:
        raise Refused(_("A module can have at most %d steps.") % MOST_STEPS)
    return Step.objects.create(version=version, position=position, kind=kind, title=title)


@transaction.atomic
def save_step(*, step: Step, values: Mapping[str, Any], revision: str | None, by: Person | None, now: datetime) -> Step:
    """Write some of a step's texts (the names of ``STEP_FIELDS``) as they stand, finished or not.

    Raises NotYours, also when somebody has deleted the step; Conflict once it is published; Changed.
    """
    draft_for(step.version_id, by, now)
    present = _still_there(Step.objects.select_related("version__module__provider"), step)
    check_revision(revision, values_of(present), values)
    for name, value in values.items():
        setattr(present, name, value)
    present.save(update_fields=list(values))
    return present


@transaction.atomic
def attach(
    *,
    step: Step,
    by: Person | None,
    now: datetime,
    file: "File[bytes] | str | None" = None,
    captions: "File[bytes] | str | None" = None,
) -> Step:
    """Put a file, captions or both on a step: uploaded now, or the name of one that is stored already.

    Raises NotYours, Conflict, and Refused (field ``file`` or ``captions``) for what is not what it says.
    """
    draft_for(step.version_id, by, now)
    present = _still_there(Step.objects.all(), step)
    check_files(present.kind, file, captions)
    if file:
        present.file = file
    if captions:
        present.captions = captions
    present.save(update_fields=["file", "captions"])
    return present


@transaction.atomic
def place_step(*, step: Step, position: int, by: Person | None, now: datetime) -> None:
    """Put a step of a draft at a place counted from 1; beyond the ends is the end. A handful of queries."""
    draft_for(step.version_id, by, now)
    _place(Step.objects.filter(version=step.version_id), step, position)


@transaction.atomic
def begin_question(*, step: Step, kind: str, by: Person | None, now: datetime) -> Question:
    """An empty question last in a draft's quiz, to be written on. Raises NotYours, Conflict, Refused."""
    draft_for(step.version_id, by, now)
    if step.kind != StepKind.QUIZ or kind not in _BEGINNINGS:
        raise Refused(_("This step has no questions."))
    position = next_position(step.questions.all())
    if position > MOST_QUESTIONS:
        raise Refused(_("A quiz can have at most %d questions.") % MOST_QUESTIONS)
    return Question.objects.create(step=step, position=position, kind=kind, prompt="", definition=_BEGINNINGS[kind])


@transaction.atomic
def save_question(
    *, question: Question, values: Mapping[str, Any], revision: str | None, by: Person | None, now: datetime
) -> Question:
    """Write some of a question (``prompt``, ``definition``, ``explanation``) as it stands, finished or not.

    Raises as ``save_step``. What it still lacks before it can be marked is what ``queries.faults_of`` says.
    """
    draft_for(question.step.version_id, by, now)
    present = _still_there(Question.objects.select_related("step__version__module__provider"), question)
    check_revision(revision, values_of(present), values)
    for name, value in values.items():
        setattr(present, name, value)
    present.save(update_fields=list(values))
    return present


def _still_there(rows: QuerySet[_Part], part: _Part) -> _Part:
    found = rows.filter(pk=part.pk).first()
    if found is None:
        raise NotYours(_("This has been deleted."))
    return found


def _place(rows: QuerySet[Any], row: Any, position: int) -> None:
    """Everything between the two places is parked far out first: a place is taken by one row only, at every moment."""
    here = rows.get(pk=row.pk).position
    there = min(max(position, 1), rows.count())
    if here == there:
        return
    between = rows.filter(position__gt=here, position__lte=there)
    step = -1
    if there < here:
        between, step = rows.filter(position__gte=there, position__lt=here), 1
    rows.filter(pk=row.pk).update(position=2 * _PARKED)
    between.update(position=F("position") + _PARKED)
    rows.filter(position__gt=_PARKED, position__lt=2 * _PARKED).update(position=F("position") - _PARKED + step)
    rows.filter(pk=row.pk).update(position=there)
