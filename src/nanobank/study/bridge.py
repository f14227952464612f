"""The way to ``nanocore.marking``: stored questions in, a marking out."""

from collections.abc import Iterable, Mapping

from nanobank.study.models import Question
from nanocore import marking
from nanocore.marking import BadQuestion, Mark, Marking, Verdict

__all__ = ["BadQuestion", "Mark", "Marking", "Verdict", "check_definition", "mark"]


def mark(questions: Iterable[Question], answers: Mapping[str, object]) -> Marking:
    """Mark answers, by the questions' uuid, in the questions' order."""
    return marking.mark(
        (marking.read_question(str(one.uuid), one.kind, one.definition) for one in questions),
        answers,
    )


def check_definition(kind: str, definition: object) -> None:
    """Raise BadQuestion when a question with this definition could not be marked."""
    marking.read_question("question", kind, definition)
