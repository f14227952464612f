"""The editor in the API: parts and steps saved as they stand, on a revision; who is there; how a text looks."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Router, Schema
from pydantic import Field

from nanobank.accounts.http import TokenRequest
from nanobank.authoring.outline import others_in
from nanobank.authoring.parts import BY_NAME, PARTS, Part, written
from nanobank.authoring.services import writing
from nanobank.catalogue.exchange import changed
from nanobank.catalogue.models import ModuleVersion
from nanobank.catalogue.schemas import VersionIn
from nanobank.catalogue.services import Facts, facts_of
from nanobank.common import clock
from nanobank.common.markdown import render as render_markdown
from nanobank.common.schemas import Problem, example
from nanobank.study.models import Question, Step
from nanobank.study.permissions import check_teaches
from nanobank.study.revisions import digest
from nanobank.study.schemas import REVISION, TextChangedOut

router = Router()
_WRITING = {404: Problem, 409: TextChangedOut, 422: Problem}
_REVISION = "9f2c4e1b7a60d358"


class DraftPartOut(Schema):
    """One part of a draft's texts and facts."""

    model_config = example(
        part="about",
        revision=_REVISION,
        values={"title_da": "Datajournalistik", "title_en": "", "description": "Vi arbejder med rigtige tal."},
        faults={},
    )

    part: str = Field(description="about, outcomes, facts or prerequisites")
    revision: str = Field(description="Of what the part says, to send back when it is changed")
    values: dict[str, Any] = Field(description="What its inputs say, as the page shows them")
    faults: dict[str, str] = Field(default_factory=dict, description="What is wrong already, by input")


class DraftPartIn(Schema):
    """What a part is to say. Of ``texts`` only what belongs to the part is written, and of that only what is sent."""

    model_config = example(revision=_REVISION, texts={"title_da": "Datajournalistik"})

    texts: VersionIn
    revision: str | None = Field(default=None, max_length=16, description=REVISION)


class SavedOut(Schema):
    """What was saved, and what it still lacks."""

    revision: str = Field(examples=[_REVISION])
    faults: dict[str, str] = Field(description="By input; it is saved all the same", examples=[{}])


class StepTextIn(Schema):
    """Some of a step's texts, finished or not. What is left out stays."""

    model_config = example(body="Læs **først** alt.", revision=_REVISION)

    title: str | None = Field(default=None, max_length=200)
    minutes: int | None = Field(default=None, ge=1, le=6000)
    body: str | None = Field(default=None, max_length=100_000, description="Markdown")
    url: str | None = Field(default=None, max_length=200, pattern=r"^(https?://\S+)?$")
    pass_percent: int | None = Field(default=None, ge=0, le=100)
    revision: str | None = Field(default=None, max_length=16, description=REVISION)


class QuestionTextIn(Schema):
    """Some of a question, finished or not. What is left out stays."""

    model_config = example(prompt="Hvor mange timer er 1 ECTS?")

    prompt: str | None = Field(default=None, max_length=2000)
    definition: dict[str, Any] | None = Field(default=None, description="In the shape of the question's kind")
    explanation: str | None = Field(default=None, max_length=4000)
    revision: str | None = Field(default=None, max_length=16, description=REVISION)


class PresenceIn(Schema):
    """Where in the draft you are."""

    part: str = Field(
        default="overview", max_length=48, description="about, outcomes, … or step:<uuid>", examples=["about"]
    )


class PresentOut(Schema):
    """Somebody else who has the draft open."""

    name: str = Field(examples=["Kirsten Hauge"])
    where: str = Field(description="The step or part, in your language; may be empty", examples=["Begynd med tallene"])
    seen_at: datetime = Field(examples=["2026-11-22T09:30:00Z"])


class PreviewIn(Schema):
    """A text to look at."""

    text: str = Field(max_length=100_000, description="Markdown", examples=["Læs **først** alt."])


class PreviewOut(Schema):
    """How its readers will see it."""

    html: str = Field(description="Cleaned of everything harmful", examples=["<p>Læs <strong>først</strong> alt.</p>"])


