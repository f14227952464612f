"""Who can what, who lacks what of what a job or a need asks for, and what jobs ask for."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Router, Status

from nanobank.accounts.http import TokenRequest
from nanobank.catalogue.models import Competence
from nanobank.common.clock import now
from nanobank.common.errors import Refused
from nanobank.common.schemas import Limit, Offset, Problem
from nanobank.employers import queries, services
from nanobank.employers.api.workplaces import REFUSALS
from nanobank.employers.models import Brief, JobRole
from nanobank.employers.overview import SkillTable, skills_of
from nanobank.employers.schemas.needs import BriefOut
from nanobank.employers.schemas.skills import (
    JobAskedIn,
    JobRoleIn,
    JobRoleLineOut,
    JobRoleOut,
    WorkplaceGapsOut,
    WorkplaceSkillsOut,
)
from nanobank.employers.services import RoleTerms
from nanobank.frameworks.models import Concept

router = Router()


@router.get("/workplaces/{slug}/skills", response={200: WorkplaceSkillsOut, 404: Problem}, summary="Who can what")
def skills(
    request: TokenRequest,
    slug: str,
    job_role: UUID | None = None,
    need: UUID | None = None,
    team: str = "",
    offset: Offset = 0,
    limit: Limit = 50,
) -> dict[str, Any]:
    """A page of people, against a job (those who hold it), a need, or all that they are known to have.

    What is only said (``declared``) never counts as enough. The workplace sees what it paid for, and the rest of those
    who let it.
    """
    table = _table(request, slug, job_role, need, team, offset, limit)
    rows = [
        {
            "colleague": row.colleague.uuid,
            "name": row.colleague.name,
            "consents": row.consents,
            "cells": [
                {
                    "competence": column.competence.slug,
                    "enough": cell.is_enough,
                    "expires_soon": cell.expires_soon,
                    "evidence": cell.evidence,
                }
                for column, cell in zip(table.columns, row.cells, strict=True)
            ],
        }
        for row in table.rows
    ]
    return {"count": table.people, "columns": list(table.columns), "items": rows}


@router.get("/workplaces/{slug}/gaps", response={200: WorkplaceGapsOut, **REFUSALS}, summary="Who lacks what")
def gaps(
    request: TokenRequest,
    slug: str,
    job_role: UUID | None = None,
    need: UUID | None = None,
    team: str = "",
    offset: Offset = 0,
    limit: Limit = 50,
) -> dict[str, Any]:
    """Of a page of people, what a job or a need asks for and they cannot show, and all evidence that expires soon.

    A team's plan for what is lacked is made at ``/teams``, with ``person`` of ``/workplaces/{slug}/people``.
    """
    table = _table(request, slug, job_role, need, team, offset, limit)
    expiring = [
        {"colleague": colleague.uuid, "name": colleague.name, "evidence": evidence}
        for colleague, evidence in table.expiring
    ]
    return {"count": table.people, "gaps": list(table.gaps) if job_role or need else [], "expiring": expiring}


@router.get("/workplaces/{slug}/job-roles", response={200: list[JobRoleLineOut], 404: Problem}, summary="Job roles")
def job_roles(request: TokenRequest, slug: str) -> list[dict[str, Any]]:
    """By name, each with how many hold it."""
    kept = queries.job_roles_of(queries.employer_for(request.auth, slug, now=now()))
    return [
        {"uuid": one.role.uuid, "name": one.role.name, "people": one.people, "competences": one.competences}
        for one in kept
    ]


@router.post("/workplaces/{slug}/job-roles", response={201: JobRoleOut, **REFUSALS}, summary="Keep a job role")
def add_job_role(request: TokenRequest, slug: str, given: JobRoleIn) -> Status[JobRole]:
    """Of one's own, or begun from a role of ESCO or another framework (``/frameworks``)."""
    organisation = queries.employer_for(request.auth, slug, now=now())
    occupation = None
    if given.occupation:
        occupation = Concept.objects.in_force().occupations().filter(slug=given.occupation).first()
        if occupation is None:
            raise Refused(_("Choose a role from the framework."), field="occupation")
    asked = None if given.asked is None else _terms(given.asked)
    role = services.begin_job_role(
        organisation=organisation, name=given.name, occupation=occupation, asked=asked, by=request.auth, now=now()
    )
    return Status(201, role)


@router.get("/workplace-job-roles/{uuid}", response={200: JobRoleOut, 404: Problem}, summary="A job role")
def job_role(request: TokenRequest, uuid: UUID) -> JobRole:
    """What it asks for."""
    return queries.job_role_for(request.auth, uuid, now=now())


@router.put("/workplace-job-roles/{uuid}", response={200: JobRoleOut, **REFUSALS}, summary="Say a job role anew")
def correct_job_role(request: TokenRequest, uuid: UUID, given: JobRoleIn) -> JobRole:
    """What it is called and asks for, all of it; where it began from stays."""
    found = queries.job_role_for(request.auth, uuid, now=now())
    asked = _terms(given.asked or [])
    return services.correct_job_role(role=found, name=given.name, asked=asked, by=request.auth, now=now())


@router.delete("/workplace-job-roles/{uuid}", response={204: None, 404: Problem}, summary="Delete a job role")
def drop_job_role(request: TokenRequest, uuid: UUID) -> Status[None]:
    """Nobody is held against it any more."""
    services.drop_job_role(role=queries.job_role_for(request.auth, uuid, now=now()), by=request.auth, now=now())
    return Status(204, None)


@router.post("/workplace-job-roles/{uuid}/needs", response={201: BriefOut, **REFUSALS}, summary="A need of the gaps")
def begin_brief_for_role(request: TokenRequest, uuid: UUID, team: str = "") -> Status[Brief]:
    """What those who hold the job lack, with their names in it; look with ``PUT /workplace-needs/{uuid}``."""
    found = queries.job_role_for(request.auth, uuid, now=now())
    return Status(201, services.begin_brief_for_role(role=found, team=team[:80], by=request.auth, now=now()))


def _table(
    request: TokenRequest, slug: str, job_role: UUID | None, need: UUID | None, team: str, offset: int, limit: int
) -> SkillTable:
    organisation = queries.employer_for(request.auth, slug, now=now())
    against: Brief | JobRole | None = None
    if job_role:
        against = queries.job_role_for(request.auth, job_role, now=now())
    elif need:
        against = queries.brief_for(request.auth, need, now=now())
    if against is not None and against.organisation_id != organisation.pk:
        raise Refused(_("That belongs to another of your workplaces."), field="job_role" if job_role else "need")
    return skills_of(organisation, against=against, team=team[:80], now=now(), first=offset, most=limit)


def _terms(asked: list[JobAskedIn]) -> list[RoleTerms]:
    known = {one.slug: one for one in Competence.objects.filter(slug__in=[one.competence for one in asked])}
    unknown = [one.competence for one in asked if one.competence not in known]
    if unknown:
        raise Refused(", ".join(unknown), field="asked")
    return [RoleTerms(known[one.competence], one.level) for one in asked]
