"""Who is told of what becomes of a review."""

from collections.abc import Iterable
from datetime import datetime

from nanobank.accounts.models import Person
from nanobank.common.addresses import danish_address
from nanobank.notices.models import NoticeKind
from nanobank.notices.services import tell
from nanobank.organisations.models import Membership, Organisation
from nanobank.quality.permissions import REVIEWERS
from nanobank.quality.things import Thing, kind_of, writers_of


def reviewers_of(organisation: Organisation, thing: Thing, now: datetime) -> list[Person]:
    """Everybody in the organisation who may judge the thing: two queries."""
    members = Membership.objects.filter(organisation=organisation, role__in=REVIEWERS).at(now)
    people = Person.objects.filter(pk__in=members.values("person"), is_active=True).exclude(pk__in=writers_of(thing))
    return list(people.order_by("given_name", "family_name", "pk"))


def tell_about(
    thing: Thing, *, people: Iterable[Person], kind: NoticeKind, message: str, url: str = "", now: datetime, **more: str
) -> None:
    """Tell people of something about the thing; ``url`` is its gates' page unless given."""
    tell(
        people=people,
        kind=kind,
        message=message,
        values={"title_da": thing.title_da or thing.title_en, "title_en": thing.title_en or thing.title_da, **more},
        url=url or danish_address("gates", kind_of(thing), thing.uuid),
        now=now,
    )
