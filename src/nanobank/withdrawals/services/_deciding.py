"""An educator decides, with grounds: it counts, counts partly, must be examined here, or does not count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from nanobank.accounts.models import Person
from nanobank.accounts.services import lock as lock_person
from nanobank.catalogue.models import Competence, MicroCredential, Module, ModuleVersion, State
from nanobank.common.errors import Refused
from nanobank.exams.models import Admission
from nanobank.exams.readiness import Readiness, readiness_for
from nanobank.exams.services import admit
from nanobank.ledger.models import Entry
from nanobank.ledger.queries import positions_of
from nanobank.ledger.services import count
from nanobank.notices.models import NoticeKind
from nanobank.withdrawals.complaints import board_for
from nanobank.withdrawals.errors import decided_meanwhile, moved_on
from nanobank.withdrawals.models import (
    COUNTING,
    Criterion,
    Decision,
    Finding,
    Outcome,
    Precedent,
    Turn,
    Withdrawal,
    WithdrawalState,
)
from nanobank.withdrawals.permissions import check_judges
from nanobank.withdrawals.services._common import MIN_GROUNDS, lock, note, said, tell_about
from nanobank.withdrawals.services._precedents import remember

_MOST_ECTS: Final = Decimal(60)
_TOLD: Final = {
    Outcome.COUNTS: gettext_noop("“%(title)s” counts. See as what"),
    Outcome.PARTLY: gettext_noop("“%(title)s” counts partly. See as what"),
    Outcome.EXAMINE: gettext_noop("You can be examined in “%(title)s”. See how"),
    Outcome.NOT: gettext_noop("“%(title)s” does not count. Read why, and where you can complain"),
}


@dataclass(frozen=True)
class Terms:
    """What is decided. ``rubric``: a finding and a note for each criterion; ``ects`` count by themselves.

    ``round`` is the one that was read: a decision on another one is refused. ``offered`` is the precedent followed.
    """

    outcome: Outcome
    grounds: str
    round: int
    rubric: Mapping[Criterion, tuple[Finding, str]] = field(default_factory=dict)
    modules: Sequence[Module] = ()
    ects: Decimal | None = None
    level: int | None = None
    competences: Sequence[Competence] = ()
    micro_credential: MicroCredential | None = None
    offered: Precedent | None = None


@transaction.atomic
def decide(*, withdrawal: Withdrawal, by: Person, terms: Terms, now: datetime) -> Decision:
    """Decide, tell the learner, let what counts enter their bank or admit them to the exam, and remember it.

    Raises Refused on the field that lacks something, Conflict when it has been decided or opened again meanwhile: of
    two decisions at the same moment the first stands, and the second is told whose.
    """
    check_judges(by, withdrawal, now=now)
    withdrawal = lock(withdrawal)
    _check_is_open(withdrawal, terms.round)
    lock_person(withdrawal.person)
    grounds = said(terms.grounds, field="grounds", least=MIN_GROUNDS)
    rubric = _rubric(terms)
    versions = _versions(withdrawal, terms)
    board = board_for(withdrawal.provider, is_foreign=withdrawal.is_foreign)
    decision = Decision.objects.create(
        withdrawal=withdrawal,
        round=withdrawal.round,
        outcome=terms.outcome,
        grounds=grounds,
        rubric=rubric,
        ects=terms.ects if terms.outcome in COUNTING else None,
        level=terms.level if terms.outcome in COUNTING else None,
        micro_credential=terms.micro_credential if terms.outcome == Outcome.EXAMINE else None,
        admission=_admitted(withdrawal, terms, versions, by=by, now=now),
        offered=terms.offered,
        board=board.key,
        complain_by=board.last_day(timezone.localdate(now)),
        by=by,
        at=now,
    )
    decision.versions.set(versions)
    if terms.outcome != Outcome.NOT:
        decision.competences.set(terms.competences)
    decision.entries.set(_counted(withdrawal, decision, versions, by=by, now=now))
    withdrawal.state = WithdrawalState.DECIDED
    withdrawal.save(update_fields=["state"])
    remember(withdrawal, decision, now=now)
    note(withdrawal, Turn.Kind.DECIDED, by=by, now=now)
    kind, message = NoticeKind.WITHDRAWAL_DECIDED, _TOLD[terms.outcome]
    tell_about(withdrawal, [withdrawal.person], kind, message, now=now, page="withdrawal")
    return decision


def _check_is_open(withdrawal: Withdrawal, of_round: int) -> None:
    if withdrawal.state == WithdrawalState.ASKED and withdrawal.round == of_round:
        return
    decided = withdrawal.decisions.filter(round=of_round).select_related("by").first()
    raise decided_meanwhile(decided.by.name) if decided else moved_on(withdrawal.get_state_display())


def _rubric(terms: Terms) -> dict[str, dict[str, str]]:
    """As it is kept. Raises Refused on the criterion that nothing is found of."""
    for criterion in Criterion:
        if criterion not in terms.rubric:
            raise Refused(_("Choose what you found."), field=criterion.value)
    return {
        criterion.value: {"finding": finding.value, "note": words.strip()[:1000]}
        for criterion, (finding, words) in terms.rubric.items()
    }


def _versions(withdrawal: Withdrawal, terms: Terms) -> list[ModuleVersion]:
    """The current versions of what it counts as. Raises Refused for what cannot be."""
    if terms.outcome == Outcome.NOT:
        return []
    versions = [module.current for module in terms.modules if module.current is not None]
    if any(version.module.provider_id != withdrawal.provider_id for version in versions):
        raise Refused(_("Only the institution's own modules can be chosen."), field="modules")
    if terms.outcome == Outcome.EXAMINE:
        if terms.micro_credential is None:
            raise Refused(_("Choose the micro-credential in which the learner is examined."), field="micro_credential")
        return versions
    if terms.ects is not None and not Decimal(0) < terms.ects <= _MOST_ECTS:
        raise Refused(_("Between 0 and 60 ECTS."), field="ects")
    if not versions and terms.ects is None:
        raise Refused(_("Choose which modules it counts as, or how many ECTS it counts by itself."), field="modules")
    _check_is_new(withdrawal, versions)
    return versions


def _check_is_new(withdrawal: Withdrawal, versions: Sequence[ModuleVersion]) -> None:
    """What the learner has begun or completed cannot be counted once more."""
    positions = positions_of(withdrawal.person)
    for version in versions:
        position = positions.get(version.module_id)
        if position is not None and position.total != position.planned:
            told = _("The learner has “%(title)s” already or is in the middle of it, so it cannot be counted as well.")
            raise Refused(told % {"title": version.title}, field="modules")


def _admitted(
    withdrawal: Withdrawal, terms: Terms, chosen: Sequence[ModuleVersion], *, by: Person, now: datetime
) -> Admission | None:
    """What it counts as for the exam: what is chosen and required, and of electives enough to meet the rule.

    Raises Refused when the exam is another institution's or not on offer, or cannot be opened so.
    """
    exam = terms.micro_credential
    if terms.outcome != Outcome.EXAMINE or exam is None:
        return None
    if exam.provider_id != withdrawal.provider_id or exam.state != State.PUBLISHED:
        raise Refused(_("That micro-credential is not offered by the institution now."), field="micro_credential")
    before = readiness_for(withdrawal.person, exam)
    if before.passed or before.open_registration:
        raise Refused(_("The learner has passed this exam or is registered for it already."), field="micro_credential")
    versions = {version.pk: version for version in (*chosen, *_missing(before))}
    admission = admit(
        person=withdrawal.person,
        micro_credential=exam,
        versions=list(versions.values()),
        outside=withdrawal.named,
        by=by,
        now=now,
    )
    if not readiness_for(withdrawal.person, exam).rule_is_met:
        raise Refused(_("This exam asks for modules that are not on offer at the moment."), field="micro_credential")
    return admission


def _missing(readiness: Readiness) -> list[ModuleVersion]:
    """What would meet the rule: the required modules, and of each elective group the first that are enough."""
    wanted = [line.version for line in readiness.missing]
    for group in readiness.missing_groups:
        short = group.ects
        for line in group.choices:
            if short > 0 and line.version not in wanted:
                wanted.append(line.version)
                short -= line.ects
    return list(ModuleVersion.objects.filter(pk__in=wanted).select_related("module"))


def _counted(
    withdrawal: Withdrawal, decision: Decision, versions: Sequence[ModuleVersion], *, by: Person, now: datetime
) -> list[Entry]:
    """The entries by which it counts in the learner's bank."""
    if decision.outcome not in COUNTING:
        return []
    person, outside = withdrawal.person, withdrawal.named
    entries = [count(person=person, version=version, outside=outside, by=by, now=now) for version in versions]
    if decision.ects is not None:
        entries.append(count(person=person, version=None, ects=decision.ects, outside=outside, by=by, now=now))
    return entries
