"""Credentials in the API: mine, anybody's by its uuid, the check, and what an issuing office does."""

import json
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status
from pydantic import Field

from nanobank.accounts.http import TokenRequest
from nanobank.common.clock import now
from nanobank.common.errors import Refused
from nanobank.common.schemas import Limit, Offset, Problem
from nanobank.credentials import services
from nanobank.credentials.addresses import credential_address, did_of
from nanobank.credentials.bridge import Step, Verdict, too_large_to_read
from nanobank.credentials.checking import check_document, check_link, how_known_in
from nanobank.credentials.limits import count_check, is_too_large
from nanobank.credentials.models import Algorithm, Credential, IssuerKey
from nanobank.credentials.permissions import check_may_revoke
from nanobank.credentials.queries import Standing, credential_with, credentials_of, standing_of
from nanobank.credentials.texts import headline_for, sentence_for
from nanobank.organisations.models import Organisation

router = Router()


class CredentialOut(Schema):
    """A credential that the person holds or has held."""

    uuid: UUID
    id: str = Field(description="Its public address", examples=["https://nanobanken.example/beviser/2f1c…/"])
    title: str = Field(examples=["Undersøgende datajournalistik"])
    issuer: str = Field(description="The institution's slug", examples=["sydvest"])
    micro_credential: str = Field(
        description="The micro-credential's slug", examples=["undersoegende-datajournalistik"]
    )
    awarded_at: datetime
    valid_until: datetime | None = Field(description="null: for good")
    suspended_at: datetime | None
    revoked_at: datetime | None
    replaced_by: str | None = Field(description="Where the one is that has taken its place", examples=[None])
    revocation_reason: str | None = Field(
        description="Why it was revoked, suspended or replaced, for its holder", examples=[None]
    )


class CredentialsOut(Schema):
    """One page of credentials."""

    count: int = Field(examples=[1])
    items: list[CredentialOut]


class CredentialShown(Schema):
    """A credential as anybody with its uuid may see it: whether it is genuine now, and the signed JSON."""

    uuid: UUID
    outcome: str = Field(description="genuine, not_genuine or cannot_tell", examples=["genuine"])
    reason: str = Field(description="The code that decided", examples=["issuer_ok"])
    text: str = Field(
        description="The verdict in one sentence, in the language of Accept-Language", examples=["Beviset er ægte"]
    )
    credential: dict[str, Any] = Field(
        description="The signed credential; to the letter at the address in its `id`, asked for as application/ld+json"
    )


class RevokeIn(Schema):
    """Why a credential is revoked."""

    reason: str = Field(max_length=2000, examples=["Opgaven viste sig at være skrevet af en anden."])


class RevokedOut(Schema):
    """A revocation that has taken effect."""

    uuid: UUID = Field(description="The credential's")
    revoked_at: datetime
    reason: str = Field(examples=["Opgaven viste sig at være skrevet af en anden."])


class CredentialStepOut(Schema):
    """One step of a verdict."""

    step: str = Field(examples=["signature"])
    state: str = Field(description="passed, failed or unchecked", examples=["passed"])
    code: str = Field(examples=["signature_ok"])
    how_known: str = Field(
        default="", description="Of the issuer: how we know who it is", examples=["An institution of this site. …"]
    )
    text: str = Field(examples=["Ikke et tegn er ændret, siden beviset blev underskrevet (eddsa-rdfc-2022)."])
    params: dict[str, str] = Field(examples=[{"suite": "eddsa-rdfc-2022"}])


class VerdictOut(Schema):
    """Whether a credential is genuine at this moment, step by step, and what it says."""

    outcome: str = Field(description="genuine, not_genuine or cannot_tell", examples=["genuine"])
    reason: str = Field(description="The code of the step that decided", examples=["issuer_ok"])
    text: str = Field(
        description="The verdict in one sentence, in the language of Accept-Language", examples=["Beviset er ægte"]
    )
    checked_at: datetime
    steps: list[CredentialStepOut]
    facts: dict[str, Any] | None = Field(description="What it says, as far as it could be read; true if it is genuine")


class KeyOut(Schema):
    """A signing key of an institution, its public half."""

    id: str = Field(examples=["did:web:nanobanken.example:udbydere:sydvest#z6Mk…"])
    algorithm: str = Field(description="EdDSA, or ES256 for what wallets take", examples=["EdDSA"])
    public_key_multibase: str = Field(examples=["z6Mk…"])
    created_at: datetime


_CHECK: Final = {
    "requestBody": {
        "required": True,
        "description": "A link, the credential as text, or the credential itself as the whole body, to the letter.",
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "url": {"type": "string", "description": "Where the credential is"},
                        "document": {"type": "string", "description": "The credential, as text"},
                    },
                },
                "examples": {
                    "link": {"value": {"url": "https://nanobanken.example/beviser/2f1c…/"}},
                    "text": {"value": {"document": '{"@context": ["https://www.w3.org/ns/credentials/v2"], …}'}},
                    "itself": {"value": {"@context": ["https://www.w3.org/ns/credentials/v2"], "…": "…"}},
                },
            },
            "application/vc+jwt": {"schema": {"type": "string"}, "example": "eyJhbGciOiJFUzI1NiJ9.eyJAY29u….MEUC…"},
            "application/dc+sd-jwt": {
                "schema": {"type": "string"},
                "example": "eyJhbGciOiJFUzI1NiJ9.eyJpc3Mi….MEUC…~WyJz…~",
            },
            "image/png": {"schema": {"type": "string", "format": "binary"}},
            "image/svg+xml": {
                "schema": {"type": "string"},
                "example": '<svg xmlns="http://www.w3.org/2000/svg">…</svg>',
            },
        },
    }
}