@router.get("/versions/{uuid:uuid}/texts", response={200: list[DraftPartOut], 404: Problem}, summary="Parts of a draft")
def list_parts(request: TokenRequest, uuid: UUID) -> list[DraftPartOut]:
    """A version's texts and facts in the parts that they are saved in, each with its revision."""
    version = _version(request, uuid)
    facts = facts_of(version)
    return [_part_out(facts, part) for part in PARTS]


@router.put(
    "/versions/{uuid:uuid}/texts/{part}", response={200: DraftPartOut, **_WRITING}, summary="Write a part of a draft"
)
def put_part(request: TokenRequest, uuid: UUID, part: str, given: DraftPartIn) -> DraftPartOut:
    """Write what is sent of one part. 409 with what it says now, when somebody wrote in it since ``revision``."""
    version, named = _version(request, uuid), BY_NAME.get(part)
    if named is None:
        raise Http404
    texts = VersionIn(**{name: value for name, value in given.texts if _belongs(name, named)})
    saved = writing.save_part(
        version=version,
        part=named,
        rewrite=lambda facts: changed(facts, texts),
        revision=given.revision,
        by=request.auth,
        now=clock.now(),
    )
    return _part_out(facts_of(_version(request, uuid)), named, saved.faults)


@router.patch("/steps/{uuid:uuid}/text", response={200: SavedOut, **_WRITING}, summary="Save a step as it stands")
def patch_step(request: TokenRequest, uuid: UUID, given: StepTextIn) -> SavedOut:
    """Save some of a step's texts though it is not finished; publishing asks for the rest."""
    step = get_object_or_404(Step.objects.select_related("version__module__provider"), uuid=uuid)
    check_teaches(request.auth, step.version.module, clock.now())
    values = _sent(given)
    saved = writing.save_step(step=step, values=values, revision=given.revision, by=request.auth, now=clock.now())
    return SavedOut(revision=saved.revision, faults=saved.faults)


@router.patch(
    "/questions/{uuid:uuid}/text", response={200: SavedOut, **_WRITING}, summary="Save a question as it stands"
)
def patch_question(request: TokenRequest, uuid: UUID, given: QuestionTextIn) -> SavedOut:
    """Save some of a question though it cannot be marked yet; what it lacks is told."""
    found = get_object_or_404(Question.objects.select_related("step__version__module__provider"), uuid=uuid)
    check_teaches(request.auth, found.step.version.module, clock.now())
    values = _sent(given)
    saved = writing.save_question(
        question=found, values=values, revision=given.revision, by=request.auth, now=clock.now()
    )
    return SavedOut(revision=saved.revision, faults=saved.faults)


@router.put("/versions/{uuid:uuid}/presence", response={200: list[PresentOut], 404: Problem}, summary="Be in a draft")
def put_presence(request: TokenRequest, uuid: UUID, given: PresenceIn) -> list[PresentOut]:
    """Say where you are in a draft, and hear who else has been seen there within the last minute."""
    version, now = _version(request, uuid), clock.now()
    writing.note_visit(version=version, part=given.part, by=request.auth, now=now)
    return [
        PresentOut(name=one.name, where=one.where, seen_at=one.seen_at) for one in others_in(version, request.auth, now)
    ]


@router.post("/text-preview", response=PreviewOut, summary="Look at a text")
def preview_text(request: TokenRequest, given: PreviewIn) -> PreviewOut:
    """A Markdown text as its readers will see it. Nothing is kept."""
    return PreviewOut(html=render_markdown(given.text))


def _version(request: TokenRequest, uuid: UUID) -> ModuleVersion:
    found = get_object_or_404(ModuleVersion.objects.select_related("module__provider"), uuid=uuid)
    check_teaches(request.auth, found.module, clock.now())
    return found


def _sent(given: Schema) -> dict[str, Any]:
    values = given.dict(exclude_unset=True, exclude_none=True, exclude={"revision"})
    return {name: value.replace("\r\n", "\n") if isinstance(value, str) else value for name, value in values.items()}


def _belongs(name: str, part: Part) -> bool:
    return name in part.inputs or (name == "outcomes" and part.name == "outcomes")


def _part_out(facts: Facts, part: Part, faults: dict[str, str] | None = None) -> DraftPartOut:
    values = written(facts, part)
    return DraftPartOut(part=part.name, revision=digest(values), values=values, faults=faults or {})
