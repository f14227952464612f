"""A person in the API, and how a program signs in."""

from hashlib import sha256

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router
from ninja.security import HttpBearer

from nanobank.accounts.models import Person, PersonalToken

router = Router()


class TokenAuth(HttpBearer):
    """``Authorization: Bearer nb_…``: a personal token that is neither revoked nor expired."""

    def authenticate(self, request: HttpRequest, token: str) -> Person | None:
        """The token's person, or None (401)."""
        now = timezone.now()
        found = (
            PersonalToken.objects.select_related("person")
            .filter(digest=sha256(token.encode()).digest(), revoked_at__isnull=True, person__is_active=True)
            .first()
        )
        if found is None or (found.expires_at and found.expires_at <= now):
            return None
        request.user = found.person
        return found.person
