"""Suggested competences in the API: what a draft's text points to, and the answers to that."""

from typing import Literal

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Router, Schema
from pydantic import Field

from nanobank.accounts.http import TokenRequest
from nanobank.catalogue.models import Competence, MicroCredential, Module, State
from nanobank.catalogue.permissions import check_may_author
from nanobank.common import clock
from nanobank.common.errors import Refused
from nanobank.common.schemas import Problem
from nanobank.search.reading.queries import ReadCompetence
from nanobank.study import services
from nanobank.study.permissions import check_teaches
from nanobank.study.suggestions import Subject, suggestions_for

router = Router()
_REFUSALS = {404: Problem, 409: Problem, 422: Problem}


class CompetenceSuggestionOut(Schema):
    """A competence that the text points to."""

    competence: str = Field(description="Slug", examples=["health-communication"])
    label_da: str = Field(examples=["kommunikere om sundhed"])
    label_en: str = Field(examples=["communicate about health"])
    sentence: str = Field(
        description="Where in the text it was read", examples=["Du kan formidle viden om sundhed til borgere."]
    )
    strength: float = Field(description="0 to 1", examples=[0.71])


class SuggestionsOut(Schema):
    """What a draft is said to give, what its text suggests beyond that, and what was refused."""

    named: list[str] = Field(description="Slugs", examples=[["source-criticism"]])
    suggested: list[CompetenceSuggestionOut]
    perhaps: list[CompetenceSuggestionOut] = Field(description="What it suggests less surely")
    refused: list[str] = Field(description="Slugs; they are not suggested again", examples=[["interviewing"]])
    remarks: list[str] = Field(description="How the text was read, when something is to be told", examples=[[]])


class CompetenceAnswerIn(Schema):
    """What you say to a suggestion."""

    answer: Literal["accept", "refuse", "again"] = Field(
        description="accept: name it. refuse: do not suggest it again. again: take a refusal back", examples=["accept"]
    )
    sentence: str = Field(
        "", max_length=2_000, description="Where it was read", examples=["Du kan formidle viden om sundhed."]
    )


@router.get(
    "/modules/{slug}/draft/competences", response={200: SuggestionsOut, **_REFUSALS}, summary="Suggested competences"
)
def module_suggestions(request: TokenRequest, slug: str) -> SuggestionsOut:
    """What the text of a module's draft points to. 422 when the module has no draft."""
    return _out(_draft_of_module(request, slug))


@router.put(
    "/modules/{slug}/draft/competences/{competence}",
    response={200: SuggestionsOut, **_REFUSALS},
    summary="Answer a suggestion",
)
def answer_module(request: TokenRequest, slug: str, competence: str, given: CompetenceAnswerIn) -> SuggestionsOut:
    """Name a competence, or say that it is not to be suggested again. Any competence of a framework may be named."""
    return _answered(request, _draft_of_module(request, slug), competence, given)


@router.get(
    "/micro-credentials/{slug}/competence-suggestions",
    response={200: SuggestionsOut, **_REFUSALS},
    summary="Suggested competences",
)
def micro_credential_suggestions(request: TokenRequest, slug: str) -> SuggestionsOut:
    """What the text of a micro-credential points to; nothing once it is published."""
    return _out(_micro_credential(request, slug))


@router.put(
    "/micro-credentials/{slug}/competence-suggestions/{competence}",
    response={200: SuggestionsOut, **_REFUSALS},
    summary="Answer a suggestion",
)
def answer_micro_credential(
    request: TokenRequest, slug: str, competence: str, given: CompetenceAnswerIn
) -> SuggestionsOut:
    """Name a competence of a draft, or say that it is not to be suggested again. 409 once it is published."""
    return _answered(request, _micro_credential(request, slug), competence, given)


def _draft_of_module(request: TokenRequest, slug: str) -> Subject:
    module = get_object_or_404(Module.objects.select_related("provider"), slug=slug)
    check_teaches(request.auth, module, clock.now())
    draft = module.versions.select_related("module__provider").filter(state=State.DRAFT).first()
    if draft is None:
        raise Refused(_("This module has no draft. Begin a new version first."))
    return draft


def _micro_credential(request: TokenRequest, slug: str) -> Subject:
    found = get_object_or_404(MicroCredential.objects.select_related("provider"), slug=slug)
    check_may_author(request.auth, found.provider, now=clock.now())
    return found


def _answered(request: TokenRequest, subject: Subject, slug: str, given: CompetenceAnswerIn) -> SuggestionsOut:
    competence, now = get_object_or_404(Competence, slug=slug), clock.now()
    if given.answer == "again":
        services.forget_answer(subject=subject, competence=competence, by=request.auth, now=now)
    else:
        services.answer_suggestion(
            subject=subject,
            competence=competence,
            accepted=given.answer == "accept",
            sentence=given.sentence,
            by=request.auth,
            now=now,
        )
    return _out(subject)


def _out(subject: Subject) -> SuggestionsOut:
    shown = suggestions_for(subject)
    return SuggestionsOut(
        named=[one.competence.slug for one in shown.named],
        suggested=[_suggestion_out(one) for one in shown.suggested],
        perhaps=[_suggestion_out(one) for one in shown.perhaps],
        refused=[one.competence.slug for one in shown.refused],
        remarks=shown.remarks,
    )


def _suggestion_out(one: ReadCompetence) -> CompetenceSuggestionOut:
    return CompetenceSuggestionOut(
        competence=one.competence.slug,
        label_da=one.competence.label_da,
        label_en=one.competence.label_en,
        sentence=one.sentence,
        strength=one.strength,
    )
