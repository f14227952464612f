"""What learners think afterwards, only ever of five or more."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from statistics import fmean, median
from typing import Final

from nanobank.accounts.models import Person
from nanobank.quality.models import Evaluated, Evaluation, Question
from nanobank.quality.things import Thing, modules_of
from nanobank.study.models import Enrolment

FEWEST: Final = 5
"""Fewer answers than this are not shown, nor let out one by one, so that nobody can be recognised."""
_MOST_COMMENTS: Final = 30


@dataclass(frozen=True)
class Answered:
    """One question: the mean of its answers, and how many gave each of 1 to 5."""

    question: str
    words: str
    mean: float
    spread: tuple[int, ...]


@dataclass(frozen=True)
class Evaluations:
    """What learners answered about a module: ``count`` of them, none when there are fewer than five.

    ``rating`` is the mean over all questions, 1 to 5; ``hours`` the median of what it took.
    """

    count: int = 0
    rating: float | None = None
    hours: Decimal | None = None
    answered: tuple[Answered, ...] = ()
    comments: tuple[str, ...] = ()


NONE: Final = Evaluations()


def evaluation_of(thing: Thing) -> Evaluations:
    """The answers about a module in all its versions, or about the modules of what is made of modules: a query.

    Never of one version alone: the difference between two of them could be one learner's answer.
    """
    shown = Evaluation.objects.filter(shown=True)
    found = shown.filter(version__module__in=modules_of(thing).values("pk"))
    return _summed(list(found.order_by("pk")))  # by a random number, which tells nothing of who was first


def _summed(rows: list[Evaluation]) -> Evaluations:
    if len(rows) < FEWEST:
        return NONE
    answered = [_answered(question, rows) for question in Question]
    hours = [row.hours for row in rows if row.hours is not None]
    comments = [row.comment for row in rows if row.comment]
    return Evaluations(
        count=len(rows),
        rating=fmean(one.mean for one in answered),
        hours=median(hours) if len(hours) >= FEWEST else None,
        answered=tuple(answered),
        comments=tuple(comments[:_MOST_COMMENTS]),
    )


def _answered(question: Question, rows: list[Evaluation]) -> Answered:
    given = Counter(int(row.answers[question.value]) for row in rows if question.value in row.answers)
    mean = sum(points * count for points, count in given.items()) / max(1, given.total())
    return Answered(question.value, str(question.label), mean, tuple(given[points] for points in range(1, 6)))


def may_evaluate(person: Person, enrolment: Enrolment) -> bool:
    """Whether the person has completed it and not answered yet: one query."""
    if enrolment.person_id != person.pk or enrolment.completed_at is None:
        return False
    return not Evaluated.objects.filter(enrolment=enrolment).exists()
