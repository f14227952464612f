"""Reading a question from stored JSON, strictly: what cannot be marked must not be saved."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from nanocore.marking._questions import Choice, Multiple, Numeric, Question, ShortText, Single

_MOST_CHOICES = 20
_LONGEST = 1000
_LONGEST_NUMBER = 30


class BadQuestion(ValueError):
    """A definition cannot be marked. ``reason`` is a word for the cause; ``field`` the part it lies in."""

    def __init__(self, reason: str, field: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.reason, self.field = reason, field


def read_question(key: str, kind: str, definition: object) -> Question:
    """The question that ``definition`` describes. Raises BadQuestion.

    ``single`` and ``multiple``: ``{"choices": [{"text": str, "correct": bool, "feedback": str}, …]}`` (2 to 20, one or
    at least one correct). ``numeric``: ``{"answer": "27.5", "tolerance": "0.1", "unit": "timer"}``, decimal point.
    ``short_text``: ``{"accepted": [str, …]}``.
    """
    if not isinstance(definition, Mapping):
        raise BadQuestion("shape", "definition")
    match kind:
        case "single":
            choices = _choices(definition.get("choices"))
            if sum(choice.correct for choice in choices) != 1:
                raise BadQuestion("one_correct", "choices")
            return Single(key, choices)
        case "multiple":
            choices = _choices(definition.get("choices"))
            if not any(choice.correct for choice in choices):
                raise BadQuestion("some_correct", "choices")
            return Multiple(key, choices)
        case "numeric":
            tolerance = _decimal(definition.get("tolerance", "0"), "tolerance")
            if tolerance < 0:
                raise BadQuestion("negative", "tolerance")
            answer = _decimal(definition.get("answer"), "answer")
            return Numeric(key, answer, tolerance, _text(definition.get("unit", ""), "unit", may_be_empty=True))
        case "short_text":
            return ShortText(key, _accepted(definition.get("accepted")))
        case _:
            raise BadQuestion("kind", "kind")


def _text(value: object, field: str, *, may_be_empty: bool = False) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST:
        raise BadQuestion("text", field)
    if not value.strip() and not may_be_empty:
        raise BadQuestion("empty", field)
    return value.strip()


def _choices(value: object) -> tuple[Choice, ...]:
    if not isinstance(value, list) or not 2 <= len(value) <= _MOST_CHOICES:
        raise BadQuestion("two_choices", "choices")
    choices = []
    for one in value:
        if not isinstance(one, Mapping) or not isinstance(one.get("correct"), bool):
            raise BadQuestion("shape", "choices")
        feedback = _text(one.get("feedback", ""), "choices", may_be_empty=True)
        choices.append(Choice(_text(one.get("text"), "choices"), one["correct"], feedback))
    if len({choice.text.casefold() for choice in choices}) < len(choices):
        raise BadQuestion("same_twice", "choices")
    return tuple(choices)


def _decimal(value: object, field: str) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, str | int | float) or len(str(value)) > _LONGEST_NUMBER:
        raise BadQuestion("number", field)
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation as error:
        raise BadQuestion("number", field) from error
    if not number.is_finite() or abs(number.adjusted()) > _LONGEST_NUMBER:
        raise BadQuestion("number", field)
    return number


def _accepted(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not 1 <= len(value) <= _MOST_CHOICES:
        raise BadQuestion("one_accepted", "accepted")
    return tuple(_text(one, "accepted") for one in value)
