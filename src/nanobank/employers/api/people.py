"""Who is on file, one by one."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Router, Status

from nanobank.accounts.http import TokenRequest
from nanobank.common.clock import now
from nanobank.common.errors import Refused
from nanobank.common.schemas import Limit, Offset, Problem
from nanobank.employers import queries, services
from nanobank.employers.api.workplaces import REFUSALS
from nanobank.employers.holdings import holdings_of
from nanobank.employers.models import Colleague, CostCentre
from nanobank.employers.overview import gaps_of
from nanobank.employers.schemas.people import (
    ColleagueIn,
    ColleagueOut,
    ColleaguesOut,
    WorkplaceColleagueChangeIn,
    WorkplacePersonOut,
)

router = Router()


@router.get("/workplaces/{slug}/people", response={200: ColleaguesOut, 404: Problem}, summary="Who is on file")
def people(request: TokenRequest, slug: str, q: str = "", offset: Offset = 0, limit: Limit = 50) -> dict[str, Any]:
    """By name; those of whose name, address, team or role each word of ``q`` is a part."""
    found = queries.people_of(queries.employer_for(request.auth, slug, now=now()), q[:80])
    return {"count": found.count(), "items": list(found[offset : offset + limit])}


@router.post("/workplaces/{slug}/people", response={201: ColleagueOut, **REFUSALS}, summary="Put somebody on file")
def add_colleague(request: TokenRequest, slug: str, colleague: ColleagueIn) -> Status[Colleague]:
    """And ask them in."""
    organisation = queries.employer_for(request.auth, slug, now=now())
    added = services.add_colleague(organisation=organisation, by=request.auth, now=now(), **colleague.dict())
    services.invite(colleagues=[added], by=request.auth, now=now())
    return Status(201, added)


@router.get("/workplace-people/{uuid}", response={200: WorkplacePersonOut, 404: Problem}, summary="Somebody on file")
def colleague(request: TokenRequest, uuid: UUID) -> dict[str, Any]:
    """What is on file, what they can as far as the workplace may know, and what their job asks for and they lack."""
    return told_of(queries.colleague_for(request.auth, uuid, now=now()))


@router.put("/workplace-people/{uuid}", response={200: WorkplacePersonOut, **REFUSALS}, summary="Change their details")
def change_colleague(request: TokenRequest, uuid: UUID, given: WorkplaceColleagueChangeIn) -> dict[str, Any]:
    """Team, job and cost centre, all of them."""
    found = queries.colleague_for(request.auth, uuid, now=now())
    centre = None
    if given.cost_centre:
        open_ones = CostCentre.objects.filter(organisation=found.organisation, closed_at=None)
        centre = open_ones.filter(code=given.cost_centre).first()
        if centre is None:
            raise Refused(_("Choose one of your cost centres."), field="cost_centre")
    services.change_colleague(
        colleague=found, team=given.team, job_role=given.job_role, cost_centre=centre, by=request.auth, now=now()
    )
    return told_of(found)


@router.delete("/workplace-people/{uuid}", response={204: None, **REFUSALS}, summary="They no longer work there")
def part(request: TokenRequest, uuid: UUID) -> Status[None]:
    """Seats that they have not answered are taken back."""
    services.part(colleague=queries.colleague_for(request.auth, uuid, now=now()), by=request.auth, now=now())
    return Status(204, None)


def told_of(colleague: Colleague) -> dict[str, Any]:
    """All that their workplace knows of them."""
    holding = holdings_of([colleague], now=now())[colleague.pk]
    job, gaps = gaps_of(colleague, holding, now=now())
    names = ("uuid", "name", "email", "team", "job_role", "added_at")
    return {
        **{name: getattr(colleague, name) for name in names},
        "has_said_yes": colleague.membership is not None,
        "person": colleague.membership.person.uuid if colleague.membership else None,
        "cost_centre": colleague.cost_centre.code if colleague.cost_centre else None,
        "consents": holding.consents,
        "evidence": sorted(holding.evidence, key=lambda one: (one.competence.label_da, one.kind)),
        "job": job.uuid if job else None,
        "gaps": list(gaps),
    }
