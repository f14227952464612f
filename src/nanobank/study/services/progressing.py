"""Working through the steps. Every report may come late, twice or out of order and does no harm."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from nanobank.common.errors import Conflict, NotYours, Refused
from nanobank.ledger.models import Kind
from nanobank.ledger.services import record_module
from nanobank.study import bridge
from nanobank.study.models import Enrolment, QuizAttempt, Step, StepKind, StepProgress

_LONGEST_ANSWER = 20_000
_LONGEST_VIDEO = 86_400


def _lock(enrolment: Enrolment, step: Step) -> Enrolment:
    """The enrolment, held until the transaction ends. Raises NotYours for another version's step, Refused if left."""
    if step.version_id != enrolment.version_id:
        raise NotYours(_("This step belongs to another module."))
    locked = Enrolment.objects.select_for_update(of=("self",)).select_related("person", "version").get(pk=enrolment.pk)
    if locked.left_at:
        raise Refused(_("You have left this module. Start it again to go on."))
    return locked


def _progress(enrolment: Enrolment, step: Step, now: datetime) -> StepProgress:
    progress, _new = StepProgress.objects.get_or_create(enrolment=enrolment, step=step, defaults={"opened_at": now})
    return progress


@transaction.atomic
def report_progress(*, enrolment: Enrolment, step: Step, seconds: int, now: datetime) -> StepProgress:
    """The learner has the step open, its video at ``seconds``. The furthest point reached is kept."""
    progress = _progress(_lock(enrolment, step), step, now)
    furthest = min(max(seconds, progress.seconds), _LONGEST_VIDEO)
    if furthest != progress.seconds:
        progress.seconds = furthest
        progress.save(update_fields=["seconds"])
    return progress


@transaction.atomic
def complete_step(*, enrolment: Enrolment, step: Step, now: datetime) -> None:
    """The learner is done with a step; after the last one the module is completed and the ledger says so.

    A quiz is completed by passing it (``answer_quiz``), so Refused here.
    """
    enrolment = _lock(enrolment, step)
    if step.kind == StepKind.QUIZ:
        raise Refused(_("A quiz is done when you have passed it."))
    _complete(enrolment, step, now)


def _complete(enrolment: Enrolment, step: Step, now: datetime) -> None:
    progress = _progress(enrolment, step, now)
    if progress.completed_at is None:
        progress.completed_at = now
        progress.save(update_fields=["completed_at"])
    if enrolment.completed_at or not _all_done(enrolment):
        return
    enrolment.completed_at = now
    enrolment.save(update_fields=["completed_at"])
    record_module(person=enrolment.person, version=enrolment.version, kind=Kind.COMPLETED, by=enrolment.person, now=now)


def _all_done(enrolment: Enrolment) -> bool:
    done = StepProgress.objects.filter(enrolment=enrolment, completed_at__isnull=False).values("step_id")
    return not Step.objects.filter(version=enrolment.version_id).exclude(pk__in=done).exists()


def _storable(answer: Any) -> Any:
    """The answers as a JSON column takes them: no NUL characters, which PostgreSQL cannot keep."""
    if isinstance(answer, dict):
        return {name: _storable(one) for name, one in answer.items()}
    if isinstance(answer, list | tuple):
        return [_storable(one) for one in answer]
    return answer if answer is None or isinstance(answer, bool | int | float) else str(answer).replace("\x00", "")


@transaction.atomic
def answer_quiz(
    *, enrolment: Enrolment, step: Step, answers: Mapping[str, object], key: UUID, now: datetime
) -> QuizAttempt:
    """Mark the answers, by question uuid. The same ``key`` again gives the first attempt back, unchanged.

    A quiz may be taken as often as one likes; one pass completes the step. Raises Refused when the step is no quiz or
    the answers are too long, Conflict when the key was used for something else.
    """
    enrolment = _lock(enrolment, step)
    if step.kind != StepKind.QUIZ:
        raise Refused(_("This step has no questions."))
    before = QuizAttempt.objects.filter(key=key).first()
    if before is not None:
        if (before.enrolment_id, before.step_id) != (enrolment.pk, step.pk):
            raise Conflict(_("That key has been used for another answer."), field="key")
        return before
    questions = list(step.questions.all())
    known = {str(question.uuid) for question in questions}
    kept = {name: answer for name, answer in answers.items() if name in known}
    if len(json.dumps(kept, default=str)) > _LONGEST_ANSWER:
        raise Refused(_("Your answers are longer than this quiz can take."))
    marking = bridge.mark(questions, kept)
    attempt = QuizAttempt.objects.create(
        key=key,
        enrolment=enrolment,
        step=step,
        answers=_storable(kept),
        percent=marking.percent,
        passed=marking.passes(step.pass_percent),
        at=now,
    )
    if attempt.passed:
        _complete(enrolment, step, now)
    return attempt
