"""What the pages about udtræk read."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.catalogue.models import Competence, MicroCredential, Module, ModuleVersion, State
from nanobank.common.errors import NotYours
from nanobank.credentials.texts import STATES, STEPS, sentence_for
from nanobank.credentials.verdicts.bridge import Code, Finding, Outcome, Step
from nanobank.credentials.verdicts.bridge import State as Told
from nanobank.exams.models import Examiner
from nanobank.ledger.queries import positions_of
from nanobank.organisations.models import Membership, Organisation, Role
from nanobank.withdrawals.complaints import Board, boards
from nanobank.withdrawals.models import (
    COUNTING,
    IN_HAND,
    Appeal,
    Away,
    Criterion,
    Decision,
    Precedent,
    Turn,
    Withdrawal,
    WithdrawalState,
    days_since,
)
from nanobank.withdrawals.permissions import offices_of
from nanobank.withdrawals.precedents import Offered, precedents_for


def withdrawal_of(uuid: UUID) -> Withdrawal:
    """The udtræk with all that a page about it needs of the row. Raises NotYours when there is none."""
    found = Withdrawal.objects.select_related("person", "provider", "educator").filter(uuid=uuid).first()
    if found is None:
        raise NotYours(_("There is no such udtræk."))
    return found


def withdrawals_of(person: Person) -> QuerySet[Withdrawal]:
    """A learner's, the latest first, each with the decisions on it."""
    decisions = Decision.objects.order_by("round").select_related("micro_credential")
    found = Withdrawal.objects.of(person).select_related("provider", "educator")
    return found.prefetch_related(Prefetch("decisions", decisions)).order_by("-begun_at", "-pk")


def decisions_on(withdrawal: Withdrawal) -> list[Decision]:
    """All of its decisions with what was decided, the latest first: five queries at most."""
    appeals = Prefetch("appeal", Appeal.objects.select_related("answered_by"))
    versions = Prefetch("versions", ModuleVersion.objects.select_related("module").order_by("pk"))
    found = withdrawal.decisions.select_related("by", "micro_credential", "admission", "offered")
    return list(found.prefetch_related(appeals, versions, "competences").order_by("-round"))


def story_of(withdrawal: Withdrawal) -> list[Turn]:
    """What happened, newest first: one query."""
    return list(withdrawal.turns.select_related("by", "to").order_by("-at", "-pk"))


def board_of(decision: Decision) -> Board:
    """Where one complains of it."""
    return boards()[decision.board]


@dataclass(frozen=True)
class Queued:
    """One that waits: for how many days, a complaint since it was made; and whether whoever has it is away or left."""

    withdrawal: Withdrawal
    days: int
    absent: bool


@dataclass(frozen=True)
class Waiting:
    """What an educator has before them, and what the office follows, each the oldest first."""

    mine: list[Queued]
    others: list[Queued]
    complaints: list[Queued]
    returned: list[Queued]


def waiting_for(person: Person, now: datetime) -> Waiting:
    """What waits for the person or at the institutions whose office they work in: five queries however many rows."""
    offices = offices_of(person, now=now)
    open_ones = Withdrawal.objects.filter(state__in=(*IN_HAND, WithdrawalState.APPEALED)).exclude(person=person)
    found = open_ones.filter(Q(educator=person) | Q(provider__in=offices))
    here = _here(now)
    complained = Max("decisions__appeal__at", filter=Q(state=WithdrawalState.APPEALED))
    rows = found.annotate(since=Coalesce(complained, "asked_at")).order_by("since", "pk")
    queued = [
        Queued(one, days_since(one.since, now), (one.educator_id, one.provider_id) not in here)  # type: ignore[attr-defined]  # annotated above
        for one in rows.select_related("person", "provider", "educator").defer("document", "text")
    ]
    asked = [one for one in queued if one.withdrawal.state == WithdrawalState.ASKED]
    return Waiting(
        mine=[one for one in asked if one.withdrawal.educator_id == person.pk],
        others=[one for one in asked if one.withdrawal.educator_id != person.pk],
        complaints=[
            one
            for one in queued
            if one.withdrawal.state == WithdrawalState.APPEALED and one.withdrawal.provider_id in offices
        ],
        returned=[one for one in queued if one.withdrawal.state == WithdrawalState.RETURNED],
    )


