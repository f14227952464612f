"""The life of a credential in the API: suspending, renewing, a new name, and a key in the wrong hands."""

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status
from pydantic import AwareDatetime, Field

from nanobank.accounts.http import TokenRequest
from nanobank.catalogue.models import MicroCredential
from nanobank.common.clock import now
from nanobank.common.schemas import Limit, Offset, Problem
from nanobank.credentials import services, tasks
from nanobank.credentials.addresses import credential_address
from nanobank.credentials.exporting import zip_of
from nanobank.credentials.models import Credential, IssuerKey, NameRequest, Reissue, StatusChange
from nanobank.credentials.permissions import check_may_revoke, check_office
from nanobank.credentials.queries import credential_with, name_requests_to, offices_of, reissues_of
from nanobank.credentials.terms import services as services_of_terms
from nanobank.organisations.models import Organisation

router = Router()
_REASON = "Vi undersøger, om opgaven er din egen."


class ReasonIn(Schema):
    """Why, in words that the holder will read."""

    reason: str = Field(max_length=2000, examples=[_REASON])


class CredentialChangedOut(Schema):
    """Something that has happened to a credential."""

    uuid: UUID = Field(description="The credential's")
    kind: str = Field(description="revoked, suspended, reinstated, replaced or renewed", examples=["suspended"])
    at: datetime
    reason: str = Field(examples=[_REASON])


class AnewOut(Schema):
    """A credential that has taken the place of another."""

    uuid: UUID
    id: str = Field(description="Its public address", examples=["https://nanobanken.example/beviser/2f1c…/"])
    replaces: UUID = Field(description="The old one, whose links lead here from now on")
    awarded_at: datetime = Field(description="When it was first awarded")
    issued_at: datetime | None
    valid_until: datetime | None


class NameRequestOut(Schema):
    """A holder's request for a credential in their new name."""

    uuid: UUID
    credential: UUID
    name: str = Field(examples=["Alma Nyborg"])
    asked_at: datetime
    granted: bool | None = Field(description="null until the institution has settled it", examples=[None])
    grounds: str = Field(description="Why not, when it was declined", examples=[""])


class NameRequestsOut(Schema):
    """One page of requests."""

    count: int = Field(examples=[1])
    items: list[NameRequestOut]


class CompromiseIn(Schema):
    """Since when a key has been in the wrong hands, and what has happened."""

    since: AwareDatetime = Field(
        description="The last moment at which nobody else had it", examples=["2026-11-01T08:00:00Z"]
    )
    reason: str = Field(max_length=2000, examples=["En bærbar computer med adgang til nøglen er stjålet."])
    everything: bool = Field(
        default=False, description="Take it away altogether, and issue anew all that it has signed", examples=[False]
    )


class ReissueOut(Schema):
    """How far the issuing anew of what a key has signed has come."""

    id: int = Field(examples=[7])
    key: str = Field(examples=["z6Mk…"])
    since: datetime | None = Field(description="null: all that it has signed")
    total: int = Field(examples=[240])
    done: int = Field(examples=[150])
    begun_at: datetime
    active_at: datetime = Field(description="When it last came further")
    finished_at: datetime | None


class TermsIn(Schema):
    """How what is awarded from now on is valid."""

    validity_months: int | None = Field(description="For how many months, at most 600; null: for good", examples=[24])
    suspendable: bool = Field(description="Whether verifiers elsewhere are told when one is suspended")


class TermsOut(TermsIn):
    """The terms of a micro-credential's credentials."""

    micro_credential: str = Field(description="Its slug", examples=["undersoegende-datajournalistik"])


_ANSWERS = {200: CredentialChangedOut, 404: Problem, 409: Problem, 422: Problem}


@router.post("/credentials/{uuid}/suspend", response=_ANSWERS, summary="Suspend a credential")
def suspend(request: TokenRequest, uuid: UUID, reason: ReasonIn) -> CredentialChangedOut:
    """Let a credential of an institution whose study secretary or programme lead I am not count for the time being."""
    found = _to_handle(request, uuid)
    return _changed(found, services.suspend(credential=found, reason=reason.reason, by=request.auth, now=now()))


