"""The registry in the API: whom we trust and how we know, and what offices and the bank's staff do about it."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from nanobank.accounts.http import TokenRequest
from nanobank.common.clock import now
from nanobank.common.schemas import Limit, Offset, Problem
from nanobank.credentials.addresses import did_of
from nanobank.credentials.trust import services
from nanobank.credentials.trust.countries import Country
from nanobank.credentials.trust.models import Ground, TrustedIssuer
from nanobank.credentials.trust.permissions import check_may_decide, check_may_propose
from nanobank.credentials.trust.queries import (
    how_known,
    issuer_with,
    issuers_here,
    issuers_known,
    issuers_proposed,
    sentence_of,
)

router = Router()
Text = Annotated[str, Field(max_length=100, description="Words of a name, an identifier or a country")]


class IssuerOut(Schema):
    """An issuer that is known here, and how we know."""

    identifier: str = Field(examples=["did:web:bevis.nordfjord.example"])
    name: str = Field(examples=["Universitetet i Nordfjord"])
    country: str = Field(description="ISO 3166-1", examples=["NO"])
    here: bool = Field(description="An institution of this site")
    ground: str | None = Field(
        description="by_hand, official_list or register; None for one of this site", examples=["register"]
    )
    how: str = Field(
        description="How we know, in one sentence", examples=["In a national register under number 912 345 678, …"]
    )
    source: str | None = Field(description="Address of the list or register", examples=["https://register.example/"])
    register_number: str | None = Field(examples=["912 345 678"])
    since: date | None
    until: date | None


class IssuersOut(Schema):
    """One page of issuers; those of this site first."""

    count: int = Field(examples=[12])
    items: list[IssuerOut]


class ProposedOut(Schema):
    """An issuer that waits for a second person."""

    uuid: UUID
    identifier: str = Field(examples=["did:web:vottun.vesturfirdir.example"])
    name: str = Field(examples=["Háskólinn í Vesturfjörðum"])
    how: str = Field(examples=["Checked by hand by Sevgi Aydemir on …"])


class IssuerIn(Schema):
    """An issuer to propose, and how it is known."""

    identifier: str = Field(max_length=500, examples=["did:web:bevis.nordfjord.example"])
    name: str = Field(min_length=1, max_length=160, examples=["Universitetet i Nordfjord"])
    country: Country = Field(examples=["NO"])
    homepage: str = Field(
        default="", max_length=200, pattern=r"^(https?://\S+)?$", examples=["https://nordfjord.example/"]
    )
    ground: Ground = Field(examples=["register"])
    reference: str = Field(max_length=400, examples=["Enhetsregisteret, oppslag på navn og domene."])
    source: str = Field(
        default="", max_length=200, pattern=r"^(https?://\S+)?$", examples=["https://register.example/"]
    )
    register_number: str = Field(default="", max_length=60, examples=["912 345 678"])
    checked_on: date
    since: date | None = None
    until: date | None = None


class WithdrawIn(Schema):
    """Why an issuer is trusted no longer."""

    reason: str = Field(max_length=400, examples=["Domænet er solgt til en anden."])


class StateOut(Schema):
    """Where an issuer stands after a change."""

    uuid: UUID
    identifier: str = Field(examples=["did:web:bevis.nordfjord.example"])
    confirmed_at: datetime | None
    withdrawn_at: datetime | None


@router.get("/issuers", response=IssuersOut, auth=None, summary="Whom we trust")
def issuers(request: HttpRequest, q: Text = "", limit: Limit = 50, offset: Offset = 0) -> IssuersOut:
    """The issuers that are known here at this moment, and how we know; those of this site first."""
    moment = now()
    here, outside = issuers_here(q), issuers_known(q, now=moment)
    of_ours = here.count()
    items = [
        IssuerOut(
            identifier=(did := did_of(one)),
            name=one.name,
            country=one.country,
            here=True,
            ground=None,
            how=how_known(did, now=moment),
            source=None,
            register_number=None,
            since=None,
            until=None,
        )
        for one in here[offset : offset + limit]
    ]
    start = max(0, offset - of_ours)
    items += [_known(one) for one in outside[start : start + limit - len(items)]]
    return IssuersOut(count=of_ours + outside.count(), items=items)


@router.get("/issuers/proposed", response=list[ProposedOut], summary="Issuers that wait for a second person")
def proposed(request: TokenRequest) -> list[ProposedOut]:
    """The issuers that somebody has proposed. For institutions' offices and the bank's staff."""
    check_may_propose(request.auth, now=now())
    return [
        ProposedOut(uuid=one.uuid, identifier=one.identifier, name=one.name, how=sentence_of(one))
        for one in issuers_proposed()[:100]
    ]


@router.post(
    "/issuers", response={201: StateOut, 404: Problem, 409: Problem, 422: Problem}, summary="Propose an issuer"
)
def propose(request: TokenRequest, issuer: IssuerIn) -> Status[StateOut]:
    """Write down who an issuer is and how we know. It is not trusted before the bank's staff has confirmed it."""
    made = services.propose_issuer(
        identifier=issuer.identifier,
        name=issuer.name,
        country=issuer.country,
        homepage=issuer.homepage,
        evidence=services.Evidence(
            ground=issuer.ground,
            reference=issuer.reference,
            checked_on=issuer.checked_on,
            source=issuer.source,
            register_number=issuer.register_number,
            since=issuer.since,
            until=issuer.until,
        ),
        by=request.auth,
        now=now(),
    )
    return Status(201, _state(made))


@router.post(
    "/issuers/{uuid}/confirm",
    response={200: StateOut, 404: Problem, 409: Problem, 422: Problem},
    summary="Confirm an issuer",
)
def confirm(request: TokenRequest, uuid: UUID) -> StateOut:
    """Trust an issuer that somebody else has proposed. For the bank's staff."""
    check_may_decide(request.auth)
    services.confirm_issuer(issuer=issuer_with(uuid), by=request.auth, now=now())
    return _state(issuer_with(uuid))


@router.post(
    "/issuers/{uuid}/withdraw",
    response={200: StateOut, 404: Problem, 409: Problem, 422: Problem},
    summary="Withdraw an issuer",
)
def withdraw(request: TokenRequest, uuid: UUID, withdrawal: WithdrawIn) -> StateOut:
    """Trust an issuer no longer, for a reason that everybody can read. For the bank's staff."""
    check_may_decide(request.auth)
    services.withdraw_issuer(issuer=issuer_with(uuid), reason=withdrawal.reason, by=request.auth, now=now())
    return _state(issuer_with(uuid))


def _known(issuer: TrustedIssuer) -> IssuerOut:
    return IssuerOut(
        identifier=issuer.identifier,
        name=issuer.name,
        country=issuer.country,
        here=False,
        ground=issuer.ground,
        how=sentence_of(issuer),
        source=issuer.source or None,
        register_number=issuer.register_number or None,
        since=issuer.since,
        until=issuer.until,
    )


def _state(issuer: TrustedIssuer) -> StateOut:
    return StateOut(
        uuid=issuer.uuid,
        identifier=issuer.identifier,
        confirmed_at=issuer.confirmed_at,
        withdrawn_at=issuer.withdrawn_at,
    )
