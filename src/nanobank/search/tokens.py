"""The link in a letter that ends it: signed, so that it needs no signing in and nobody can make one up."""

from typing import Final

from django.core import signing

from nanobank.search.models import SavedSearch

_SALT: Final = "search.saved"


def token_of(saved: SavedSearch) -> str:
    """What the link carries."""
    return signing.dumps(str(saved.uuid), salt=_SALT)


def saved_by(token: str) -> SavedSearch | None:
    """The search that the link ends; None when it is not one of ours, or the search was deleted before."""
    try:
        uuid = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    return SavedSearch.objects.select_related("person").filter(uuid=uuid).first()
