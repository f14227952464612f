"""People are told, read what they were told, and choose how they are told."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.common.errors import NotYours
from nanobank.notices.letters import letters_withheld, write
from nanobank.notices.models import USUAL, Language, Notice, NoticeKind, Preference, Reader, Way, told

_A_CHUNK = 100
"""So many mails are one worker's task."""
_DELETED_AT_A_TIME = 1000


@dataclass(frozen=True)
class Enclosed:
    """What goes along to one person: what somebody wrote, where a reply goes, an iCalendar with its METHOD.

    ``stop`` is an address with this site's name where a click, or the mail program's own, ends such mails (RFC 8058).
    """

    quote: str = ""
    reply_to: str = ""
    calendar: str = ""
    stop: str = ""


def tell(
    *,
    people: Iterable[Person],
    kind: NoticeKind,
    message: str,
    values: Mapping[str, str],
    url: str,
    now: datetime,
    enclosing: Callable[[Person], Enclosed] | None = None,
) -> None:
    """Tell people of something, each in the way that they have chosen for its kind.

    ``message`` is English, marked with ``gettext_noop``; ``values`` fill in its ``%(name)s``, and ``title_da`` and
    ``title_en`` together ``%(title)s``. ``url`` is the Danish address of a page, from its root. May be called inside a
    transaction: mails are written by a worker. Raises ValueError when the address is another site's, KeyError when a
    value is missing.
    """
    if not url.startswith("/") or url.startswith("//"):
        raise ValueError(url)
    kept = {name: str(value) for name, value in values.items()}
    told(message, kept)
    reached = {one.pk: one for one in people if one.is_active}
    ways = _ways_of(reached, kind)
    rows = []
    for person in reached.values():
        way = ways.get(person.pk, USUAL[kind])
        if way != Way.OFF:
            more = asdict(enclosing(person)) if enclosing else {}
            row = Notice(person=person, kind=kind, message=message, values=kept, url=url, way=way, at=now, **more)
            rows.append(row)
    Notice.objects.bulk_create(rows)
    if not letters_withheld():
        at_once = [str(row.uuid) for row in rows if row.way == Way.AT_ONCE]
        for start in range(0, len(at_once), _A_CHUNK):
            write.enqueue(notices=at_once[start : start + _A_CHUNK])


def _ways_of(people: Iterable[int], kind: NoticeKind) -> dict[int, str]:
    chosen = Preference.objects.filter(person__in=people, kind=kind)
    return dict(chosen.values_list("person_id", "way"))


def open_notice(*, person: Person, uuid: UUID, now: datetime) -> Notice:
    """The person follows what they were told, or has seen it where it stands. Raises NotYours."""
    notice = Notice.objects.of(person).filter(uuid=uuid).first()
    if notice is None:
        raise NotYours(_("There is no such notice."))
    Notice.objects.filter(pk=notice.pk).unread().update(read_at=now)
    return notice


def read_all(*, person: Person, now: datetime) -> int:
    """The person has seen all; how many were unread."""
    return Notice.objects.of(person).unread().update(read_at=now)


def read_of(*, person: Person, url: str, now: datetime) -> None:
    """The person has opened the page that these notices lead to, whichever way they came."""
    Notice.objects.of(person).unread().filter(url=url).update(read_at=now)


@transaction.atomic
def choose(*, person: Person, ways: Mapping[NoticeKind, Way], language: Language | None = None) -> None:
    """From now on the person is told of these kinds in these ways, and gets mails in that language."""
    for kind, way in ways.items():
        Preference.objects.update_or_create(person=person, kind=kind, defaults={"way": way})
    if language is not None:
        Reader.objects.update_or_create(person=person, defaults={"language": language})


def reads_in(*, person: Person, language: str) -> None:
    """The person asked for mails on a page in this language; they get theirs in it unless they have chosen another."""
    Reader.objects.get_or_create(person=person, defaults={"language": language})


def forget_read(*, now: datetime, days: int) -> int:
    """Delete what was read more than ``days`` days ago, a little at a time; how much. What waits is never deleted.

    May be killed at any time and run again.
    """
    old = Notice.objects.read_before(now - timedelta(days=days)).order_by("read_at").values_list("pk", flat=True)
    deleted = 0
    while some := list(old[:_DELETED_AT_A_TIME]):
        deleted += Notice.objects.filter(pk__in=some).delete()[0]
    return deleted
