"""A person in the API, and how a program signs in."""

from datetime import datetime
from typing import Annotated, cast
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from ninja.security import HttpBearer
from pydantic import Field

from nanobank.accounts import services
from nanobank.accounts.http import TokenRequest
from nanobank.accounts.models import Person, PersonalToken, TokenQuerySet
from nanobank.common.clock import now
from nanobank.common.schemas import Problem

router = Router()


class TokenAuth(HttpBearer):
    """``Authorization: Bearer nb_…``: a personal token that is neither withdrawn nor expired."""

    def authenticate(self, request: HttpRequest, token: str) -> Person | None:
        """The token's person, or None (401); the token stays with the request."""
        found = services.token_with(secret=token, now=now())
        if found is None:
            return None
        cast("TokenRequest", request).token = found
        request.user = found.person
        return found.person


class Me(Schema):
    """The person whose token is used."""

    uuid: UUID
    email: str = Field(examples=["jonas.revsgaard@vestavisen.example"])
    given_name: str = Field(examples=["Jonas"])
    family_name: str = Field(examples=["Revsgaard"])


class TokenOut(Schema):
    """A personal token, without its secret."""

    uuid: UUID
    name: str = Field(examples=["Mit regneark"])
    hint: str = Field(description="The last four characters", examples=["x7Qa"])
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None


class TokenIn(Schema):
    """A token to make."""

    name: str = Field(min_length=1, max_length=80, examples=["Mit regneark"])
    days: Annotated[int, Field(ge=1, le=365, description="At most; never longer than the token that asks")] = 90


class TokenMade(TokenOut):
    """A new token with its secret, shown this once."""

    secret: str = Field(examples=["nb_…"])


@router.get("/me", response=Me, summary="Who am I")
def me(request: TokenRequest) -> Person:
    """Who am I."""
    return request.auth


@router.get("/tokens", response=list[TokenOut], summary="My tokens")
def tokens(request: TokenRequest) -> TokenQuerySet:
    """My tokens in force, newest first; at most twenty."""
    return PersonalToken.objects.of(request.auth).valid_at(now()).order_by("-created_at")


@router.post("/tokens", response={201: TokenMade, 422: Problem}, summary="Make a token")
def create_token(request: TokenRequest, token: TokenIn) -> Status[TokenMade]:
    """Make one more token. It expires no later than the token that asks; for a longer one, sign in to the site."""
    made = services.create_token(person=request.auth, name=token.name, days=token.days, now=now(), maker=request.token)
    shown = TokenOut.from_orm(made.token)
    return Status(201, TokenMade(**shown.dict(), secret=made.secret))


@router.delete("/tokens/{uuid}", response={204: None, 404: Problem}, summary="Withdraw a token")
def withdraw_token(request: TokenRequest, uuid: UUID) -> Status[None]:
    """Withdraw one of my tokens; a program that uses it is refused from now on."""
    services.withdraw_token(person=request.auth, uuid=uuid, now=now())
    return Status(204, None)
