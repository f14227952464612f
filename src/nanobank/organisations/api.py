"""Organisations and roles in the API."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from ninja import Router, Schema, Status
from pydantic import Field

from nanobank.accounts.http import TokenRequest
from nanobank.accounts.models import Person
from nanobank.common.clock import now
from nanobank.common.errors import Refused
from nanobank.common.schemas import Limit, Offset, Problem
from nanobank.organisations import services
from nanobank.organisations.models import Kind, Membership, MembershipQuerySet, Organisation, OrganisationQuerySet, Role
from nanobank.organisations.permissions import check_role
from nanobank.organisations.queries import members_of, roles_of

router = Router()


class OrganisationOut(Schema):
    """An organisation, as anybody may know it."""

    slug: str = Field(examples=["sydvest"])
    kind: Kind
    name_da: str = Field(examples=["Sydvest Universitet"])
    name_en: str = Field(examples=["Sydvest University"])
    city: str = Field(examples=["Odense"])
    country: str = Field(description="ISO 3166-1 alpha-2", examples=["DK"])
    homepage: str = Field(examples=["https://www.sydvest.example/"])


class MembershipRoleOut(Schema):
    """A role that I have."""

    uuid: UUID
    organisation: OrganisationOut
    role: Role
    since: datetime


class MemberOut(Schema):
    """A role that somebody has in an organisation."""

    uuid: UUID
    name: str = Field(alias="person.name", examples=["Astrid Lindholt"])
    email: str = Field(alias="person.email", examples=["astrid.lindholt@sydvest.example"])
    role: Role
    since: datetime


class MemberIn(Schema):
    """Whom to give which role."""

    email: str = Field(examples=["astrid.lindholt@sydvest.example"])
    role: Role


@router.get("/organisations", response=list[OrganisationOut], auth=None, summary="Organisations by name")
def organisations(
    request: HttpRequest, kind: Kind | None = None, offset: Offset = 0, limit: Limit = 50
) -> OrganisationQuerySet:
    """Organisations by name, of one kind or all; ``limit`` of them from ``offset``."""
    found = Organisation.objects.order_by("name_da")
    return (found.filter(kind=kind) if kind else found)[offset : offset + limit]


@router.get(
    "/organisations/{slug}", response={200: OrganisationOut, 404: Problem}, auth=None, summary="One organisation"
)
def organisation(request: HttpRequest, slug: str) -> Organisation:
    """One organisation."""
    return get_object_or_404(Organisation, slug=slug)


@router.get("/me/roles", response=list[MembershipRoleOut], summary="My roles")
def my_roles(request: TokenRequest) -> MembershipQuerySet:
    """The roles that I have now."""
    return roles_of(request.auth, now())


@router.get(
    "/organisations/{slug}/members", response={200: list[MemberOut], 404: Problem}, summary="Who has a role here"
)
def members(request: TokenRequest, slug: str) -> MembershipQuerySet:
    """Everyone with a role; for the organisation's programme lead."""
    found = get_object_or_404(Organisation, slug=slug)
    check_role(request.auth, found, Role.PROGRAMME_LEAD, now=now())
    return members_of(found, now())


@router.post(
    "/organisations/{slug}/members",
    response={201: MemberOut, 404: Problem, 409: Problem, 422: Problem},
    summary="Give somebody a role",
)
def appoint(request: TokenRequest, slug: str, member: MemberIn) -> Status[Membership]:
    """Give a person a role; for the organisation's programme lead."""
    found = get_object_or_404(Organisation, slug=slug)
    check_role(request.auth, found, Role.PROGRAMME_LEAD, now=now())
    person = Person.objects.filter(email=member.email.lower(), is_active=True).first()
    if person is None:
        raise Refused(_("Nobody has an account with this address."), field="email")
    made = services.appoint(person=person, organisation=found, role=member.role, by=request.auth, now=now())
    return Status(201, made)


@router.delete("/memberships/{uuid}", response={204: None, 404: Problem, 422: Problem}, summary="End a role")
def dismiss(request: TokenRequest, uuid: UUID) -> Status[None]:
    """End a role; for the organisation's programme lead."""
    membership = get_object_or_404(Membership.objects.select_related("organisation"), uuid=uuid)
    services.dismiss(membership=membership, by=request.auth, now=now())
    return Status(204, None)
