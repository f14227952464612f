"""What nanocore knows of texts, told about the rows of this room."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from nanobank.study.models import Step, StepKind
from nanocore import writing

Address = writing.Address
Fault = writing.Fault
Jargon = writing.Jargon
Outcome = writing.Outcome
Readability = writing.Readability
Span = writing.Span
Workload = writing.Workload
INSTEAD = writing.INSTEAD


def alt_faults(alt: str) -> tuple[Fault, ...]:
    """What is wrong with the words that stand for a picture."""
    return writing.alt_faults(alt)


def captions_of(text: str, seconds: float | None) -> writing.Captions:
    """What a film's captions hold, and what is wrong with them."""
    return writing.captions(text, seconds=seconds or 0)


def readability(markdown: str, language: str) -> Readability:
    """How hard a text is to read."""
    return writing.readability(markdown, language)


def jargon(markdown: str, language: str) -> tuple[Jargon, ...]:
    """What of a text could be said more plainly."""
    return writing.jargon(markdown, language)


def speaks_to(markdown: str, language: str) -> Address:
    """Whom a text speaks to."""
    return writing.speaks_to(markdown, language)


def content_faults(markdown: str) -> tuple[Fault, ...]:
    """What a text lacks for those who hear it, or read by headings and links."""
    return writing.content_faults(markdown)


def outcome(text: str, language: str) -> Outcome:
    """A learning outcome taken apart."""
    return writing.outcome(text, language)


@dataclass(frozen=True)
class Timed:
    """A step with its film's length in ``seconds`` and the ``words`` of its document; None where it is not known."""

    step: Step
    seconds: float | None = None
    words: int | None = None


def workload(steps: Iterable[Timed], hours_per_ects: Decimal) -> Workload:
    """The work that steps are.

    The questions of each must have been fetched with it.
    """
    return writing.workload([part_of(one) for one in steps], hours_per_ects=float(hours_per_ects))


def part_of(timed: Timed) -> writing.Part:
    """A step as what there is to read, view and answer. A file that could not be read is taken at its author's word."""
    step = timed.step
    return writing.Part(
        kind=step.kind,
        words=writing.word_count(step.body) + (timed.words or 0) if step.kind != StepKind.FILE or timed.words else 0,
        seconds=timed.seconds or 0,
        questions=len(step.questions.all()) if step.kind == StepKind.QUIZ else 0,
        minutes_claimed=step.minutes,
    )
