"""A quiz's questions as the page shows them: to be answered, or marked with what was right and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nanobank.study import bridge
from nanobank.study.models import Question, QuestionKind


@dataclass(frozen=True)
class ChoiceShown:
    """One choice of a question."""

    number: int
    text: str
    picked: bool
    correct: bool
    feedback: str


@dataclass(frozen=True)
class QuestionShown:
    """One question; ``verdict`` is empty until it is marked."""

    question: Question
    name: str
    choices: list[ChoiceShown]
    written: str
    unit: str
    verdict: str
    solution: str

    @property
    def several(self) -> bool:
        """Whether more than one choice may be picked."""
        return self.question.kind == QuestionKind.MULTIPLE


def shown(questions: Sequence[Question], answers: Mapping[str, object] | None, *, marked: bool) -> list[QuestionShown]:
    """The questions with the answers given so far, and marked if asked for."""
    marking = bridge.mark(questions, answers or {})
    return [_shown(question, mark, marked=marked) for question, mark in zip(questions, marking.marks, strict=True)]


def _shown(question: Question, mark: bridge.Mark, *, marked: bool) -> QuestionShown:
    definition: dict[str, Any] = question.definition
    choices = [
        ChoiceShown(number, one["text"], number in mark.chosen, one["correct"], one.get("feedback", ""))
        for number, one in enumerate(definition.get("choices", []))
    ]
    unit = definition.get("unit", "")
    solution = ""
    if question.kind == QuestionKind.NUMERIC:
        solution = f"{str(definition['answer']).replace('.', ',')} {unit}".strip()
    elif question.kind == QuestionKind.SHORT_TEXT:
        solution = definition["accepted"][0]
    return QuestionShown(
        question=question,
        name=f"q-{question.uuid}",
        choices=choices,
        written=mark.written,
        unit=unit,
        verdict=mark.verdict if marked else "",
        solution=solution,
    )
