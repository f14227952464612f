"""The shapes of study in the API."""

from datetime import datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import Field, model_validator

from nanobank.common.schemas import example
from nanobank.study.models import Question, QuizAttempt, Step
from nanobank.study.queries import Course
from nanobank.study.quiz import QuestionShown
from nanobank.study.reports import Answers
from nanobank.study.revisions import revision_of

REVISION = "The one that you changed. When the text is another by now: 409, with what it says. Left out: not asked"
StepKindName = Literal["text", "video", "file", "quiz"]
QuestionKindName = Literal["single", "multiple", "numeric", "short_text"]


class EnrolIn(Schema):
    """Which module to begin, and on which of its offerings."""

    model_config = example(module="sydvest-datajournalistik", offering=None)

    module: str = Field(description="The module's slug", max_length=120)
    offering: UUID | None = Field(default=None, description="May be left out when the module has only one open")


class StepLineOut(Schema):
    """One step and how far you are in it."""

    model_config = example(
        uuid="1c1fca52-7a35-4d8c-9b39-0f1a5a4d1d11",
        position=2,
        kind="video",
        title="Fire spørgsmål til en kilde",
        minutes=5,
        done=False,
        seconds=95,
    )

    uuid: UUID
    position: int = Field(description="From 1")
    kind: StepKindName
    title: str
    minutes: int = Field(description="Estimated working time, minutes")
    done: bool
    seconds: int = Field(description="The furthest point of the video, seconds")


class EnrolmentOut(Schema):
    """A module begun."""

    model_config = example(
        uuid="2d2aca52-7a35-4d8c-9b39-0f1a5a4d1d11",
        module="sydvest-datajournalistik",
        title="Datajournalistik",
        version=1,
        newer_version_exists=False,
        ects="2.50",
        state="under_way",
        percent=40,
        resume="1c1fca52-7a35-4d8c-9b39-0f1a5a4d1d11",
        started_at="2026-11-02T09:30:00Z",
        completed_at=None,
        steps=[],
    )

    uuid: UUID
    module: str = Field(description="The module's slug", examples=["sydvest-datajournalistik"])
    title: str
    version: int = Field(description="The version you are on; it does not change under way")
    newer_version_exists: bool
    ects: Decimal = Field(examples=["2.50"])
    state: Literal["under_way", "completed", "left"]
    percent: int = Field(description="Steps done in a hundred, rounded down")
    resume: UUID | None = Field(description="The step to go on with; null when all are done")
    started_at: datetime
    completed_at: datetime | None
    steps: list[StepLineOut]


class EnrolmentPage(Schema):
    """A page of enrolments."""

    count: int = Field(description="How many there are in all")
    items: list[EnrolmentOut]


def enrolment_out(course: Course) -> EnrolmentOut:
    """A course, as the API says it."""
    enrolment, version = course.enrolment, course.version
    return EnrolmentOut.model_validate(
        {
            "uuid": enrolment.uuid,
            "module": version.module.slug,
            "title": version.title,
            "version": version.number,
            "newer_version_exists": course.newer,
            "ects": version.ects,
            "state": enrolment.state,
            "percent": course.percent,
            "resume": course.resume.uuid if course.resume else None,
            "started_at": enrolment.started_at,
            "completed_at": enrolment.completed_at,
            "steps": [
                {
                    "uuid": line.step.uuid,
                    "position": line.step.position,
                    "kind": line.step.kind,
                    "title": line.step.title,
                    "minutes": line.step.minutes,
                    "done": line.done,
                    "seconds": line.seconds,
                }
                for line in course.lines
            ],
        }
    )


class ProgressIn(Schema):
    """How far you are in a step."""

    model_config = example(seconds=95, done=False)

    seconds: int = Field(default=0, ge=0, le=86_400, description="Where the video stands")
    done: bool = Field(default=False, description="Whether you are done with the step; a quiz is done by passing it")


class ProgressOut(Schema):
    """What is now kept."""

    step: UUID
    seconds: int
    completed_at: datetime | None


class AnswersIn(Schema):
    """Answers to a quiz."""

    model_config = example(
        key="0b0e4a52-7a35-4d8c-9b39-0f1a5a4d1d11",
        answers={"1c1f…": 0, "2d2a…": [0, 2], "3e3b…": "27,5 timer", "4f4c…": "median"},
    )

    key: UUID = Field(description="Make one for each try; the same key sent again counts once")
    answers: Answers = Field(
        max_length=200,
        description="By question uuid: the choice's place from 0, a list of places, or what was written",
    )


class MarkOut(Schema):
    """One answer marked."""

    model_config = example(
        question="3e3bca52-7a35-4d8c-9b39-0f1a5a4d1d11",
        verdict="right",
        feedback=[],
        explanation="60 ECTS er omkring 1.650 timer.",
    )

    question: UUID
    verdict: Literal["right", "partly", "wrong", "unanswered"]
    feedback: list[str] = Field(description="What is said about the choices you picked")
    explanation: str


class AttemptOut(Schema):
    """A quiz marked."""

    key: UUID
    percent: int = Field(description="Points of those possible, rounded down")
    passed: bool
    marks: list[MarkOut]


