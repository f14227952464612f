"""What the answers to a module's quizzes say about their questions."""

from collections.abc import Iterator

from nanobank.catalogue.models import ModuleVersion
from nanobank.quality import bridge
from nanobank.study.bridge import mark
from nanobank.study.models import Question, QuizAttempt, Step, StepKind

_MOST = 2_000


def items_of(version: ModuleVersion) -> Iterator[tuple[Question, bridge.Item]]:
    """Each question of a published version with its statistics, from every learner's first attempt (the newest 2,000).

    Three queries; nothing for a draft, which nobody has answered.
    """
    if version.published_at is None:
        return
    quizzes = version.steps.filter(kind=StepKind.QUIZ).order_by("position").prefetch_related("questions")
    firsts = _first_attempts(version)
    for step in quizzes:
        yield from _items(step, firsts.get(step.pk, []))


def _first_attempts(version: ModuleVersion) -> dict[int, list[dict[str, object]]]:
    rows = QuizAttempt.objects.filter(step__version=version).order_by("-at", "-pk")
    first: dict[tuple[int, int], dict[str, object]] = {}
    for enrolment, step, answers in rows.values_list("enrolment_id", "step_id", "answers")[:_MOST]:
        first[enrolment, step] = answers  # the newest come first, so the oldest of each stays
    found: dict[int, list[dict[str, object]]] = {}
    for (_enrolment, step), answers in first.items():
        found.setdefault(step, []).append(answers)
    return found


def _items(step: Step, attempts: list[dict[str, object]]) -> Iterator[tuple[Question, bridge.Item]]:
    questions = list(step.questions.all())
    for question in questions:
        question.step = step
    if len(attempts) >= bridge.ENOUGH:
        points = [[float(one.points) for one in mark(questions, answers).marks] for answers in attempts]
        yield from zip(questions, bridge.items(points), strict=True)