@router.get("/credentials", response=CredentialsOut, summary="My credentials")
def credentials(
    request: TokenRequest,
    limit: Limit = 50,
    offset: Offset = 0,
) -> CredentialsOut:
    """My credentials, the newest first; revoked ones too, with the reason."""
    found = credentials_of(request.auth)
    return CredentialsOut(count=found.count(), items=[_shown(one) for one in found[offset : offset + limit]])


@router.get("/credentials/{uuid}", response={200: CredentialShown, 404: Problem}, auth=None, summary="One credential")
def credential(request: HttpRequest, uuid: UUID) -> CredentialShown:
    """One credential, by whoever has its uuid: whether it is genuine now, and the signed JSON."""
    found = credential_with(uuid)
    standing: Standing = standing_of(found, now=now())
    return CredentialShown(
        uuid=found.uuid,
        outcome=standing.outcome.value,
        reason=standing.reason.code.value,
        text=headline_for(standing.outcome, standing.reason),
        credential=json.loads(found.document),
    )


@router.post(
    "/credentials/{uuid}/revoke",
    response={200: RevokedOut, 404: Problem, 409: Problem, 422: Problem},
    summary="Revoke a credential",
)
def revoke(request: TokenRequest, uuid: UUID, revocation: RevokeIn) -> RevokedOut:
    """Revoke a credential of an institution whose study secretary or programme lead I am. It is for good."""
    found = credential_with(uuid)
    check_may_revoke(request.auth, found, now=now())
    change = services.revoke(credential=found, reason=revocation.reason, by=request.auth, now=now())
    return RevokedOut(uuid=found.uuid, revoked_at=change.at, reason=change.reason)


@router.post(
    "/check",
    response={200: VerdictOut, 422: Problem, 429: Problem},
    auth=None,
    openapi_extra=_CHECK,
    summary="Check a credential",
)
def check(request: HttpRequest) -> VerdictOut:
    """Check anybody's credential step by step. Any credential gets a verdict, however broken or large. Nothing is kept.

    422 only when there is nothing to check: a link that leads nowhere.
    """
    count_check(request)
    moment = now()
    return _verdict(too_large_to_read() if is_too_large(request) else _checked(request.body, moment), moment)


@router.post(
    "/organisations/{slug}/keys/rotate", response={201: KeyOut, 404: Problem}, summary="Make a new signing key"
)
def rotate_key(request: TokenRequest, slug: str, algorithm: Algorithm = Algorithm.EDDSA) -> Status[KeyOut]:
    """Give an institution whose study secretary or programme lead I am a new signing key.

    What the old key signed stays valid: it stays in the institution's did document.
    """
    organisation = get_object_or_404(Organisation, slug=slug)
    made: IssuerKey = services.rotate_key(organisation=organisation, by=request.auth, now=now(), algorithm=algorithm)
    return Status(
        201,
        KeyOut(
            id=f"{did_of(organisation)}#{made.public_key_multibase}",
            algorithm=made.algorithm,
            public_key_multibase=made.public_key_multibase,
            created_at=made.created_at,
        ),
    )


def _checked(body: bytes, moment: datetime) -> Verdict:
    """The verdict on what a body holds. What is neither a link nor a text is taken to be the credential itself."""
    try:
        asked = json.loads(body)
    except (ValueError, RecursionError):
        return check_document(body, now=moment)
    if isinstance(asked, dict) and asked.keys() == {"url"} and isinstance(asked["url"], str):
        try:
            return check_link(asked["url"], now=moment)
        except Refused as refused:
            raise Refused(refused.message, field="url") from None
    if isinstance(asked, dict) and asked.keys() == {"document"} and isinstance(asked["document"], str):
        return check_document(asked["document"], now=moment)
    return check_document(body, now=moment)


def _verdict(verdict: Verdict, moment: datetime) -> VerdictOut:
    plain = verdict.as_json()
    steps = zip(plain["steps"], verdict.findings, strict=True)
    return VerdictOut(
        outcome=plain["outcome"],
        reason=plain["reason"],
        text=headline_for(verdict.outcome, verdict.reason),
        checked_at=moment,
        steps=[
            CredentialStepOut(
                **step,
                text=sentence_for(finding),
                how_known=how_known_in(verdict, now=moment) if finding.step is Step.ISSUER else "",
            )
            for step, finding in steps
        ],
        facts=plain["facts"],
    )


def _shown(one: Credential) -> CredentialOut:
    changes = list(one.status_changes.all())
    return CredentialOut(
        uuid=one.uuid,
        id=credential_address(one.uuid),
        title=one.micro_credential.title,
        issuer=one.issuer.slug,
        micro_credential=one.micro_credential.slug,
        awarded_at=one.awarded_at,
        valid_until=one.valid_until,
        suspended_at=one.suspended_at,
        revoked_at=one.revoked_at,
        replaced_by=credential_address(one.replaced_by.uuid) if one.replaced else None,
        revocation_reason=changes[-1].reason if changes and (one.revoked or one.suspended or one.replaced) else None,
    )
