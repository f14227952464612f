"""Answers to quizzes as somebody would give them, right or wrong."""

from decimal import Decimal

from nanobank.study.models import Question, QuestionKind


def answer_to(question: Question, *, is_right: bool = True) -> object:
    """What the one who answers writes or ticks."""
    definition = question.definition
    right = [place for place, choice in enumerate(definition.get("choices", ())) if choice["correct"]]
    wrong = [place for place, choice in enumerate(definition.get("choices", ())) if not choice["correct"]]
    match question.kind:
        case QuestionKind.SINGLE:
            return right[0] if is_right or not wrong else wrong[0]
        case QuestionKind.MULTIPLE:
            return right if is_right or not wrong else wrong[:1]
        case QuestionKind.NUMERIC:
            return definition["answer"] if is_right else str(Decimal(str(definition["answer"])) * 10 + 1)
    return definition["accepted"][0] if is_right else "ved ikke"
