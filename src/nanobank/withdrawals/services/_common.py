"""What every change of an udtræk has in common: it is locked, its story is written, people are told."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.common.addresses import danish_address
from nanobank.common.errors import Refused
from nanobank.notices.models import NoticeKind
from nanobank.notices.services import tell
from nanobank.withdrawals.errors import moved_on
from nanobank.withdrawals.models import Turn, Withdrawal, WithdrawalState

MIN_GROUNDS: Final = 40
MOST_WORDS: Final = 10_000


def lock(withdrawal: Withdrawal, *states: WithdrawalState) -> Withdrawal:
    """The udtræk as it stands now; others wait until this transaction ends. Raises Conflict unless it is in one of the
    states."""
    found = (
        Withdrawal.objects.select_for_update(of=("self",))
        .select_related("person", "provider", "educator")
        .get(pk=withdrawal.pk)
    )
    if states and found.state not in states:
        raise moved_on(found.get_state_display())
    return found


def note(
    withdrawal: Withdrawal,
    kind: Turn.Kind,
    *,
    by: Person | None,
    now: datetime,
    to: Person | None = None,
    words: str = "",
) -> None:
    """Write a line of its story."""
    Turn.objects.create(withdrawal=withdrawal, kind=kind, by=by, to=to, at=now, words=words)


def said(words: str, *, field: str, least: int = 1) -> str:
    """What was written, without the space around it. Raises Refused on ``field`` when it is too short or too long."""
    words = words.strip()
    if len(words) < least:
        told = _("Write at least %(least)d characters.") if least > 1 else _("Write something here.")
        raise Refused(told % {"least": least}, field=field)
    if len(words) > MOST_WORDS:
        raise Refused(_("This is longer than 10,000 characters. Make it shorter."), field=field)
    return words


def tell_about(
    withdrawal: Withdrawal, people: Iterable[Person | None], kind: NoticeKind, message: str, *, now: datetime, page: str
) -> None:
    """Tell these people; ``page`` is the URL name of theirs. ``message`` may name the %(title)s and the %(name)s."""
    url = danish_address(page, withdrawal.uuid)
    values = {"title": withdrawal.title, "name": withdrawal.person.name}
    tell(people=[one for one in people if one], kind=kind, message=message, values=values, url=url, now=now)
