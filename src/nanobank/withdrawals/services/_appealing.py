"""A learner complains, the institution answers, and what was decided can be opened again."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from nanobank.accounts.models import Person
from nanobank.common.errors import Conflict, Refused
from nanobank.exams.services import end_admission
from nanobank.ledger.services import uncount
from nanobank.notices.models import NoticeKind
from nanobank.organisations.models import Membership, Role
from nanobank.withdrawals.models import Appeal, Decision, Turn, Withdrawal, WithdrawalState
from nanobank.withdrawals.permissions import check_answers_complaints, check_judges, check_learner
from nanobank.withdrawals.services._common import MIN_GROUNDS, lock, note, said, tell_about
from nanobank.withdrawals.services._giving import give
from nanobank.withdrawals.services._precedents import forget


def _standing(withdrawal: Withdrawal) -> Decision:
    decision = withdrawal.decisions.select_related("by", "admission__person", "admission__micro_credential").last()
    if decision is None or decision.undone_at is not None:
        raise Conflict(_("There is no decision that stands."))
    decision.withdrawal = withdrawal
    return decision


@transaction.atomic
def appeal(*, withdrawal: Withdrawal, by: Person, words: str, now: datetime) -> Appeal:
    """Complain of the decision. It goes to the institution first, whose programme leads are told.

    Raises Refused after the last day and when nothing is said, Conflict when a complaint has been made already.
    """
    check_learner(by, withdrawal)
    withdrawal = lock(withdrawal, WithdrawalState.DECIDED)
    decision = _standing(withdrawal)
    if Appeal.objects.filter(decision=decision).exists():
        raise Conflict(_("You have complained of this decision, and it was answered. The board is next."))
    if not decision.can_be_complained_of(timezone.localdate(now)):
        raise Refused(_("The time to complain is over."), field="words")
    made = Appeal.objects.create(decision=decision, words=said(words, field="words", least=20), at=now)
    withdrawal.state = WithdrawalState.APPEALED
    withdrawal.save(update_fields=["state"])
    note(withdrawal, Turn.Kind.APPEALED, by=by, now=now)
    leads = Person.objects.filter(
        memberships__in=Membership.objects.at(now).filter(organisation=withdrawal.provider_id, role=Role.PROGRAMME_LEAD)
    ).exclude(pk__in=[decision.by_id, by.pk])
    message = gettext_noop("%(name)s complains of the decision on “%(title)s”")
    tell_about(withdrawal, leads.distinct(), NoticeKind.WITHDRAWAL_ASKED, message, now=now, page="withdrawal_judge")
    return made


@transaction.atomic
def answer_appeal(*, withdrawal: Withdrawal, by: Person, upheld: bool, answer: str, now: datetime) -> Appeal:
    """A programme lead who did not decide answers: the decision stands, or it is opened again and judged by another."""
    withdrawal = lock(withdrawal, WithdrawalState.APPEALED)
    decision = _standing(withdrawal)
    check_answers_complaints(by, decision, now=now)
    made = Appeal.objects.get(decision=decision)
    made.upheld, made.answered_by, made.answered_at = upheld, by, now
    made.answer = said(answer, field="answer", least=MIN_GROUNDS)
    made.save()
    if upheld:
        withdrawal.state = WithdrawalState.DECIDED
        withdrawal.save(update_fields=["state"])
        note(withdrawal, Turn.Kind.UPHELD, by=by, now=now)
        message = gettext_noop("Your complaint about “%(title)s” is answered: the decision stands")
    else:
        _open_again(withdrawal, decision, by=by, because=made.answer, now=now, but=decision.by)
        message = gettext_noop("Your complaint about “%(title)s” is answered: it is judged again by somebody else")
    kind = NoticeKind.WITHDRAWAL_DECIDED
    tell_about(withdrawal, [withdrawal.person], kind, message, now=now, page="withdrawal")
    return made


@transaction.atomic
def reopen(*, withdrawal: Withdrawal, by: Person, because: str, now: datetime) -> Withdrawal:
    """Whoever may decide opens it again: something was overlooked, or something new has come.

    What it counted as is taken out of the bank again. Raises Conflict when a credential or an exam rests on it by now.
    """
    check_judges(by, withdrawal, now=now)
    withdrawal = lock(withdrawal, WithdrawalState.DECIDED)
    because = said(because, field="because", least=10)
    _open_again(withdrawal, _standing(withdrawal), by=by, because=because, now=now)
    message = gettext_noop("The decision on “%(title)s” is opened again")
    kind = NoticeKind.WITHDRAWAL_DECIDED
    tell_about(withdrawal, [withdrawal.person], kind, message, now=now, page="withdrawal")
    return withdrawal


def _open_again(
    withdrawal: Withdrawal, decision: Decision, *, by: Person, because: str, now: datetime, but: Person | None = None
) -> None:
    """Undo what the decision did, and put it before an educator; not before ``but``."""
    try:
        for entry in decision.entries.select_related("person", "version"):
            uncount(entry=entry, by=by, now=now, note=because)
    except ValueError:
        raise Conflict(
            _("A credential rests on what was counted. It must be revoked before this can be opened again.")
        ) from None
    if decision.admission is not None and decision.admission.ended_at is None:
        end_admission(admission=decision.admission, now=now)
    decision.undone_at, decision.undone_because = now, because
    decision.save(update_fields=["undone_at", "undone_because"])
    forget(decision, by=by, because=because, now=now)
    withdrawal.state, withdrawal.asked_at = WithdrawalState.ASKED, now
    withdrawal.round += 1
    if but is not None and withdrawal.educator_id == but.pk:
        withdrawal.educator = None
    withdrawal.save()
    note(withdrawal, Turn.Kind.REOPENED, by=by, now=now, words=because)
    give(withdrawal, now=now, but=[but.pk] if but else ())
