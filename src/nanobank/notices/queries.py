"""What a person was told, and how they want to be told."""

from typing import Any

from django.db.models import QuerySet

from nanobank.accounts.models import Person
from nanobank.common.prepared import prepared
from nanobank.notices.models import USUAL, Notice, NoticeKind, Preference, Way

MOST_COUNTED = 100
"""Nobody needs a larger number than ``99+``."""


@prepared
def _unread(person: Any) -> QuerySet[Notice, tuple[int]]:
    return Notice.objects.filter(person=person, read_at__isnull=True).values_list("pk")[:MOST_COUNTED]


def unread_of(person: Person) -> int:
    """How many are unread, at most ``MOST_COUNTED``: one query that is built once."""
    return len(list(_unread(person=person.pk)))


def notices_of(person: Person, *, unread: bool = False) -> QuerySet[Notice]:
    """The newest first."""
    found = Notice.objects.of(person).order_by("-at", "-pk")
    return found.unread() if unread else found


def ways_of(person: Person) -> dict[NoticeKind, Way]:
    """How the person is told of each kind: one query."""
    chosen = dict(Preference.objects.filter(person=person).values_list("kind", "way"))
    return {kind: Way(chosen.get(kind.value, usual)) for kind, usual in USUAL.items()}
