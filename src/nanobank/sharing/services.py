"""Every change about links: making one, stopping it, and counting that it was opened."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from secrets import token_urlsafe
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.common.errors import NotYours, Refused
from nanobank.credentials.models import Credential
from nanobank.sharing.models import Choice, Share, SharedCredential

MOST_OPEN: Final = 50
MOST_CREDENTIALS: Final = 20
LONGEST: Final = timedelta(days=731)
_SECRET_BYTES: Final = 24  # 192 bits, 32 characters in an address


@transaction.atomic
def make_link(
    *,
    person: Person,
    credentials: Sequence[UUID],
    choice: Choice,
    last_day: date,
    now: datetime,
    title: str = "",
    greeting: str = "",
) -> Share:
    """A link to some of the person's own credentials, in the order given, until the end of ``last_day``.

    Raises Refused when there is none of them that they hold, when the signed document would give away what is to be
    hidden, when the end has passed or is too far away, and when they have too many open links.
    """
    held = _held(person, credentials)
    _check_choice(choice)
    expires_at = _end_of(last_day, now)
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if Share.objects.of(person).open_at(now).count() >= MOST_OPEN:
        raise Refused(_("You have %d open links already. Stop one that you no longer need.") % MOST_OPEN)
    share = Share.objects.create(
        person=person,
        secret=token_urlsafe(_SECRET_BYTES),
        title=title.strip(),
        greeting=greeting.strip(),
        shows_name=choice.name,
        shows_grade=choice.grade,
        shows_outcomes=choice.outcomes,
        shows_evidence=choice.evidence,
        shows_document=choice.document,
        created_at=now,
        expires_at=expires_at,
    )
    SharedCredential.objects.bulk_create(
        SharedCredential(share=share, credential=credential, position=position)
        for position, credential in enumerate(held, start=1)
    )
    return share


def stop_link(*, person: Person, uuid: UUID, now: datetime) -> None:
    """End one of the person's own links at once and for good. Raises NotYours for anybody else's or an ended one."""
    if not Share.objects.of(person).open_at(now).filter(uuid=uuid).update(stopped_at=now):
        raise NotYours(_("There is no such link."))


def count_opening(*, share: Share, by: Person | None, now: datetime) -> None:
    """Count that somebody opened the link; its maker looking at it does not count. Nothing is kept of who it was."""
    if by is None or by.pk != share.person_id:
        Share.objects.filter(pk=share.pk).update(opened=F("opened") + 1, last_opened_at=now)


def _held(person: Person, uuids: Sequence[UUID]) -> list[Credential]:
    """Those of the person's that stand, in the order given, each once."""
    wanted = list(dict.fromkeys(uuids))
    if not wanted:
        raise Refused(_("Choose at least one credential."), field="credentials")
    if len(wanted) > MOST_CREDENTIALS:
        raise Refused(_("A link can show at most %d credentials.") % MOST_CREDENTIALS, field="credentials")
    standing = Credential.objects.held_by(person).standing().filter(uuid__in=wanted).only("uuid")
    found = {one.uuid: one for one in standing}
    if len(found) < len(wanted):
        raise Refused(_("You can only share credentials that you hold and that still stand."), field="credentials")
    return [found[uuid] for uuid in wanted]


def _check_choice(choice: Choice) -> None:
    """The signed JSON says everything, so it can only be handed out when nothing is to be hidden."""
    if choice.document and not (choice.name and choice.grade and choice.outcomes and choice.evidence):
        raise Refused(
            _("The signed file says everything, your name and grade too. Show it all, or leave the file out."),
            field="document",
        )


def _end_of(last_day: date, now: datetime) -> datetime:
    today = timezone.localdate(now)
    if last_day < today:
        raise Refused(_("Choose a day that has not passed."), field="last_day")
    if last_day - today > LONGEST:
        raise Refused(_("A link can last at most two years. You can always make a new one."), field="last_day")
    return timezone.make_aware(datetime.combine(last_day + timedelta(days=1), time.min))
