"""Issuers from outside for tests, through the real services."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from factories import make_person
from factories_credentials import make_issuer, make_secretary
from nanobank.accounts.models import Person
from nanobank.credentials.trust.models import Ground, TrustedIssuer
from nanobank.credentials.trust.services import Evidence, confirm_issuer, propose_issuer

ELSEWHERE = "did:web:bevis.nordfjord.example"


def make_staff() -> Person:
    """Somebody who works for the bank itself."""
    staff = make_person("Tove", "Nygård")
    staff.is_staff = True
    staff.save(update_fields=["is_staff"])
    return staff


def make_evidence(**fields: Any) -> Evidence:
    """A telephone call a month ago."""
    given: dict[str, Any] = {
        "ground": Ground.BY_HAND,
        "reference": "Ringede til registrator på et nummer fra telefonbogen",
        "checked_on": timezone.localdate() - timedelta(days=30),
    }
    return Evidence(**given | fields)


def make_proposed(
    identifier: str = ELSEWHERE, *, by: Person | None = None, now: datetime | None = None, **fields: Any
) -> TrustedIssuer:
    """An issuer that waits for a second person."""
    return propose_issuer(
        identifier=identifier,
        name="Universitetet i Nordfjord",
        country="NO",
        evidence=make_evidence(**fields),
        by=by or make_secretary(make_issuer()),
        now=now or timezone.now(),
    )


def make_known(identifier: str = ELSEWHERE, *, until: date | None = None, **fields: Any) -> TrustedIssuer:
    """An issuer that is trusted."""
    issuer = make_proposed(identifier, until=until, **fields)
    confirm_issuer(issuer=issuer, by=make_staff(), now=timezone.now())
    return issuer
