"""What the browser's own script reports while somebody studies: JSON that may be late, repeated or hostile."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

Answers = dict[
    Annotated[str, Field(max_length=40)],
    str | int | Annotated[list[Annotated[str, Field(max_length=40)] | int], Field(max_length=100)] | None,
]


class _Report(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ProgressReport(_Report):
    """The step is open, its video at ``seconds``."""

    kind: Literal["progress"]
    seconds: Annotated[float, Field(ge=0, le=1_000_000)]


class CompleteReport(_Report):
    """The learner is done with the step."""

    kind: Literal["complete"]


class AnswersReport(_Report):
    """The learner's answers to a quiz, by question; ``key`` is made once for each try."""

    kind: Literal["answers"]
    key: UUID
    answers: Annotated[Answers, Field(max_length=200)]


Report = ProgressReport | CompleteReport | AnswersReport
REPORT: TypeAdapter[Report] = TypeAdapter(Annotated[Report, Field(discriminator="kind")])