@router.post("/credentials/{uuid}/reinstate", response=_ANSWERS, summary="Put a credential back in force")
def reinstate(request: TokenRequest, uuid: UUID, reason: ReasonIn) -> CredentialChangedOut:
    """Let a suspended credential count again."""
    found = _to_handle(request, uuid)
    return _changed(found, services.reinstate(credential=found, reason=reason.reason, by=request.auth, now=now()))


@router.post(
    "/credentials/{uuid}/renew",
    response={201: AnewOut, 404: Problem, 409: Problem, 422: Problem},
    summary="Renew a credential",
)
def renew(request: TokenRequest, uuid: UUID, reason: ReasonIn) -> Status[AnewOut]:
    """Issue a credential that expires anew, for one more period. The old one is good until it expires."""
    found = _to_handle(request, uuid)
    anew = services.renew(credential=found, reason=reason.reason, by=request.auth, now=now())
    return Status(201, _anew(found, anew))


@router.post(
    "/credentials/{uuid}/name-request",
    response={201: NameRequestOut, 404: Problem, 409: Problem, 422: Problem},
    summary="Ask for a credential in my new name",
)
def ask_for_new_name(request: TokenRequest, uuid: UUID) -> Status[NameRequestOut]:
    """Ask the institution to issue a credential of mine anew in the name that I have now."""
    asked = services.ask_for_new_name(credential=credential_with(uuid), by=request.auth, now=now())
    return Status(201, _asked(asked))


@router.get("/name-requests", response={200: NameRequestsOut, 404: Problem}, summary="New names that are asked for")
def name_requests(request: TokenRequest, limit: Limit = 50, offset: Offset = 0) -> NameRequestsOut:
    """What holders have asked the institutions for whose study secretary or programme lead I am, the oldest first."""
    found = name_requests_to(offices_of(request.auth, now=now()))
    return NameRequestsOut(count=found.count(), items=[_asked(one) for one in found[offset : offset + limit]])


@router.post(
    "/name-requests/{uuid}/grant",
    response={201: AnewOut, 404: Problem, 409: Problem},
    summary="Issue a credential in the new name",
)
def grant_new_name(request: TokenRequest, uuid: UUID) -> Status[AnewOut]:
    """Issue the credential anew in the name asked for; links to the old one lead to the new one."""
    asked = _request_with(uuid)
    anew = services.grant_new_name(request=asked, by=request.auth, now=now())
    return Status(201, _anew(asked.credential, anew))


@router.post(
    "/name-requests/{uuid}/decline",
    response={200: NameRequestOut, 404: Problem, 409: Problem, 422: Problem},
    summary="Say no to a new name",
)
def decline_new_name(request: TokenRequest, uuid: UUID, reason: ReasonIn) -> NameRequestOut:
    """Say no, with grounds that the holder will read."""
    asked = _request_with(uuid)
    services.decline_new_name(request=asked, grounds=reason.reason, by=request.auth, now=now())
    return _asked(asked)


@router.put(
    "/micro-credentials/{slug}/terms",
    response={200: TermsOut, 404: Problem, 422: Problem},
    summary="How long credentials are valid",
)
def set_terms(request: TokenRequest, slug: str, terms: TermsIn) -> TermsOut:
    """Set the terms of what an institution whose study secretary or programme lead I am awards from now on.

    What has been awarded stays as it was signed.
    """
    found = get_object_or_404(MicroCredential.objects.select_related("provider"), slug=slug)
    changed = services_of_terms.set_terms(micro_credential=found, by=request.auth, now=now(), **terms.dict())
    return TermsOut(micro_credential=slug, validity_months=changed.validity_months, suspendable=changed.suspendable)