def who_answers(decision: Decision, *, now: datetime) -> list[Person]:
    """Who can answer a complaint about it: who leads the programme, and neither learns by it nor decided it."""
    leads = Membership.objects.at(now).filter(
        organisation=decision.withdrawal.provider_id, role=Role.PROGRAMME_LEAD, person__is_active=True
    )
    found = Person.objects.filter(pk__in=leads.values("person"))
    return list(found.exclude(pk__in=[decision.withdrawal.person_id, decision.by_id]).order_by("pk"))


def _here(now: datetime) -> set[tuple[int, int]]:
    """Who judges where today: person and institution."""
    today = timezone.localdate(now)
    away = Away.objects.filter(first__lte=today, last__gte=today).values("person")
    judging = Membership.objects.at(now).filter(role__in=(Role.EDUCATOR, Role.PROGRAMME_LEAD)).exclude(person__in=away)
    return set(judging.values_list("person", "organisation"))


def educators_for(withdrawal: Withdrawal, *, now: datetime, but: Iterable[int] = ()) -> list[Person]:
    """The institution's educators who are here today, those whom it fits best first: four queries.

    Best is who has written, published or examines most modules and micro-credentials with its competences; of equals
    who has fewest in hand. The learner and those in ``but`` are left out.
    """
    today = timezone.localdate(now)
    educators = Membership.objects.at(now).filter(organisation=withdrawal.provider_id, role=Role.EDUCATOR)
    away = Away.objects.filter(first__lte=today, last__gte=today).values("person")
    here = Person.objects.filter(pk__in=educators.values("person"), is_active=True).exclude(pk__in=away)
    found = list(here.exclude(pk__in=[withdrawal.person_id, *but]).order_by("pk"))
    fit = _fit(withdrawal)
    in_hand = dict(
        Withdrawal.objects.filter(state__in=IN_HAND, educator__in=found)
        .values_list("educator")
        .annotate(number=Count("pk"))
    )
    return sorted(found, key=lambda one: (-fit[one.pk], in_hand.get(one.pk, 0), one.pk))


def _fit(withdrawal: Withdrawal) -> Counter[int]:
    """How many of the competences each person has to do with, by ``Person.id``."""
    competences = list(withdrawal.competences.values_list("pk", flat=True))
    modules = Module.objects.filter(provider=withdrawal.provider_id, current__competences__in=competences)
    fit: Counter[int] = Counter()
    taught = modules.values_list("created_by", "current__published_by", "current__competences")
    examined = Examiner.objects.filter(
        micro_credential__provider=withdrawal.provider_id, micro_credential__competences__in=competences
    ).values_list("person", "micro_credential__competences")
    concerned = {(who, what) for made, published, what in taught for who in (made, published) if who}
    fit.update(who for who, _what in concerned | set(examined))
    return fit


def precedents_of(providers: Sequence[int]) -> QuerySet[Precedent]:
    """All of these institutions' precedents, those still in use first, with how often each was followed."""
    found = Precedent.objects.filter(provider__in=providers)
    rows = found.select_related(
        "provider", "decision__withdrawal", "decision__by", "decision__micro_credential", "retired_by"
    )
    return rows.annotate(used=Count("used_in")).order_by("retired_at", "-made_at", "-pk")


def precedent_of(uuid: UUID) -> Precedent:
    """The precedent. Raises NotYours when there is none."""
    found = Precedent.objects.select_related("decision__by", "decision__withdrawal", "provider").filter(uuid=uuid)
    precedent = found.first()
    if precedent is None:
        raise NotYours(_("There is no such precedent."))
    return precedent


@dataclass(frozen=True)
class Fitting:
    """A module that it could count as, with so many of its competences; ``held`` by the learner already."""

    module: Module
    version: ModuleVersion
    shared: int
    held: bool


@dataclass(frozen=True)
class Overlap:
    """What the learner holds of the competences already, and in what."""

    title: str
    competences: list[str]


@dataclass(frozen=True)
class ToJudge:
    """All that the page of a decision shows beside what the learner said."""

    fitting: list[Fitting]
    exams: list[MicroCredential]
    overlap: list[Overlap]
    precedents: list[Offered]
    expected_ects: Decimal | None
    competences: list[Competence]


def to_judge(withdrawal: Withdrawal) -> ToJudge:
    """What fits, what overlaps and what was decided before: fourteen queries at most."""
    competences = list(withdrawal.competences.order_by("label_da"))
    positions = positions_of(withdrawal.person)
    held = {pk for pk, at in positions.items() if at.total != at.planned}
    return ToJudge(
        fitting=_fitting(withdrawal, competences, held),
        exams=_exams(withdrawal, competences),
        overlap=_overlap(competences, held),
        precedents=precedents_for(withdrawal),
        expected_ects=_expected(withdrawal),
        competences=competences,
    )


