"""The marking itself."""

import unicodedata
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from nanocore.marking._number import readings
from nanocore.marking._questions import Choice, Multiple, Numeric, Question, ShortText, Single
from nanocore.marking._result import Mark, Marking, Verdict

_LONGEST = 500
_MOST_CHOSEN = 100


def mark(questions: Iterable[Question], answers: Mapping[str, object]) -> Marking:
    """Mark ``answers`` (by question key) to ``questions``, in the questions' order.

    Partial credit: a *multiple* question gives (right picks − wrong picks) / right choices, never below 0. The other
    kinds give 1 or 0. An answer that is missing, of the wrong shape or beyond the choices counts as not given;
    answers to unknown questions are ignored. Never raises, whatever the answers hold.
    """
    return Marking(tuple(_mark_one(question, answers.get(question.key)) for question in questions))


def _mark_one(question: Question, answer: object) -> Mark:
    match question:
        case Single():
            return _mark_single(question, answer)
        case Multiple():
            return _mark_multiple(question, answer)
        case Numeric():
            return _mark_numeric(question, answer)
        case ShortText():
            return _mark_short_text(question, answer)


def _place(answer: object, choices: tuple[Choice, ...]) -> int | None:
    """The choice meant: a place, or its digits as a form sends them."""
    if isinstance(answer, str) and answer.isascii() and answer.isdigit() and len(answer) <= 4:
        answer = int(answer)
    if isinstance(answer, int) and not isinstance(answer, bool) and 0 <= answer < len(choices):
        return answer
    return None


def _feedback(choices: tuple[Choice, ...], chosen: Iterable[int]) -> tuple[str, ...]:
    return tuple(choices[place].feedback for place in chosen if choices[place].feedback)


def _mark_single(question: Single, answer: object) -> Mark:
    if isinstance(answer, list | tuple) and len(answer) == 1:
        answer = answer[0]
    place = _place(answer, question.choices)
    if place is None:
        return Mark(question.key, Fraction(0), Verdict.UNANSWERED)
    right = question.choices[place].correct
    return Mark(
        question.key,
        Fraction(int(right)),
        Verdict.RIGHT if right else Verdict.WRONG,
        chosen=(place,),
        feedback=_feedback(question.choices, (place,)),
    )


def _mark_multiple(question: Multiple, answer: object) -> Mark:
    given = answer if isinstance(answer, list | tuple) else [answer]
    places = {_place(one, question.choices) for one in given[:_MOST_CHOSEN]}
    chosen = tuple(sorted(place for place in places if place is not None))
    if not chosen:
        return Mark(question.key, Fraction(0), Verdict.UNANSWERED)
    possible = sum(choice.correct for choice in question.choices)
    right = sum(question.choices[place].correct for place in chosen)
    points = max(Fraction(0), Fraction(right - (len(chosen) - right), possible)) if possible else Fraction(0)
    verdict = Verdict.RIGHT if points == 1 else Verdict.PARTLY if points else Verdict.WRONG
    return Mark(question.key, points, verdict, chosen=chosen, feedback=_feedback(question.choices, chosen))


def _written(answer: object) -> str:
    """What was written, short enough to keep and show."""
    if isinstance(answer, list | tuple) and len(answer) == 1:
        answer = answer[0]
    if isinstance(answer, bool) or not isinstance(answer, str | int | float | Decimal):
        return ""
    if isinstance(answer, int) and answer.bit_length() > _LONGEST:
        return ""
    return str(answer).strip()


def _all_or_nothing(key: str, written: str, *, right: bool) -> Mark:
    if not written:
        return Mark(key, Fraction(0), Verdict.UNANSWERED)
    verdict = Verdict.RIGHT if right else Verdict.WRONG
    return Mark(key, Fraction(int(right)), verdict, written=written[:_LONGEST])


def _mark_numeric(question: Numeric, answer: object) -> Mark:
    written = _written(answer)
    numbers = readings(written, question.unit)
    right = any(abs(number - question.answer) <= question.tolerance for number in numbers)
    return _all_or_nothing(question.key, written, right=right)


def _fold(text: str) -> str:
    """Case, kinds of space, and punctuation at the ends do not matter."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(folded.split()).strip(" .,;:!?\"'»«„“”’")


def _mark_short_text(question: ShortText, answer: object) -> Mark:
    written = _written(answer)
    right = len(written) <= _LONGEST and _fold(written) in {_fold(accepted) for accepted in question.accepted}
    return _all_or_nothing(question.key, written, right=right)
