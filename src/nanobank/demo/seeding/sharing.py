"""Nadia shows her credential to employers: a link that works, and one that she has stopped."""

from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from nanobank.accounts.models import Person
from nanobank.sharing.models import Choice, Share
from nanobank.sharing.queries import shareable
from nanobank.sharing.services import count_opening, make_link, stop_link

_WHO: Final = "nadia-rahimi-bech"
_ALL: Final = Choice(name=True, grade=True, outcomes=True, evidence=True, document=True)
_GREETING: Final = (
    "Tak, fordi I vil læse min ansøgning. Her er beviset på det, jeg skriver om sundhedskommunikation – "
    "tryk gerne på det og kontrollér det selv.\nVenlig hilsen Nadia"
)


def seed_links(people: dict[str, Person], now: datetime) -> list[Share]:
    """Her two links, the one that works first; somebody has opened it three times."""
    nadia = people[_WHO]
    held = shareable(nadia)[0]
    begun = max(held.awarded_at, now - timedelta(days=9))
    shown, stopped = (
        make_link(
            person=nadia,
            credentials=[held.uuid],
            choice=choice,
            last_day=timezone.localdate(now + timedelta(days=60)),
            title=title,
            greeting=greeting,
            now=begun,
        )
        for choice, title, greeting in (
            (_ALL, "Ansøgning til stillingen som sundhedsformidler", _GREETING),
            (Choice(name=False), "Til netværket for sundhedskommunikation", ""),
        )
    )
    for hours in (70, 45, 3):
        count_opening(share=shown, by=None, now=max(begun, now - timedelta(hours=hours)))
    stop_link(person=nadia, uuid=stopped.uuid, now=max(begun, now - timedelta(days=2)))
    return [shown, stopped]
