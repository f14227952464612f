"""What this site itself publishes - did documents, status lists, credentials - straight from the database."""

from uuid import UUID

from nanobank.common.clock import now
from nanobank.credentials import bridge
from nanobank.credentials.addresses import slug_of_did, uuid_in
from nanobank.credentials.models import Credential, IssuerKey, StatusList
from nanobank.credentials.tokens.published import token_list_of
from nanobank.organisations.models import Organisation


def did_document_of(slug: str) -> str | None:
    """The did document of the institution with this slug, None when it has never had a key."""
    keys = list(
        IssuerKey.objects.filter(organisation__slug=slug).select_related("organisation").order_by("created_at", "id")
    )
    return bridge.did_document(keys[0].organisation, keys) if keys else None


def own_document(address: str) -> bytes | None:
    """What is published under an identifier or address of this site, None when there is no such thing."""
    found: str | None = None
    if slug := slug_of_did(address):
        found = did_document_of(slug)
    elif uuid := uuid_in(address, "status"):
        found = StatusList.objects.filter(uuid=uuid).values_list("signed", flat=True).first()
    elif uuid := uuid_in(address, "status-token"):
        found = token_list_of(uuid, now=now())
    elif uuid := uuid_in(address, "beviser"):
        found = _credential_at(uuid)
    return found.encode() if found is not None else None


def _credential_at(uuid: UUID) -> str | None:
    """The credential, or the one that has taken its place: links to a replaced one lead to the new one."""
    row = Credential.objects.only("document", "replaced_at").filter(uuid=uuid).first()
    while row is not None and row.replaced:
        row = Credential.objects.only("document", "replaced_at").get(replaces=row.pk)
    return row.document if row is not None else None


def known_issuer(issuer: str) -> str | None:
    """How an issuer is known here: the name of an institution of this site, None for anybody else."""
    slug = slug_of_did(issuer)
    organisation = Organisation.objects.filter(slug=slug).first() if slug else None
    return organisation.name if organisation else None


def only_own(address: str) -> bytes:
    """A resolver that never leaves the house. Raises CannotResolve."""
    found = own_document(address)
    if found is None:
        raise bridge.CannotResolve(bridge.Unreachable.NOT_FOUND)
    return found
