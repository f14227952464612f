"""The way to ``nanocore``: stored questions in, a marking out; steps in, the work that they are out."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache

from nanobank.study.models import Question, Step, StepKind
from nanocore import marking, writing
from nanocore.marking import BadQuestion, Mark, Marking, Verdict
from nanocore.writing import Workload

__all__ = ["BadQuestion", "Mark", "Marking", "Verdict", "Workload", "check_definition", "mark", "workload"]


def mark(questions: Iterable[Question], answers: Mapping[str, object]) -> Marking:
    """Mark answers, by the questions' uuid, in the questions' order."""
    return marking.mark(
        (marking.read_question(str(one.uuid), one.kind, one.definition) for one in questions),
        answers,
    )


def check_definition(kind: str, definition: object) -> None:
    """Raise BadQuestion when a question with this definition could not be marked."""
    marking.read_question("question", kind, definition)


def workload(steps: Iterable[tuple[Step, float | None, int | None]], hours_per_ects: Decimal) -> Workload:
    """The work that steps are: each with its film's length in seconds and its document's words, None where not known.

    The questions of each must have been fetched with it.
    """
    return writing.workload([_part_of(*one) for one in steps], hours_per_ects=float(hours_per_ects))


def _part_of(step: Step, seconds: float | None, words: int | None) -> writing.Part:
    """What there is to read, view and answer. A file that could not be read is taken at its author's word."""
    return writing.Part(
        kind=step.kind,
        words=_words_to_read(step.body) + (words or 0) if step.kind != StepKind.FILE or words else 0,
        seconds=seconds or 0,
        questions=len(step.questions.all()) if step.kind == StepKind.QUIZ else 0,
        minutes_claimed=step.minutes,
    )


@lru_cache(maxsize=1000)
def _words_to_read(text: str) -> int:
    """Counting means reading Markdown, at 3 ms a page; after a save all steps but one say what they said before."""
    return writing.word_count(text)