def _fitting(withdrawal: Withdrawal, competences: Sequence[Competence], held: set[int]) -> list[Fitting]:
    """Those that share most competences first, then those of the size that it has."""
    shared = Count("competences", filter=Q(competences__in=competences), distinct=True)
    versions = ModuleVersion.objects.filter(current_of__provider=withdrawal.provider_id).select_related("module")
    rows = versions.annotate(shared=shared).order_by("-shared", "title_da", "pk")[:200]
    return [Fitting(one.module, one, one.shared, one.module_id in held) for one in rows]


def _exams(withdrawal: Withdrawal, competences: Sequence[Competence]) -> list[MicroCredential]:
    own = Count("competences", filter=Q(competences__in=competences), distinct=True)
    offered = MicroCredential.objects.filter(provider=withdrawal.provider_id, state=State.PUBLISHED)
    return list(offered.annotate(shared=own).order_by("-shared", "title_da", "pk")[:200])


def _overlap(competences: Sequence[Competence], held: set[int]) -> list[Overlap]:
    wanted = {one.pk for one in competences}
    versions = ModuleVersion.objects.filter(current_of__in=held, competences__in=wanted).distinct()
    return [
        Overlap(one.title, [competence.label for competence in one.competences.all() if competence.pk in wanted])
        for one in versions.prefetch_related("competences").order_by("title_da", "pk")
    ]


def _expected(withdrawal: Withdrawal) -> Decimal | None:
    """What the hours would be in ECTS, by what the institution reckons an ECTS to be; to a quarter."""
    if withdrawal.hours is None:
        return None
    return (withdrawal.hours / withdrawal.provider.hours_per_ects * 4).quantize(Decimal(1)) / 4


_CODES = {code.value: code for code in Code}


@dataclass(frozen=True)
class ShownStep:
    """One step of a kept verdict in words. ``state``: passed, failed or unchecked."""

    name: str
    state: str
    state_name: str
    sentence: str


@dataclass(frozen=True)
class ShownVerdict:
    """What our check said of a credential on the day it was brought."""

    outcome: str
    at: datetime
    steps: list[ShownStep]


def verdict_of(withdrawal: Withdrawal) -> ShownVerdict | None:
    """The kept verdict, in the language active now; None when no credential was brought."""
    kept: dict[str, Any] | None = withdrawal.verdict
    if not kept:
        return None
    findings = [Finding(Step(one["step"]), _CODES[one["code"]], one["params"]) for one in kept["steps"]]
    return ShownVerdict(
        Outcome(kept["outcome"]).value,
        datetime.fromisoformat(kept["at"]),
        [
            ShownStep(str(STEPS[one.step]), Told(one.state).value, str(STATES[one.state]), sentence_for(one))
            for one in findings
        ],
    )


@dataclass(frozen=True)
class ShownCriterion:
    """One line of a rubric in words."""

    name: str
    finding: str
    code: str
    note: str


def rubric_of(decision: Decision) -> list[ShownCriterion]:
    """What was found, in the language active now."""
    return [
        ShownCriterion(
            str(criterion.label),
            str(criterion.answers[decision.rubric[criterion]["finding"]]),
            decision.rubric[criterion]["finding"],
            decision.rubric[criterion]["note"],
        )
        for criterion in Criterion
        if criterion in decision.rubric
    ]


@dataclass(frozen=True)
class CountedAlone:
    """Something from outside that counts as ECTS by themselves, for whoever plans: its level and competences."""

    uuid: UUID
    ects: Decimal
    level: int | None
    competences: tuple[str, ...]


def counted_alone(person: Person) -> list[CountedAlone]:
    """What counts for the person by itself: two queries."""
    standing = Decision.objects.filter(
        withdrawal__person=person, outcome__in=COUNTING, undone_at__isnull=True, ects__isnull=False
    )
    return [
        CountedAlone(one.uuid, one.ects, one.level, tuple(competence.slug for competence in one.competences.all()))
        for one in standing.prefetch_related("competences").order_by("pk")
        if one.ects is not None
    ]


def providers_to_ask() -> QuerySet[Organisation]:
    """The institutions that can be asked, by name: those that examine something."""
    examining = MicroCredential.objects.filter(state=State.PUBLISHED).values("provider")
    return Organisation.objects.providers().filter(pk__in=examining).order_by("name_da")
