"""Requests as views behind ``login_required`` and endpoints behind a token see them."""

from django.http import HttpRequest

from nanobank.accounts.models import Person, PersonalToken


class SignedInRequest(HttpRequest):
    """A request by somebody: ``user`` is a Person, never a visitor. A type only; Django makes the request."""

    user: Person


class TokenRequest(HttpRequest):
    """A request to the API with a personal token: ``auth`` is its Person. A type only; ninja and TokenAuth set it."""

    auth: Person
    token: PersonalToken
