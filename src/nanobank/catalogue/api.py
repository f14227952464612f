"""This room in the API, but for searching. Reading needs no token; writing one of an author's."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from nanobank.accounts.http import TokenRequest
from nanobank.catalogue import queries, services
from nanobank.catalogue.exchange import changed, fields_of, version_out
from nanobank.catalogue.models import Competence, Module, Offering
from nanobank.catalogue.permissions import check_may_author
from nanobank.catalogue.schemas import (
    BundleOut,
    CompetenceOut,
    DraftOut,
    MicroCredentialOut,
    ModuleIn,
    ModuleOut,
    OfferingIn,
    OfferingOut,
    ProviderOut,
    VersionOut,
)
from nanobank.catalogue.services.shapes import Facts
from nanobank.common import clock
from nanobank.common.errors import NotYours
from nanobank.common.schemas import Problem
from nanobank.organisations.models import Organisation

router = Router()
_REFUSALS = {401: Problem, 404: Problem, 409: Problem, 422: Problem}


class Paged(Schema):
    """Which part of a list."""

    limit: int = Field(default=20, ge=1, le=100)
    offset: int = Field(default=0, ge=0, le=1_000_000)


class Competences(Schema):
    """A page of competences."""

    count: int
    items: list[CompetenceOut]


class Providers(Schema):
    """A page of providers."""

    count: int
    items: list[ProviderOut]


@router.get("/modules/{slug}", response={200: ModuleOut, 404: Problem}, auth=None, summary="One module")
def module(request: HttpRequest, slug: str) -> ModuleOut:
    """A module with its current version, its offerings and what it leads to."""
    return _module(slug)


@router.get(
    "/modules/{slug}/versions/{number}", response={200: ModuleOut, 404: Problem}, auth=None, summary="One version"
)
def version(request: HttpRequest, slug: str, number: int) -> ModuleOut:
    """A published version as it was frozen."""
    return _module(slug, number)


@router.get(
    "/micro-credentials/{slug}",
    response={200: MicroCredentialOut, 404: Problem},
    auth=None,
    summary="One micro-credential",
)
def micro_credential(request: HttpRequest, slug: str) -> dict[str, Any]:
    """What must be completed, how one is examined, and the elements that the EU asks for."""
    page = queries.micro_credential_page(slug)
    return {
        **fields_of(page.micro_credential, MicroCredentialOut),
        "provider": page.micro_credential.provider.slug,
        "country": page.micro_credential.provider.country,
        "competences": [competence.slug for competence in page.competences],
        "required": [module.slug for module in page.required],
        "electives": [
            {**fields_of(group, None, "min_ects", "min_level"), "modules": [m.slug for m in group.modules.all()]}
            for group in page.electives
        ],
        "replaces": page.micro_credential.replaces.slug if page.micro_credential.replaces else None,
        "edition": page.edition.slug if page.edition else None,
    }


@router.get("/bundles/{slug}", response={200: BundleOut, 404: Problem}, auth=None, summary="One bundle")
def bundle(request: HttpRequest, slug: str) -> dict[str, Any]:
    """A bundle, its parts and its price against theirs."""
    page = queries.bundle_page(slug)
    return {
        **fields_of(page.bundle, BundleOut),
        "provider": page.bundle.provider.slug,
        "separately": page.separately,
        "ects": page.ects,
        "modules": [module.slug for module in page.modules],
        "micro_credentials": [held.slug for held in page.micro_credentials],
    }


@router.get("/providers", response=Providers, auth=None, summary="Those who teach")
def providers(request: HttpRequest, paged: Query[Paged]) -> dict[str, Any]:
    """All providers by name."""
    rows = Organisation.objects.providers().order_by("name_da")
    return {"count": rows.count(), "items": list(rows[paged.offset : paged.offset + paged.limit])}


@router.get("/competences", response=Competences, auth=None, summary="What one can be able to do")
def competences(request: HttpRequest, paged: Query[Paged]) -> dict[str, Any]:
    """All competences by their Danish name; ESCO calls them skills."""
    rows = Competence.objects.order_by("label_da", "id")
    return {"count": rows.count(), "items": list(rows[paged.offset : paged.offset + paged.limit])}


@router.get("/competences/{slug}", response={200: CompetenceOut, 404: Problem}, auth=None, summary="One competence")
def competence(request: HttpRequest, slug: str) -> Competence:
    """A competence with its URI in ESCO."""
    return queries.competence_of(slug)


@router.post("/modules", response={201: VersionOut, **_REFUSALS}, summary="Write a new module")
def create_module(request: TokenRequest, payload: ModuleIn) -> Status[VersionOut]:
    """A module with version 1 as its draft, for an organisation that you write for."""
    provider = Organisation.objects.filter(slug=payload.provider).first()
    if provider is None:
        raise NotYours("")
    blank = Facts(ects=payload.ects, level=payload.level, form=payload.form)
    facts = changed(blank, payload)
    made = services.create_module(provider=provider, facts=facts, slug=payload.slug, by=request.auth, now=clock.now())
    return Status(201, version_out(made.versions.get()))


@router.post("/modules/{slug}/withdraw", response={204: None, **_REFUSALS}, summary="Withdraw the module")
def withdraw(request: TokenRequest, slug: str) -> Status[None]:
    """Take it out of the catalogue; those who have begun may finish."""
    services.withdraw_module(module=_own_module(request, slug), by=request.auth, now=clock.now())
    return Status(204, None)


@router.post("/modules/{slug}/offerings", response={201: OfferingOut, **_REFUSALS}, summary="Offer the module")
def add_offering(request: TokenRequest, slug: str, payload: OfferingIn) -> Status[Offering]:
    """Both dates, or neither when one can begin any day."""
    module_ = _own_module(request, slug)
    return Status(201, services.add_offering(module=module_, by=request.auth, now=clock.now(), **payload.dict()))


@router.get("/micro-credential-drafts", response={200: list[DraftOut], 404: Problem}, summary="My unpublished ones")
def drafts(request: TokenRequest) -> list[DraftOut]:
    """The micro-credentials of my institutions that are not published, and what each still lacks of EU Annex I."""
    return [
        DraftOut(
            slug=draft.micro_credential.slug,
            title=draft.micro_credential.title,
            provider=draft.micro_credential.provider.slug,
            missing={name: str(sentence) for name, sentence in draft.missing.items()},
        )
        for draft in queries.drafts_of(request.auth, clock.now())
    ]


def _module(slug: str, number: int | None = None) -> ModuleOut:
    page = queries.module_page(slug, timezone.localdate(clock.now()), number)
    return ModuleOut(
        uuid=page.module.uuid,
        slug=page.module.slug,
        provider=page.module.provider.slug,
        version=version_out(page.version),
        offerings=[OfferingOut.from_orm(offering) for offering in page.offerings],
        leads_to=[leads.slug for leads in page.links.leads_to],
    )


def _own_module(request: TokenRequest, slug: str) -> Module:
    """A module that the person writes for; anybody else's does not exist to them."""
    found = Module.objects.select_related("provider").filter(slug=slug).first()
    if found is None:
        raise NotYours("")
    check_may_author(request.auth, found.provider, now=clock.now())
    return found