@router.post(
    "/organisations/{slug}/keys/{multibase}/compromised",
    response={202: ReissueOut, 404: Problem, 409: Problem, 422: Problem},
    summary="Tell that a key is in the wrong hands",
)
def compromised(request: TokenRequest, slug: str, multibase: str, told: CompromiseIn) -> Status[ReissueOut]:
    """Let a key count for nothing from a moment on, and issue anew what it has signed since.

    What it signed before stays valid. The work goes on after this answer: ask for its progress.
    """
    key = get_object_or_404(IssuerKey.objects.select_related("organisation"), public_key_multibase=multibase)
    check_office(request.auth, get_object_or_404(Organisation, slug=slug, pk=key.organisation_id), now=now())
    reissue = services.report_compromise(
        key=key, since=told.since, everything=told.everything, reason=told.reason, by=request.auth, now=now()
    )
    tasks.issue_anew.enqueue(reissue.pk)
    return Status(202, _progress(Reissue.objects.select_related("key").get(pk=reissue.pk)))


@router.get(
    "/organisations/{slug}/reissues", response={200: list[ReissueOut], 404: Problem}, summary="What is issued anew"
)
def reissues(request: TokenRequest, slug: str) -> list[ReissueOut]:
    """How far the issuing anew has come in an institution whose study secretary or programme lead I am."""
    return [_progress(one) for one in reissues_of(_office(request, slug))]


@router.post(
    "/organisations/{slug}/reissues/{id}/resume",
    response={202: ReissueOut, 404: Problem},
    summary="Take up an issuing anew",
)
def resume(request: TokenRequest, slug: str, id: int) -> Status[ReissueOut]:  # noqa: A002 - named so in the address
    """Take up where it stopped an issuing anew that has come to a halt. None is issued twice."""
    reissue = get_object_or_404(reissues_of(_office(request, slug)), pk=id, finished_at=None)
    tasks.issue_anew.enqueue(reissue.pk)
    reissue.refresh_from_db()
    return Status(202, _progress(reissue))


@router.get(
    "/organisations/{slug}/export",
    response={200: bytes, 404: Problem},
    summary="What keeps the credentials checkable",
    openapi_extra={
        "responses": {
            200: {
                "description": "A ZIP file",
                "content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}},
            }
        }
    },
)
def export(request: TokenRequest, slug: str) -> HttpResponse:
    """Did document, status lists and keys' public halves, as files that any web server can show. Nothing personal."""
    return HttpResponse(zip_of(_office(request, slug), now=now()), content_type="application/zip")


def _office(request: TokenRequest, slug: str) -> Organisation:
    organisation = get_object_or_404(Organisation, slug=slug)
    check_office(request.auth, organisation, now=now())
    return organisation


def _to_handle(request: TokenRequest, uuid: UUID) -> Credential:
    found = credential_with(uuid)
    check_may_revoke(request.auth, found, now=now())
    return found


def _request_with(uuid: UUID) -> NameRequest:
    return get_object_or_404(NameRequest.objects.select_related("credential__issuer", "credential__person"), uuid=uuid)


def _changed(credential: Credential, change: StatusChange) -> CredentialChangedOut:
    return CredentialChangedOut(uuid=credential.uuid, kind=change.kind, at=change.at, reason=change.reason)


def _anew(old: Credential, anew: Credential) -> AnewOut:
    return AnewOut(
        uuid=anew.uuid,
        id=credential_address(anew.uuid),
        replaces=old.uuid,
        awarded_at=anew.awarded_at,
        issued_at=anew.issued_at,
        valid_until=anew.valid_until,
    )


def _asked(one: NameRequest) -> NameRequestOut:
    return NameRequestOut(
        uuid=one.uuid,
        credential=one.credential.uuid,
        name=one.name,
        asked_at=one.asked_at,
        granted=one.granted,
        grounds=one.grounds,
    )


def _progress(one: Reissue) -> ReissueOut:
    return ReissueOut(
        id=one.pk,
        key=one.key.public_key_multibase,
        since=one.since,
        total=one.total,
        done=one.done,
        begun_at=one.begun_at,
        active_at=one.active_at,
        finished_at=one.finished_at,
    )
