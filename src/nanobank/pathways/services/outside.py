"""A calendar's secret address, and the weekly mail."""

from datetime import datetime
from secrets import token_urlsafe

from django.db import transaction

from nanobank.accounts.models import Person
from nanobank.accounts.services import lock
from nanobank.pathways.models import Feed, Pathway, Reminder
from nanobank.pathways.permissions import check_owns


@transaction.atomic
def open_feed(*, pathway: Pathway, by: Person, now: datetime) -> Feed:
    """The address where calendars fetch the plan: the one there is, or a new one. Raises NotYours."""
    check_owns(by, pathway)
    lock(pathway.person)
    there = pathway.feeds.filter(stopped_at__isnull=True).first()
    return there or Feed.objects.create(pathway=pathway, secret=token_urlsafe(32), made_at=now)


@transaction.atomic
def stop_feed(*, pathway: Pathway, by: Person, now: datetime) -> None:
    """Stop the address for good; whoever has it finds nothing there from now on. Raises NotYours."""
    check_owns(by, pathway)
    pathway.feeds.filter(stopped_at__isnull=True).update(stopped_at=now)


def remind(*, person: Person, wanted: bool, language: str) -> None:
    """Send the weekly *hvad nu* in this language (``da`` or ``en``), or send it no more."""
    Reminder.objects.update_or_create(person=person, defaults={"wanted": wanted, "language": language})
