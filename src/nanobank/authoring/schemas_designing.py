"""What programs send and read of designs, bundles being put together and templates."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from nanobank.authoring.models import DesignAim, DesignQuestion
from nanobank.catalogue.models import Assessment, Audience
from nanobank.common.schemas import example


class DesignIn(Schema):
    """For whom one designs, and a working title."""

    model_config = example(provider="sydvest", title="AI i den undersøgende redaktion")
    provider: str
    title: str = Field(max_length=200)


class DesignAnewIn(Schema):
    """What is to be done to the micro-credential: a change, or a new edition."""

    aim: DesignAim


class DesignAnswerIn(Schema):
    """One answer. ``values`` has the question's own keys, as ``GET`` gives them."""

    model_config = example(revision=1, values={"level": 7})
    revision: int = Field(ge=0, description="What the answer had when it was read; 0 when there was none")
    values: dict[str, Any]


class DesignAnswerOut(Schema):
    """One question with its answer."""

    model_config = example(question="level", revision=1, values={"level": 7}, by="Astrid Lindholt", is_whole=True)
    question: DesignQuestion
    revision: int
    values: dict[str, Any]
    by: str | None
    is_whole: bool


class DesignElementOut(Schema):
    """One of the EU's mandatory elements."""

    model_config = example(words="Læringsmål", is_met=True, question="competence")
    words: str
    is_met: bool
    question: str


class DesignTroubleOut(Schema):
    """What does not hold yet, at which question; advice unless it blocks."""

    model_config = example(question="modules", words="Vælg modulerne.", blocks=True)
    question: str
    words: str
    blocks: bool


class DesignAssessmentOut(Schema):
    """An assessment that would show the competence in practice, why, and what it could be like."""

    model_config = example(
        assessment="portfolio", handed_in=True, reasons=["De arbejder med deres egen praksis."], example="Deltageren …"
    )
    assessment: Assessment
    handed_in: bool
    reasons: list[str]
    example: str


class DesignLikeOut(Schema):
    """A micro-credential that is like the design, in percent."""

    model_config = example(micro_credential="sundhedskommunikation", alike=40)
    micro_credential: str
    alike: int


class DesignLineOut(Schema):
    """A design in a list."""

    model_config = example(
        uuid="6f2f1c1e-7a0e-4f3e-9a57-9d3a0a8a3f10", title="AI i dansk", provider="sydvest", answered=4, made=None,
        changed_at="2026-11-20T10:00:00Z",
    )  # fmt: skip
    uuid: UUID
    title: str
    provider: str
    answered: int
    made: str | None
    changed_at: datetime


class DesignsOut(Schema):
    """A page of designs."""

    count: int
    items: list[DesignLineOut]


class DesignOut(Schema):
    """All of a design: answers, the EU's elements, what does not hold, and what would show the competence."""

    uuid: UUID
    title: str = Field(examples=["AI i dansk"])
    provider: str = Field(examples=["sydvest"])
    aim: DesignAim
    made: str | None = Field(examples=["ai-i-dansk"])
    is_ready: bool
    hours: int
    answers: list[DesignAnswerOut]
    elements: list[DesignElementOut]
    troubles: list[DesignTroubleOut]
    assessments: list[DesignAssessmentOut]
    like: list[DesignLikeOut]


class DesignMadeOut(Schema):
    """What became of it."""

    micro_credential: str = Field(examples=["ai-i-dansk"])


class TemplateOut(Schema):
    """A didactic model that a module is started from; the bank's own have no provider."""

    model_config = example(
        slug="ai-som-modspil", provider=None, title="AI som modspil", summary="AI spiller en rolle.", ects="2.5",
        level=6, steps=5, competences=["tilrettelaegge-undervisning-hvor-ai-er-modspil"],
    )  # fmt: skip
    slug: str
    provider: str | None
    title: str
    summary: str
    ects: Decimal
    level: int
    steps: int
    competences: list[str]


class TemplateStartIn(Schema):
    """For whom, and what the module is called for now."""

    model_config = example(provider="sydvest", title="Den svære samtale")
    provider: str
    title: str = Field(max_length=200)


class TemplateStartedOut(Schema):
    """The module that was started, and its draft."""

    model_config = example(module="den-svaere-samtale", version="6f2f1c1e-7a0e-4f3e-9a57-9d3a0a8a3f10")
    module: str
    version: UUID


class TemplateIn(Schema):
    """A version of one's own to save as a template, and what to say of it."""

    model_config = example(
        version="6f2f1c1e-7a0e-4f3e-9a57-9d3a0a8a3f10", title_da="Sag og modsag", title_en="Case and counter-case",
        summary_da="God til dilemmaer.", summary_en="Good for dilemmas.", guidance_da="", guidance_en="",
    )  # fmt: skip
    version: UUID
    title_da: str = Field(max_length=200)
    title_en: str = Field(max_length=200)
    summary_da: str = Field(max_length=400)
    summary_en: str = Field(max_length=400)
    guidance_da: str = Field(default="", max_length=5000)
    guidance_en: str = Field(default="", max_length=5000)


class BundleTextsIn(Schema):
    """All that a bundle says and holds; modules in their order."""

    model_config = example(
        revision="0123456789abcdef", title_da="Presse og data", title_en="Press and data", summary_da="", summary_en="",
        description_da="", description_en="", need_da="", need_en="", audience="employers", price="4800",
        modules=["sydvest-datajournalistik"], micro_credentials=[],
    )  # fmt: skip
    revision: str
    title_da: str = Field(max_length=200)
    title_en: str = Field(max_length=200)
    summary_da: str = Field(max_length=400)
    summary_en: str = Field(max_length=400)
    description_da: str = Field(max_length=5000)
    description_en: str = Field(max_length=5000)
    need_da: str = Field(max_length=1000)
    need_en: str = Field(max_length=1000)
    audience: Audience
    price: Decimal = Field(ge=0, max_digits=9, decimal_places=2)
    modules: list[str] = Field(max_length=40)
    micro_credentials: list[str] = Field(max_length=40)


class BundleTextsOut(BundleTextsIn):
    """As it stands, and what is missing before it can be published, by input."""

    slug: str = Field(examples=["presse-og-data"])
    state: str = Field(examples=["draft"])
    missing: dict[str, str]
