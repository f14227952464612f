"""Wallets in the API: hold a credential out to a wallet, ask a wallet for one, and see what it showed.

The wallet itself speaks OpenID4VCI and OpenID4VP, whose endpoints are not here but where ``/.well-known/`` says.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status
from pydantic import Field

from nanobank.accounts.http import TokenRequest
from nanobank.common.clock import now
from nanobank.common.schemas import Problem
from nanobank.organisations.models import Organisation
from nanobank.wallets import queries, services
from nanobank.wallets.models import Format, Offer, PresentationRequest, ShownCredential
from nanobank.wallets.offers import shown_offer
from nanobank.wallets.requests import links_of

router = Router()


class OfferIn(Schema):
    """Which form the wallet takes."""

    format: Format = Field(default=Format.SD_JWT, description="Its identifier in OpenID4VCI", examples=["dc+sd-jwt"])


class WalletOfferOut(Schema):
    """A credential held out to a wallet."""

    uuid: UUID
    format: Format
    state: str = Field(description="waiting, taken, fetched or over", examples=["waiting"])
    uri: str = Field(description="For a QR code", examples=["openid-credential-offer://?credential_offer_uri=https…"])
    uri_by_value: str = Field(
        description="For a wallet on the same device", examples=["openid-credential-offer://?credential_offer=%7B…"]
    )
    tx_code: str = Field(description="What the holder types into the wallet", examples=["260434"])
    expires_at: datetime


class WalletAskIn(Schema):
    """What to ask a wallet for. Without an organisation you show a credential of your own to the bank."""

    organisation: str = Field(default="", description="The slug of whom you hire for", examples=["aaloese-kommune"])
    purpose: str = Field(default="", max_length=200, examples=["Stillingen som teamleder"])
    with_name: bool = Field(default=False, description="The holder's name")
    with_grade: bool = False
    whole: bool = Field(default=False, description="Take wallets that can only show a whole credential too")


class ShownOut(Schema):
    """What a wallet has shown."""

    uuid: UUID
    format: Format
    bound: bool = Field(description="Shown with the key that the credential was issued to")
    shown_at: datetime
    kept_at: datetime | None = Field(description="When its holder let the bank keep it")
    delete_at: datetime | None = Field(description="When it is deleted by itself")
    verdict: dict[str, Any] = Field(description="As it was judged when it was shown; like the answer of /check")


class AskOut(Schema):
    """A request to a wallet, and what it showed."""

    uuid: UUID
    state: str = Field(description="waiting, answered, declined, elsewhere or over", examples=["waiting"])
    uri: str = Field(description="Signed and by reference, for a QR code", examples=["openid4vp://?client_id=dece…"])
    uri_here: str = Field(description="The same for a wallet on this device", examples=["openid4vp://?client_id=dece…"])
    uri_by_value: str = Field(description="Not signed, by value", examples=["openid4vp://?client_id=redirect_uri%3A…"])
    expires_at: datetime
    shown: ShownOut | None


@router.post(
    "/credentials/{uuid}/wallet-offers",
    response={201: WalletOfferOut, 404: Problem, 409: Problem},
    summary="Hold one of my credentials out to my wallet",
)
def offer_credential(request: TokenRequest, uuid: UUID, given: OfferIn) -> Status[WalletOfferOut]:
    """Hold a credential of mine out for ten minutes. Earlier offers of it that nobody took up close."""
    credential = queries.own_credential(request.auth, uuid)
    moment = now()
    offer = services.offer_credential(credential=credential, as_format=given.format, by=request.auth, now=moment)
    return Status(201, _offer(offer, moment))


@router.get("/wallet-offers/{uuid}", response={200: WalletOfferOut, 404: Problem}, summary="How far an offer has come")
def offer(request: TokenRequest, uuid: UUID) -> WalletOfferOut:
    """One of my offers: whether my wallet has fetched the credential."""
    return _offer(queries.own_offer(request.auth, uuid), now())


@router.delete("/wallet-offers/{uuid}", response={204: None, 404: Problem}, summary="Close an offer")
def close_offer(request: TokenRequest, uuid: UUID) -> Status[None]:
    """Close an offer before its time: its codes no longer work."""
    services.withdraw_offer(offer=queries.own_offer(request.auth, uuid), by=request.auth, now=now())
    return Status(204, None)


@router.post(
    "/wallet-requests",
    response={201: AskOut, 404: Problem, 422: Problem},
    summary="Ask a wallet for a credential",
)
def ask(request: TokenRequest, given: WalletAskIn) -> Status[AskOut]:
    """Ask for a credential as an employer, or show one of my own to the bank. Only this token is told the answer."""
    moment = now()
    if given.organisation:
        made = services.ask_for_credential(
            organisation=get_object_or_404(Organisation, slug=given.organisation),
            purpose=given.purpose,
            with_name=given.with_name,
            with_grade=given.with_grade,
            whole=given.whole,
            session=_session(request),
            by=request.auth,
            now=moment,
        )
    else:
        made = services.ask_to_show(session=_session(request), by=request.auth, now=moment)
    return Status(201, _asked(made, moment))


@router.get("/wallet-requests/{uuid}", response={200: AskOut, 404: Problem}, summary="Whether a wallet has answered")
def asked(request: TokenRequest, uuid: UUID, code: str = "") -> AskOut:
    """One of my requests and what was shown. ``code`` is what a wallet on the same device came back with."""
    return _asked(queries.own_request(request.auth, uuid, session=_session(request)), now(), code)


@router.get("/shown-credentials/{uuid}", response={200: ShownOut, 404: Problem}, summary="What was shown")
def shown(request: TokenRequest, uuid: UUID) -> ShownOut:
    """What was shown to me, or what I have shown to the bank."""
    return _shown(queries.own_shown(request.auth, uuid, now=now()))


@router.post(
    "/shown-credentials/{uuid}/keep",
    response={200: ShownOut, 404: Problem, 409: Problem},
    summary="Let the bank keep what I have shown",
)
def keep(request: TokenRequest, uuid: UUID) -> ShownOut:
    """Let the bank keep a credential that I have shown it; else it is gone within the hour."""
    found = queries.own_shown(request.auth, uuid, now=now())
    services.keep_shown(shown=found, session=_session(request), by=request.auth, now=now())
    return _shown(queries.own_shown(request.auth, uuid, now=now()))


@router.delete("/shown-credentials/{uuid}", response={204: None, 404: Problem}, summary="Delete what was shown")
def delete(request: TokenRequest, uuid: UUID) -> Status[None]:
    """Delete what was shown to me, or what I have shown to the bank."""
    services.delete_shown(shown=queries.own_shown(request.auth, uuid, now=now()), by=request.auth)
    return Status(204, None)


def _offer(offer: Offer, moment: datetime) -> WalletOfferOut:
    found = shown_offer(offer, now=moment)
    return WalletOfferOut(
        uuid=offer.uuid,
        format=Format(offer.format),
        state=found.state.value,
        uri=found.by_reference,
        uri_by_value=found.by_value,
        tx_code=found.tx_code,
        expires_at=offer.expires_at,
    )


def _asked(made: PresentationRequest, moment: datetime, code: str = "") -> AskOut:
    seen, links = queries.state_of_request(made, code=code, now=moment), links_of(made)
    return AskOut(
        uuid=made.uuid,
        state=seen.state,
        uri=links.elsewhere,
        uri_here=links.here,
        uri_by_value=links.by_value,
        expires_at=made.expires_at,
        shown=_shown(seen.shown) if seen.shown else None,
    )


def _shown(found: ShownCredential) -> ShownOut:
    return ShownOut(
        uuid=found.uuid,
        format=Format(found.format),
        bound=found.bound,
        shown_at=found.shown_at,
        kept_at=found.kept_at,
        delete_at=found.delete_at,
        verdict=found.verdict,
    )


def _session(request: TokenRequest) -> str:
    """A request is the token's that made it, as one from a page is the browser's."""
    return f"token {request.token.pk}"
