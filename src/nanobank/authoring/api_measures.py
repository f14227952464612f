"""What a program can do in authoring: measures."""

from typing import Literal
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Router, Schema
from pydantic import Field

from nanobank.accounts.http import TokenRequest
from nanobank.authoring.measures_told import VERDICTS, content_sentence, outcome_sentence, plainer
from nanobank.authoring.measuring import Measures, TextMeasure, measures_of, text_measure
from nanobank.catalogue.models import ModuleVersion
from nanobank.common import clock
from nanobank.common.schemas import Problem
from nanobank.study.permissions import check_teaches

router = Router()


class TextIn(Schema):
    """A text to measure; it is not kept."""

    text: str = Field(max_length=100_000, description="Markdown", examples=["Såfremt du påbegynder forløbet …"])
    language: Literal["da", "en"] = Field(examples=["da"])


class HardSentenceOut(Schema):
    """A sentence that is hard to read."""

    text: str = Field(examples=["Tværprofessionelle kompetenceudviklingsaktiviteter forudsætter forankring."])
    lix: float = Field(examples=[68.2])
    words: int = Field(examples=[22])


class PlainerOut(Schema):
    """A word that could be plainer."""

    words: str = Field(examples=["såfremt"])
    why: str = Field(examples=["tungt ord"])
    instead: str = Field(description="May be empty", examples=["hvis"])
    times: int = Field(examples=[2])


class TextMeasureOut(Schema):
    """How a text reads."""

    lix: float = Field(description="Words a sentence plus long words in a hundred", examples=[41.7])
    band: str = Field(description="very_easy, easy, medium, hard or very_hard", examples=["medium"])
    is_certain: bool = Field(description="Whether there are words enough (80) for the number to mean something")
    words: int = Field(examples=[412])
    sentences: int = Field(examples=[29])
    hardest: list[HardSentenceOut]
    plainer: list[PlainerOut]
    roles: dict[str, list[str]] = Field(
        description="Whom it names, and by which words", examples=[{"formal_leaders": ["ledere"]}]
    )
    is_direct: bool = Field(description="Whether it says “you” to its reader")
    missed: list[str] = Field(
        description="Words by which those who lead without the title would know themselves",
        examples=[["koordinator", "tovholder"]],
    )


class WorkMeasureOut(Schema):
    """Hours measured beside those claimed."""

    measured_hours: float = Field(examples=[6.5])
    said_hours: float = Field(description="What the steps say of themselves", examples=[9.0])
    claimed_hours: float = Field(description="The ECTS in hours", examples=[68.75])
    reading_minutes: float = Field(examples=[210])
    viewing_minutes: float = Field(examples=[90])
    doing_minutes: float = Field(examples=[90])
    unmeasured_minutes: float = Field(description="Of these: only claimed", examples=[20])
    verdict: str = Field(description="empty, too_much, own_work or agrees", examples=["own_work"])
    sentence: str = Field(description="What to do about it", examples=["Trinnene og ECTS-tallet passer sammen."])


class OutcomeMeasureOut(Schema):
    """A learning outcome, taken apart."""

    text: str = Field(examples=["Analysere patientdata i egen praksis"])
    language: str = Field(examples=["da"])
    verb: str = Field(examples=["analysere"])
    level: str = Field(description="Of Bloom's taxonomy; empty when the verb is not known", examples=["analyse"])
    object: str = Field(examples=["patientdata"])
    context: str = Field(examples=["i egen praksis"])
    faults: list[str] = Field(description="What to do about it", examples=[["Hvor eller til hvad?"]])


class ContentFaultOut(Schema):
    """What a step's text lacks for those who hear it, or read by headings and links."""

    step: UUID | None = Field(description="None: the description")
    line: int = Field(examples=[12])
    code: str = Field(examples=["no_alt"])
    sentence: str = Field(examples=["Et billede mangler ord til dem, der ikke kan se det."])


class MeasuresOut(Schema):
    """Everything measured of a version."""

    work: WorkMeasureOut
    text: TextMeasureOut
    outcomes: list[OutcomeMeasureOut]
    faults: list[ContentFaultOut]


def _text_out(found: TextMeasure) -> TextMeasureOut:
    lix = found.readability
    return TextMeasureOut(
        lix=lix.lix,
        band=lix.band,
        is_certain=lix.is_certain,
        words=lix.words,
        sentences=lix.sentences,
        hardest=[HardSentenceOut(text=one.text, lix=one.lix, words=one.words) for one in lix.hardest],
        plainer=[PlainerOut(**vars(plainer(one))) for one in found.jargon],
        roles={role.code: list(role.words) for role in found.address.roles},
        is_direct=found.address.is_direct,
        missed=list(found.address.missed),
    )


def _out(found: Measures) -> MeasuresOut:
    work = found.work
    return MeasuresOut(
        work=WorkMeasureOut(
            measured_hours=work.work.hours,
            said_hours=work.said_hours,
            claimed_hours=work.claimed_hours,
            reading_minutes=work.work.reading,
            viewing_minutes=work.work.viewing,
            doing_minutes=work.work.doing,
            unmeasured_minutes=work.work.unmeasured,
            verdict=work.verdict,
            sentence=str(VERDICTS[work.verdict]),
        ),
        text=_text_out(found.text),
        outcomes=[
            OutcomeMeasureOut(
                text=one.text,
                language=one.language,
                verb=one.told.verb,
                level=one.told.level,
                object=one.told.object,
                context=one.told.context,
                faults=[outcome_sentence(fault, one.language) for fault in one.told.faults],
            )
            for one in found.outcomes
        ],
        faults=[
            ContentFaultOut(
                step=one.step.uuid if one.step else None,
                line=one.fault.line,
                code=one.fault.code,
                sentence=content_sentence(one.fault),
            )
            for one in found.faults
        ],
    )


@router.get(
    "/versions/{uuid:uuid}/measures", response={200: MeasuresOut, 404: Problem}, summary="What is measured of a version"
)
def get_measures(request: TokenRequest, uuid: UUID) -> MeasuresOut:
    """Work, readability, plainer words, readers, learning outcomes and accessibility, for those who write it."""
    version = get_object_or_404(ModuleVersion.objects.select_related("module__provider"), uuid=uuid)
    check_teaches(request.auth, version.module, clock.now())
    return _out(measures_of(version))


@router.post("/measures/text", response={200: TextMeasureOut, 422: Problem}, summary="Measure a text")
def measure_text(request: TokenRequest, given: TextIn) -> TextMeasureOut:
    """How hard any text is to read, what could be plainer, and whom it speaks to. It is not kept."""
    return _text_out(text_measure(given.text, given.language))
