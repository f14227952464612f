"""Before whom an udtræk is put: the educator who teaches most of it, is here, and has fewest in hand."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from nanobank.accounts.models import Person
from nanobank.common.errors import NotYours, Refused
from nanobank.notices.models import NoticeKind
from nanobank.organisations.models import Membership, Role
from nanobank.withdrawals.models import Away, Turn, Withdrawal, WithdrawalState
from nanobank.withdrawals.permissions import can_judge, check_judges_somewhere, check_office
from nanobank.withdrawals.queries import educators_for
from nanobank.withdrawals.services._common import lock, note, tell_about


def give(withdrawal: Withdrawal, *, now: datetime, but: Iterable[int] = (), by: Person | None = None) -> None:
    """Put it before whom it fits best, unless somebody who is here has it. When nobody is, the office sees it."""
    former = withdrawal.educator
    found = educators_for(withdrawal, now=now, but=but)
    if former is not None and former in found:
        chosen: Person | None = former
    else:
        chosen = found[0] if found else None
    withdrawal.educator = chosen
    withdrawal.save(update_fields=["educator"])
    if chosen is None or (chosen == former and by is not None):
        return
    handed_on = former is not None and former != chosen
    note(withdrawal, Turn.Kind.HANDED_ON if handed_on else Turn.Kind.GIVEN, by=by, to=chosen, now=now)
    _tell_educator(withdrawal, handed_on=handed_on, now=now)


def _tell_educator(withdrawal: Withdrawal, *, handed_on: bool, now: datetime) -> None:
    if handed_on:
        kind, message = NoticeKind.HANDED_ON, gettext_noop("“%(title)s” from %(name)s is handed on to you to judge")
    else:
        kind, message = NoticeKind.WITHDRAWAL_ASKED, gettext_noop("%(name)s asks you to judge “%(title)s”")
    tell_about(withdrawal, [withdrawal.educator], kind, message, now=now, page="withdrawal_judge")


@transaction.atomic
def hand_on(*, withdrawal: Withdrawal, to: Person | None, by: Person, now: datetime) -> Withdrawal:
    """Let another educator of the institution judge it; with none named, whom it fits best.

    Raises NotYours unless ``by`` has it or works in the office, Refused on ``to`` for one who cannot, or is away.
    """
    if not can_judge(by, withdrawal, now=now):
        check_office(by, withdrawal, now=now)
    withdrawal = lock(withdrawal, WithdrawalState.ASKED)
    former = withdrawal.educator
    found = educators_for(withdrawal, now=now, but=[former.pk] if former else [])
    if to is None and not found:
        raise Refused(_("No other educator is here to take it over."), field="to")
    chosen = to or found[0]
    if chosen not in found:
        raise Refused(_("Choose another educator of the institution who is not away."), field="to")
    withdrawal.educator = chosen
    withdrawal.save(update_fields=["educator"])
    note(withdrawal, Turn.Kind.HANDED_ON, by=by, to=chosen, now=now)
    _tell_educator(withdrawal, handed_on=True, now=now)
    return withdrawal


@transaction.atomic
def set_away(*, person: Person, first: date, last: date, now: datetime) -> Away:
    """The person judges nothing on these days; if that is from today, what they have in hand is handed on now.

    Raises Refused for days that are over or in the wrong order.
    """
    check_judges_somewhere(person, now=now)
    if last < first:
        raise Refused(_("The last day is before the first."), field="last")
    if last < timezone.localdate(now):
        raise Refused(_("Those days are over."), field="last")
    away = Away.objects.create(person=person, first=first, last=last)
    _hand_on_all(Withdrawal.objects.filter(educator=person), now=now)
    return away


@transaction.atomic
def cancel_away(*, away: Away, by: Person) -> None:
    """The person is here after all; what has been handed on stays with whom it was handed to."""
    if away.person_id != by.pk:
        raise NotYours(_("There is no such absence."))
    away.delete()


def hand_on_from_absent(now: datetime) -> int:
    """Hand on what waits for an educator who is away today or has left, and give what nobody has; how many."""
    return _hand_on_all(Withdrawal.objects.all(), now=now)


@transaction.atomic
def _hand_on_all(among: QuerySet[Withdrawal], *, now: datetime) -> int:
    today = timezone.localdate(now)
    away = Away.objects.filter(first__lte=today, last__gte=today).values("person")
    judging = Membership.objects.at(now).filter(role__in=(Role.EDUCATOR, Role.PROGRAMME_LEAD)).exclude(person__in=away)
    here = set(judging.values_list("person", "organisation"))
    waiting = among.filter(state=WithdrawalState.ASKED).order_by("pk")
    left = [one for one in waiting if (one.educator_id, one.provider_id) not in here]
    moved = 0
    for one in left:
        one = lock(one)
        if one.state == WithdrawalState.ASKED:
            before = one.educator_id
            give(one, now=now)
            moved += one.educator_id != before
    return moved
