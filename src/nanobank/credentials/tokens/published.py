"""What tokens lean on, as it is published."""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final
from uuid import UUID

from django.core.cache import cache

from nanobank.credentials.models import Algorithm, Credential, IssuerKey, StatusList
from nanobank.credentials.tokens.bridge import signed_token_list, type_address, type_metadata

__all__ = ["LIST_TYPE", "token_list_of", "type_address", "type_metadata"]

LIST_TYPE: Final = "application/statuslist+jwt"
_LIFE: Final = timedelta(days=1)
_KEPT_SECONDS: Final = 3600


def token_list_of(uuid: UUID, *, now: datetime, life: timedelta = _LIFE) -> str | None:
    """The Token Status List of a revocation list; None when there is none, or no token was ever signed that needs it.

    Made when it is first asked for after a change: the list of revoked ones says when it changed, and the suspended
    ones, who may be in several lists, are few enough to be named.
    """
    revocation = StatusList.Purpose.REVOCATION
    status_list = StatusList.objects.select_related("organisation").filter(uuid=uuid, purpose=revocation).first()
    key = _key_for(status_list) if status_list is not None else None
    if status_list is None or key is None:
        return None
    suspended = _suspended_in(status_list)
    shape = sha256(f"{status_list.changed_at.isoformat()} {key.pk} {suspended} {life}".encode()).hexdigest()
    name = f"credentials.token_list.{uuid}.{shape}"
    kept: str | None = cache.get(name)
    if kept is None:
        kept = signed_token_list(status_list, suspended=suspended, key=key, now=now, life=life)
        cache.set(name, kept, _KEPT_SECONDS)
    return kept


def _suspended_in(status_list: StatusList) -> list[int]:
    found = Credential.objects.filter(status_list=status_list, suspended_at__isnull=False).order_by("status_index")
    return list(found.values_list("status_index", flat=True))


def _key_for(status_list: StatusList) -> IssuerKey | None:
    keys = IssuerKey.objects.of(status_list.organisation).signing_with(Algorithm.ES256).current()
    return keys.select_related("organisation").first()
