"""Who may see and do what with an udtræk. Nobody judges their own."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.common.errors import NotYours
from nanobank.organisations.models import PROVIDER_KINDS, Membership, Organisation, Role
from nanobank.organisations.permissions import can_act
from nanobank.withdrawals.models import Decision, Precedent, Withdrawal, WithdrawalState

OFFICE = (Role.STUDY_SECRETARY, Role.PROGRAMME_LEAD)
_NOT_YOURS = _("There is no such udtræk.")


def check_learner(person: Person, withdrawal: Withdrawal) -> None:
    """Raise NotYours unless it is the person's own."""
    if withdrawal.person_id != person.pk:
        raise NotYours(_NOT_YOURS)


def works_in_office(person: Person, provider: Organisation, *, now: datetime) -> bool:
    """Whether the person follows the institution's udtræk: study secretary or programme lead."""
    return can_act(person, provider, *OFFICE, now=now)


def can_judge(person: Person, withdrawal: Withdrawal, *, now: datetime) -> bool:
    """Whether the person may decide: the educator that it was given to, or a programme lead; never the learner."""
    if withdrawal.person_id == person.pk or withdrawal.state == WithdrawalState.DRAFT:
        return False
    roles = [Role.PROGRAMME_LEAD]
    if withdrawal.educator_id == person.pk:
        roles.append(Role.EDUCATOR)
    return can_act(person, withdrawal.provider, *roles, now=now)


def check_judges(person: Person, withdrawal: Withdrawal, *, now: datetime) -> None:
    """Raise NotYours unless the person may decide."""
    if not can_judge(person, withdrawal, now=now):
        raise NotYours(_NOT_YOURS)


def check_office(person: Person, withdrawal: Withdrawal, *, now: datetime) -> None:
    """Raise NotYours unless the person follows the institution's udtræk, and this one is not their own."""
    is_draft = withdrawal.state == WithdrawalState.DRAFT
    if is_draft or withdrawal.person_id == person.pk or not works_in_office(person, withdrawal.provider, now=now):
        raise NotYours(_NOT_YOURS)


def check_may_look(person: Person, withdrawal: Withdrawal, *, now: datetime) -> None:
    """Raise NotYours unless the person may decide on it or works in the office: the institution's side."""
    if not can_judge(person, withdrawal, now=now):
        check_office(person, withdrawal, now=now)


def check_may_read(person: Person, withdrawal: Withdrawal, *, now: datetime) -> None:
    """Raise NotYours unless it is the person's own or the institution's side is theirs."""
    if withdrawal.person_id != person.pk:
        check_may_look(person, withdrawal, now=now)


def check_answers_complaints(person: Person, decision: Decision, *, now: datetime) -> None:
    """Raise NotYours unless the person leads the programme, and neither learns by it nor decided it."""
    withdrawal = decision.withdrawal
    leads = can_act(person, withdrawal.provider, Role.PROGRAMME_LEAD, now=now)
    if not leads or person.pk in {withdrawal.person_id, decision.by_id}:
        raise NotYours(_NOT_YOURS)


def check_judges_somewhere(person: Person, *, now: datetime) -> set[int]:
    """The institutions, by id, for which the person judges or follows udtræk. Raises NotYours when there is none."""
    running = Membership.objects.of(person).at(now).filter(organisation__kind__in=PROVIDER_KINDS)
    found = set(running.filter(role__in=(Role.EDUCATOR, *OFFICE)).values_list("organisation", flat=True))
    if not found:
        raise NotYours(_("There is no such page."))
    return found


def offices_of(person: Person, *, now: datetime) -> set[int]:
    """The institutions, by id, whose office the person works in."""
    running = Membership.objects.of(person).at(now).filter(role__in=OFFICE)
    return set(running.values_list("organisation", flat=True))


def check_keeps_precedents(person: Person, precedent: Precedent, *, now: datetime) -> None:
    """Raise NotYours unless the person decided it or leads the programme."""
    roles = [Role.PROGRAMME_LEAD]
    if precedent.decision.by_id == person.pk:
        roles.append(Role.EDUCATOR)
    if not can_act(person, precedent.provider, *roles, now=now):
        raise NotYours(_("There is no such precedent."))
