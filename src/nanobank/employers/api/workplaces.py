"""Workplaces and who pays."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Router, Status

from nanobank.accounts.http import TokenRequest
from nanobank.accounts.models import Person
from nanobank.common.clock import now
from nanobank.common.errors import Refused
from nanobank.common.schemas import Problem
from nanobank.employers import queries, services
from nanobank.employers.models import CostCentre
from nanobank.employers.permissions import employers_of
from nanobank.employers.schemas.workplaces import (
    CostCentreIn,
    CostCentreOut,
    WorkplaceFactsOut,
    WorkplaceIn,
    WorkplaceOut,
)
from nanobank.employers.services import WorkplaceFacts
from nanobank.organisations.models import Organisation

router = Router()
REFUSALS = {404: Problem, 409: Problem, 422: Problem}


@router.get("/workplaces", response=list[WorkplaceOut], summary="The workplaces I act for")
def workplaces(request: TokenRequest) -> list[Organisation]:
    """By name."""
    return list(employers_of(request.auth, now=now()))


@router.post("/workplaces", response={201: WorkplaceOut, **REFUSALS}, summary="Begin a workplace")
def begin_workplace(request: TokenRequest, facts: WorkplaceIn) -> Status[Organisation]:
    """I act for it from now on."""
    made = services.begin_workplace(facts=WorkplaceFacts(**facts.dict()), by=request.auth, now=now())
    return Status(201, made.organisation)


@router.get("/workplaces/{slug}", response={200: WorkplaceFactsOut, 404: Problem}, summary="A workplace I act for")
def workplace(request: TokenRequest, slug: str) -> dict[str, Any]:
    """What it says of itself, and how many people and seats there are."""
    return _facts(queries.employer_for(request.auth, slug, now=now()))


@router.put("/workplaces/{slug}", response={200: WorkplaceFactsOut, **REFUSALS}, summary="Say a workplace's facts anew")
def change_workplace(request: TokenRequest, slug: str, facts: WorkplaceIn) -> dict[str, Any]:
    """All of them; numbers are checked as when it began."""
    organisation = queries.employer_for(request.auth, slug, now=now())
    services.change_workplace(
        organisation=organisation, facts=WorkplaceFacts(**facts.dict()), by=request.auth, now=now()
    )
    return _facts(organisation)


@router.get("/workplaces/{slug}/cost-centres", response={200: list[CostCentreOut], 404: Problem}, summary="Who pays")
def cost_centres(request: TokenRequest, slug: str) -> list[CostCentre]:
    """Those in use, by code, each with what has been said yes to on it."""
    return list(queries.cost_centres_of(queries.employer_for(request.auth, slug, now=now())))


@router.post("/workplaces/{slug}/cost-centres", response={201: CostCentreOut, **REFUSALS}, summary="Add a cost centre")
def add_cost_centre(request: TokenRequest, slug: str, given: CostCentreIn) -> Status[CostCentre]:
    """Orders up to its limit need no approval."""
    organisation = queries.employer_for(request.auth, slug, now=now())
    return Status(201, _keep(request, organisation, given))


@router.put("/workplace-cost-centres/{uuid}", response={200: CostCentreOut, **REFUSALS}, summary="Change a cost centre")
def change_cost_centre(request: TokenRequest, uuid: UUID, given: CostCentreIn) -> CostCentre:
    """All of it said anew."""
    found = queries.cost_centre_for(request.auth, uuid, now=now())
    return _keep(request, found.organisation, given, cost_centre=found)


@router.delete("/workplace-cost-centres/{uuid}", response={204: None, 404: Problem}, summary="Close a cost centre")
def close_cost_centre(request: TokenRequest, uuid: UUID) -> Status[None]:
    """Nothing more is paid from it."""
    found = queries.cost_centre_for(request.auth, uuid, now=now())
    services.close_cost_centre(cost_centre=found, by=request.auth, now=now())
    return Status(204, None)


def _facts(organisation: Organisation) -> dict[str, Any]:
    kept = services.workplace_of(organisation, now=now())
    overview = queries.overview_of(organisation)
    names = ("slug", "name_da", "cvr", "street", "postcode", "city")
    return {
        **{name: getattr(organisation, name) for name in names},
        **{name: getattr(kept, name) for name in ("domain", "ean", "is_public")},
        **{name: getattr(overview, name) for name in ("people", "joined", "offered", "accepted", "spent")},
    }


def _keep(
    request: TokenRequest, organisation: Organisation, given: CostCentreIn, cost_centre: CostCentre | None = None
) -> CostCentre:
    approver = Person.objects.filter(uuid=given.approver).first() if given.approver else None
    if given.approver and approver is None:
        raise Refused(_("Only somebody who acts for your workplace can approve orders."), field="approver")
    kept = services.keep_cost_centre(
        organisation=organisation,
        code=given.code,
        name=given.name,
        limit=given.limit,
        approver=approver,
        by=request.auth,
        now=now(),
        cost_centre=cost_centre,
    )
    return get_object_or_404(queries.cost_centres_of(organisation), pk=kept.pk)
