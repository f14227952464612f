"""Issuers from outside: proposed by the offices, confirmed by the bank's staff, one withdrawn, two waiting."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.utils import timezone

from nanobank.accounts.models import Person
from nanobank.credentials.trust.models import Ground, TrustedIssuer
from nanobank.credentials.trust.services import Evidence, confirm_issuer, propose_issuer, withdraw_issuer
from nanobank.demo.seeding.files import rows
from nanobank.demo.seeding.hours import by_day

_STAFF: Final = "ulla-vindelev"


def seed_issuers(people: dict[str, Person], now: datetime) -> list[TrustedIssuer]:
    """In the order of the file."""
    return [_seeded(row, people, now) for row in rows("issuers.toml", "issuer")]


def _seeded(row: dict[str, Any], people: dict[str, Person], now: datetime) -> TrustedIssuer:
    then = now - timedelta(days=row["days_ago"])
    issuer = propose_issuer(
        identifier=row["identifier"],
        name=row["name"],
        country=row["country"],
        homepage=row.get("homepage", ""),
        evidence=Evidence(
            ground=Ground(row["ground"]),
            reference=row["reference"],
            checked_on=timezone.localdate(then),
            source=row.get("source", ""),
            register_number=row.get("register_number", ""),
            until=timezone.localdate(now + timedelta(days=row["days_left"])) if "days_left" in row else None,
        ),
        by=people[row["by"]],
        now=then,
    )
    if not row.get("waits", False):
        confirm_issuer(issuer=issuer, by=people[_STAFF], now=by_day(then + timedelta(hours=20)))
    if "withdrawn_days_ago" in row:
        when = now - timedelta(days=row["withdrawn_days_ago"])
        withdraw_issuer(issuer=issuer, reason=row["reason"], by=people[_STAFF], now=when)
    return issuer
