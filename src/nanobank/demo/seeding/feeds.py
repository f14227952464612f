"""Offers from outside: a feed of them, some vetted, and a list with faults that waits for somebody to decide."""

import json
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from django.core.files.base import ContentFile
from django.utils import timezone

from nanobank.accounts.models import Person
from nanobank.catalogue.models import Competence
from nanobank.demo.seeding.files import Row, rows
from nanobank.demo.seeding.hours import by_day
from nanobank.feeds import services
from nanobank.feeds.models import OutsideOffer, Verdict
from nanobank.organisations.models import Organisation

_FILE: Final = "outside_offers.toml"
_TAKEN_IN: Final = 810
"""Days ago: before the oldest judgement of an offer."""
_AWAITING: Final = """Titel;Link;Udbyder;Timer;ECTS;Pris
Skriv så det bliver læst;https://ordvaerkstedet.example/skriv;Ordværkstedet;12;;1.450 kr.
Kommunikation i krise;https://ordvaerkstedet.example/krise;Ordværkstedet;18;;2.900 kr.
Internt kursus;http://192.168.4.20/kursus;Ordværkstedet;8;;500 kr.
Taler der virker;https://ordvaerkstedet.example/taler;Ordværkstedet;10;900;1.200 kr.
Klart sprog for ledere;https://ordvaerkstedet.example/klart;Ordværkstedet;14;;gratis
"""
"""Somebody's own list with two lines that cannot be used."""


def seed_offers(
    organisations: dict[str, Organisation], people: dict[str, Person], competences: dict[str, Competence], now: datetime
) -> int:
    """The feed, its judgements and the list that waits; how many offers there are."""
    then, astrid, sydvest = now - timedelta(days=_TAKEN_IN), people["astrid-lindholt"], organisations["sydvest"]
    listed = rows(_FILE, "offer")
    content = json.dumps({"@context": "https://schema.org", "@graph": [_course(row) for row in listed]})
    run = services.choose_feed(
        organisation=sydvest,
        title="Kurser, vi anbefaler at kende",
        file=ContentFile(content.encode(), name="kurser.json"),
        by=astrid,
        now=then,
    )
    services.check(run=run, clock=lambda: then)
    services.work(run=services.begin(run=run, by=astrid, now=then), clock=lambda: then)
    while services.read_waiting(clock=lambda: then):
        pass
    for row in listed:
        if "vetting" in row:
            _judge(row, people, competences, now)
    two_hours_ago = by_day(now - timedelta(hours=2))
    waiting = services.choose_feed(
        organisation=sydvest,
        title="Ordværkstedet",
        file=ContentFile(_AWAITING.encode(), name="ordvaerkstedet.csv"),
        by=astrid,
        now=two_hours_ago,
    )
    services.check(run=waiting, clock=lambda: two_hours_ago)
    return OutsideOffer.objects.count()


def _course(row: Row) -> dict[str, Any]:
    """As schema.org has it."""
    return {
        "@type": "Course",
        "@id": row["url"],
        "url": row["url"],
        "name": row["title"],
        "description": row["description"],
        "provider": {"@type": "Organization", "name": row["provider"]},
        "inLanguage": row["language"],
        "timeRequired": f"PT{row['hours']}H",
        "numberOfCredits": row.get("ects"),
        "educationalLevel": f"EQF {row['level']}" if "level" in row else None,
        "offers": {"@type": "Offer", "price": row["price"], "priceCurrency": "DKK"},
        "hasCourseInstance": {"@type": "CourseInstance", "courseMode": row["form"].replace("_", "-")},
        "teaches": row["teaches"],
    }


def _judge(row: Row, people: dict[str, Person], competences: dict[str, Competence], now: datetime) -> None:
    said = row["vetting"]
    at = now - timedelta(days=said["days_ago"])
    services.vet(
        offer=OutsideOffer.objects.get(url=row["url"]),
        judgement=services.Judgement(
            verdict=Verdict.REJECTED if said.get("rejected") else Verdict.COUNTS,
            grounds=said["grounds"],
            until=timezone.localdate(at) + timedelta(days=said["days"]),
            level=said.get("level"),
            ects=Decimal(said["ects"]) if "ects" in said else None,
            hours=Decimal(said["hours"]) if "hours" in said else None,
            competences=[competences[key] for key in said["competences"]],
        ),
        expects=None,
        by=people[said["by"]],
        now=at,
    )
