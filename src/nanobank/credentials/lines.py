"""A credential as its holder's list shows it: a plain row, since making its models takes longer than finding it."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from nanobank.accounts.models import Person
from nanobank.common.bilingual import in_english, said
from nanobank.common.prepared import prepared
from nanobank.credentials.models import Credential


class CredentialLine(NamedTuple):
    """One that is held; ``micro_credential`` is its id."""

    uuid: UUID
    awarded_at: datetime
    valid_until: datetime | None
    suspended_at: datetime | None
    revoked_at: datetime | None
    micro_credential: int
    slug: str
    title_da: str
    title_en: str
    issuer_da: str
    issuer_en: str

    @property
    def title(self) -> str:
        """The micro-credential's, in the active language, the other where that is empty."""
        return said(self.title_da, self.title_en, english=in_english())

    @property
    def issuer(self) -> str:
        """The name of who awarded it, likewise."""
        return said(self.issuer_da, self.issuer_en, english=in_english())


@prepared
def _held(person: Any) -> QuerySet[Credential, tuple[Any, ...]]:
    found = Credential.objects.held_by(person).not_replaced().order_by("-awarded_at")
    return found.values_list(
        *("uuid", "awarded_at", "valid_until", "suspended_at", "revoked_at", "micro_credential_id"),
        *(f"micro_credential__{name}" for name in ("slug", "title_da", "title_en")),
        *("issuer__name_da", "issuer__name_en"),
    )


def credentials_held(person: Person) -> list[CredentialLine]:
    """What the person has, revoked ones too but none that another took the place of, the newest first: one query."""
    return [CredentialLine(*row) for row in _held(person=person)]
