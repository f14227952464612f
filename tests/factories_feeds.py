"""Feeds as they are handed over, and what takes them in."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile

from factories import NOW, make_organisation
from nanobank.feeds import services
from nanobank.feeds.models import Feed, FeedRun, OutsideOffer
from nanobank.organisations.models import Organisation


def course(number: int, **said: Any) -> dict[str, Any]:
    """A course as schema.org has it."""
    return {
        "@type": "Course",
        "@id": f"https://kurser.example/{number}",
        "url": f"https://kurser.example/{number}",
        "name": f"Kursus {number}",
        "description": "Lær at finde kilder og at tjekke dem.",
        "provider": {"@type": "Organization", "name": "Kursushuset"},
        "inLanguage": "da",
        "numberOfCredits": 5,
        "timeRequired": "PT140H",
        "offers": {"@type": "Offer", "price": "4200", "priceCurrency": "DKK"},
        **said,
    }


def item_list(courses: Iterable[Any]) -> bytes:
    """A feed of them."""
    items = [{"@type": "ListItem", "position": place, "item": one} for place, one in enumerate(courses, start=1)]
    return json.dumps({"@context": "https://schema.org", "@type": "ItemList", "itemListElement": items}).encode()


def make_feed(organisation: Organisation | None = None, **fields: Any) -> Feed:
    """A feed that files are handed in to."""
    title = fields.pop("title", f"Feed {Feed.objects.count() + 1}")
    organisation = organisation or make_organisation()
    return services.make_feed(organisation=organisation, title=title, by=None, now=NOW, **fields)


def hand_over(feed: Feed, content: bytes, name: str = "kurser.json", now: datetime = NOW) -> FeedRun:
    """A run that has been looked through."""
    run = services.make_run(feed=feed, file=ContentFile(content, name=name), by=None, now=now)
    services.check(run=run, clock=lambda: now)
    run.refresh_from_db()
    return run


def take_in(feed: Feed, content: bytes, name: str = "kurser.json", now: datetime = NOW) -> FeedRun:
    """A run that has been taken in to its end."""
    run = services.begin(run=hand_over(feed, content, name, now), by=None, now=now)
    services.work(run=run, clock=lambda: now)
    run.refresh_from_db()
    return run


def make_offer(feed: Feed | None = None, number: int = 1, **said: Any) -> OutsideOffer:
    """One offer, taken in alone; what the feed had before stays."""
    feed = feed or make_feed(whole=False)
    take_in(feed, item_list([course(number, **said)]))
    return OutsideOffer.objects.select_related("feed__organisation").get(
        feed=feed, key=f"https://kurser.example/{number}"
    )
