"""A need: said, put right, looked into, and what nobody teaches asked for."""

from typing import Any
from uuid import UUID

from ninja import Router, Status

from nanobank.accounts.http import TokenRequest
from nanobank.catalogue.models import Competence
from nanobank.common.clock import now
from nanobank.common.errors import Refused
from nanobank.common.schemas import Limit, Offset, Problem
from nanobank.employers import queries, services
from nanobank.employers.api.workplaces import REFUSALS
from nanobank.employers.models import Brief, Colleague
from nanobank.employers.schemas.needs import (
    BriefIn,
    BriefOut,
    EmployerWordsIn,
    WorkplaceAskedOut,
    WorkplaceAskIn,
    WorkplaceNeedsOut,
)
from nanobank.employers.services import Bounds, WantedTerms
from nanobank.needs.models import Need

router = Router()


@router.get("/workplaces/{slug}/needs", response={200: WorkplaceNeedsOut, 404: Problem}, summary="What is looked into")
def briefs(request: TokenRequest, slug: str, offset: Offset = 0, limit: Limit = 20) -> dict[str, Any]:
    """The last changed first; those put away are not among them."""
    found = queries.briefs_of(queries.employer_for(request.auth, slug, now=now()))
    return {"count": found.count(), "items": list(found[offset : offset + limit])}


@router.post("/workplaces/{slug}/needs", response={201: BriefOut, **REFUSALS}, summary="Describe a need")
def begin_brief(request: TokenRequest, slug: str, said: EmployerWordsIn) -> Status[Brief]:
    """It is read into competences, each with its sentence, to be put right before anything is looked for."""
    organisation = queries.employer_for(request.auth, slug, now=now())
    return Status(201, services.begin_brief(organisation=organisation, words=said.words, by=request.auth, now=now()))


@router.get("/workplace-needs/{uuid}", response={200: BriefOut, 404: Problem}, summary="One need and its bundles")
def brief(request: TokenRequest, uuid: UUID) -> Brief:
    """As it was said, read and answered."""
    return queries.brief_for(request.auth, uuid, now=now())


@router.put("/workplace-needs/{uuid}", response={200: BriefOut, **REFUSALS}, summary="Put a need right and look")
def correct_brief(request: TokenRequest, uuid: UUID, said: BriefIn) -> Brief:
    """The best bundles for it, in about a second."""
    found = queries.brief_for(request.auth, uuid, now=now())
    known = {one.slug: one for one in Competence.objects.filter(slug__in=[one.competence for one in said.wanted])}
    unknown = [one.competence for one in said.wanted if one.competence not in known]
    if unknown:
        raise Refused(", ".join(unknown), field="wanted")
    services.correct_brief(
        brief=found,
        title=said.title,
        wanted=[WantedTerms(known[one.competence], one.level, one.weight, one.people) for one in said.wanted],
        colleagues=list(Colleague.objects.of(found.organisation).here().filter(uuid__in=said.colleagues)),
        people=said.people,
        bounds=Bounds(said.budget, said.furthest_km, said.ready_by, said.danish_only),
        by=request.auth,
        now=now(),
    )
    if said.order is not None:
        return services.weigh(brief=found, order=said.order, by=request.auth, now=now())
    return services.look(brief=found, by=request.auth, now=now())


@router.delete("/workplace-needs/{uuid}", response={204: None, 404: Problem}, summary="Put a need away")
def put_away(request: TokenRequest, uuid: UUID) -> Status[None]:
    """Out of sight."""
    services.put_away(brief=queries.brief_for(request.auth, uuid, now=now()), by=request.auth, now=now())
    return Status(204, None)


@router.post("/workplace-needs/{uuid}/ask", response={201: WorkplaceAskedOut, **REFUSALS}, summary="Ask for the rest")
def ask_for_the_rest(request: TokenRequest, uuid: UUID, given: WorkplaceAskIn) -> Status[Need]:
    """What nobody teaches becomes a need that institutions hear of and may answer."""
    found = queries.brief_for(request.auth, uuid, now=now())
    need = services.ask_for_the_rest(brief=found, name_shown=given.name_shown, by=request.auth, now=now())
    return Status(201, need)