def attempt_out(attempt: QuizAttempt, questions: list[QuestionShown]) -> AttemptOut:
    """An attempt with each answer's verdict."""
    return AttemptOut.model_validate(
        {
            "key": attempt.key,
            "percent": attempt.percent,
            "passed": attempt.passed,
            "marks": [
                {
                    "question": one.question.uuid,
                    "verdict": one.verdict,
                    "feedback": [choice.feedback for choice in one.choices if choice.picked and choice.feedback],
                    "explanation": one.question.explanation,
                }
                for one in questions
            ],
        }
    )


class QuestionIn(Schema):
    """A question as written."""

    model_config = example(
        kind="numeric",
        prompt="Hvor mange timer er 1 ECTS?",
        definition={"answer": "27.5", "tolerance": "0.5", "unit": "timer"},
        explanation="60 ECTS er omkring 1.650 timer.",
    )

    kind: QuestionKindName
    prompt: str = Field(max_length=2000)
    definition: dict[str, Any] = Field(
        description="single, multiple: {choices: [{text, correct, feedback}]}; numeric: {answer, tolerance, unit}; "
        "short_text: {accepted: [...]}"
    )
    explanation: str = Field(default="", max_length=4000, description="Shown after marking")
    revision: str | None = Field(default=None, max_length=16, description=REVISION, examples=["9f2c4e1b7a60d358"])


class QuestionOut(Schema):
    """A question. To a learner ``definition`` holds only the choices' texts and the unit."""

    model_config = example(
        uuid="3e3bca52-7a35-4d8c-9b39-0f1a5a4d1d11",
        position=1,
        kind="numeric",
        prompt="Hvor mange timer er 1 ECTS?",
        definition={"unit": "timer", "choices": []},
        explanation="",
    )

    uuid: UUID
    position: int
    kind: QuestionKindName
    prompt: str
    definition: dict[str, Any]
    explanation: str
    revision: str | None = Field(default=None, description="For those who write it", examples=["9f2c4e1b7a60d358"])


class StepIn(Schema):
    """A step as written."""

    model_config = example(kind="text", title="Begynd med tallene", minutes=15, body="Læs **først** det hele.")

    kind: StepKindName
    title: str = Field(max_length=200)
    minutes: int = Field(default=10, ge=1, le=6000)
    body: str = Field(default="", max_length=100_000, description="Markdown; for a video its text alternative")
    url: str = Field(default="", max_length=200, pattern=r"^(https?://\S+)?$", description="A link to a video")
    pass_percent: int = Field(default=60, ge=0, le=100)
    revision: str | None = Field(default=None, max_length=16, description=REVISION, examples=["9f2c4e1b7a60d358"])


class StepOut(Schema):
    """A step."""

    uuid: UUID
    position: int
    kind: StepKindName
    title: str = Field(examples=["Find kilden"])
    minutes: int
    body: str = Field(description="Markdown", examples=["Hvem ved noget om sagen?"])
    url: str = Field(description="Of something elsewhere; empty when there is none", examples=[""])
    has_file: bool
    pass_percent: int
    revision: str = Field(description="Of its texts, to send back when they are changed", examples=["9f2c4e1b7a60d358"])
    questions: list[QuestionOut]


class TextChangedOut(Schema):
    """Somebody else wrote meanwhile: what stands there now, to be chosen from."""

    detail: str = Field(examples=["Somebody else has changed this since you opened it. Nothing was overwritten."])
    field: str | None = Field(default=None, examples=[None])
    present: dict[str, Any] = Field(
        default_factory=dict, description="What it says now; left out when it is published and frozen", examples=[{}]
    )
    revision: str | None = Field(default=None, description="Send this to overwrite it", examples=["0d8e4e1b7a60d358"])


class MoveIn(Schema):
    """Which way, or to which place."""

    model_config = example(position=3)

    direction: Literal["up", "down"] | None = Field(default=None, description="One place", examples=["up"])
    position: int | None = Field(default=None, ge=1, le=1000, description="From 1", examples=[3])

    @model_validator(mode="after")
    def _one_of_them(self) -> "MoveIn":
        if (self.direction is None) == (self.position is None):
            raise ValueError(_("Say either a direction or a position."))
        return self


def question_out(question: Question, *, with_solution: bool) -> QuestionOut:
    """A question; without its solution for whoever is to answer it."""
    definition, explanation = question.definition, question.explanation
    if not with_solution:
        explanation = ""
        definition = {"unit": definition.get("unit", ""), "choices": [c["text"] for c in definition.get("choices", [])]}
    return QuestionOut.model_validate(
        {
            "uuid": question.uuid,
            "position": question.position,
            "kind": question.kind,
            "prompt": question.prompt,
            "definition": definition,
            "explanation": explanation,
            "revision": revision_of(question) if with_solution else None,
        }
    )


def step_out(step: Step, *, with_solutions: bool) -> StepOut:
    """A step with its questions."""
    return StepOut.model_validate(
        {
            "uuid": step.uuid,
            "position": step.position,
            "kind": step.kind,
            "title": step.title,
            "minutes": step.minutes,
            "body": step.body,
            "url": step.url,
            "has_file": bool(step.file),
            "pass_percent": step.pass_percent,
            "revision": revision_of(step),
            "questions": [question_out(one, with_solution=with_solutions) for one in step.questions.all()],
        }
    )
