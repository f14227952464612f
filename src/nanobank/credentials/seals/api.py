"""An institution's seal in the API: what it seals with, putting a certificate in, and taking it out."""

from datetime import datetime
from typing import Final

from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status
from pydantic import Field

from nanobank.accounts.http import TokenRequest
from nanobank.common.clock import now
from nanobank.common.schemas import Problem
from nanobank.credentials.models import SealingCertificate
from nanobank.credentials.permissions import check_office
from nanobank.credentials.seals import services
from nanobank.organisations.models import Organisation

router = Router()
_MOST_CHARACTERS: Final = 64 * 1024
_PATH: Final = "/organisations/{slug}/seal"


class SealIn(Schema):
    """A certificate for electronic seals, and its key, in PEM."""

    chain: str = Field(
        max_length=_MOST_CHARACTERS,
        description="The certificate first, then those that vouch for it",
        examples=["-----BEGIN CERTIFICATE-----\nMIIF…\n-----END CERTIFICATE-----\n"],
    )
    key: str = Field(
        max_length=_MOST_CHARACTERS,
        description="Its private key: RSA with at least 2048 bits, or P-256. It is kept encrypted and never given out",
        examples=["-----BEGIN PRIVATE KEY-----\nMIIE…\n-----END PRIVATE KEY-----\n"],
    )
    password: str = Field(
        default="", max_length=200, description="What the key is under, if it is under one", examples=[""]
    )


class SealOut(Schema):
    """What an institution seals with. The key is not told."""

    name: str = Field(description="Whom the certificate names", examples=["Sydvest Universitet"])
    legal_identifier: str = Field(description="As the certificate has it", examples=["NTRDK-98414002"])
    qualified: bool = Field(description="Whether it says of itself that it is a qualified one for seals")
    valid_from: datetime
    valid_until: datetime
    in_force: bool = Field(description="Whether what learners take to Europass is sealed with it today")
    put_in_at: datetime


@router.get(_PATH, response={200: SealOut, 404: Problem}, summary="What an institution seals with")
def seal(request: TokenRequest, slug: str) -> SealOut:
    """The sealing certificate of an institution whose study secretary or programme lead I am; 404 if there is none."""
    return _shown(get_object_or_404(SealingCertificate, organisation=_office(request, slug)))


@router.put(_PATH, response={200: SealOut, 404: Problem, 422: Problem}, summary="Put a sealing certificate in")
def put_in(request: TokenRequest, slug: str, handed: SealIn) -> SealOut:
    """Let an institution whose study secretary or programme lead I am seal with this, in place of the one before."""
    kept = services.put_in(
        organisation=_office(request, slug),
        chain=handed.chain.encode(),
        key=handed.key.encode(),
        password=handed.password,
        by=request.auth,
        now=now(),
    )
    return _shown(kept)


@router.delete(_PATH, response={204: None, 404: Problem, 409: Problem}, summary="Take the sealing certificate out")
def take_out(request: TokenRequest, slug: str) -> Status[None]:
    """Let the institution seal no more. Its key is forgotten; what was sealed stays sealed."""
    services.take_out(organisation=_office(request, slug), by=request.auth, now=now())
    return Status(204, None)


def _office(request: TokenRequest, slug: str) -> Organisation:
    organisation = get_object_or_404(Organisation, slug=slug)
    check_office(request.auth, organisation, now=now())
    return organisation


def _shown(kept: SealingCertificate) -> SealOut:
    return SealOut(
        name=kept.name,
        legal_identifier=kept.legal_identifier,
        qualified=kept.qualified,
        valid_from=kept.valid_from,
        valid_until=kept.valid_until,
        in_force=kept.is_in_force(now()),
        put_in_at=kept.put_in_at,
    )
