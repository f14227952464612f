"""What colleagues can, as far as their employer may know: what it paid for, and more where they have said yes.

Three kinds of evidence are told apart: a credential that stands, a module that was completed, and what somebody says
of themselves.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from django.db.models import Prefetch, Q

from nanobank.catalogue.models import Competence
from nanobank.credentials.models import Credential
from nanobank.employers.models import Colleague, Consent, Declared, LineState, OrderLine
from nanobank.study.models import Enrolment


class Kind(StrEnum):
    """How well it is shown, the best first."""

    CREDENTIAL = "credential"
    MODULE = "module"
    DECLARED = "declared"


@dataclass(frozen=True)
class Evidence:
    """What says that somebody can something at a level. ``paid``: by this employer, so that it may know anyway."""

    kind: Kind
    competence: Competence
    level: int
    title: str
    at: datetime | None
    expires_at: datetime | None = None
    paid: bool = False


@dataclass
class Holding:
    """One colleague's evidence, and the slugs of modules they have completed, as far as the employer may know."""

    colleague: Colleague
    consents: bool
    evidence: list[Evidence] = field(default_factory=list)
    completed: set[str] = field(default_factory=set)

    def shown(self) -> tuple[tuple[str, int], ...]:
        """Competences by slug with the highest level that a credential or a completed module shows."""
        levels: dict[str, int] = {}
        for one in self.evidence:
            if one.kind is not Kind.DECLARED:
                levels[one.competence.slug] = max(one.level, levels.get(one.competence.slug, 0))
        return tuple(sorted(levels.items()))


def holdings_of(colleagues: Iterable[Colleague], *, now: datetime) -> dict[int, Holding]:
    """By the colleague's id: a constant number of queries."""
    known = list(colleagues)
    consenting = set(
        Consent.objects.filter(colleague__in=known, withdrawn_at=None).values_list("colleague_id", flat=True)
    )
    holdings = {one.pk: Holding(one, one.pk in consenting) for one in known}
    by_person = {membership.person_id: holdings[one.pk] for one in known if (membership := one.membership) is not None}
    paid = _paid(known)
    _modules(by_person, paid)
    _credentials(by_person, paid, now)
    for declared in Declared.objects.filter(colleague__in=known).select_related("competence"):
        holdings[declared.colleague_id].evidence.append(
            Evidence(Kind.DECLARED, declared.competence, declared.level, "", declared.at)
        )
    return holdings


def _paid(colleagues: Iterable[Colleague]) -> dict[int, set[int]]:
    """Of each person, the modules that this employer paid for."""
    paid: dict[int, set[int]] = defaultdict(set)
    lines = OrderLine.objects.filter(colleague__in=list(colleagues), state=LineState.ACCEPTED)
    for person, module in lines.values_list("colleague__membership__person", "module"):
        paid[person].add(module)
    return paid


def _modules(by_person: dict[int, Holding], paid: dict[int, set[int]]) -> None:
    completed = (
        Enrolment.objects.filter(person__in=by_person, completed_at__isnull=False)
        .select_related("version__module")
        .prefetch_related(Prefetch("version__competences"))
        .order_by("completed_at")
    )
    for enrolment in completed:
        holding, version = by_person[enrolment.person_id], enrolment.version
        was_paid = version.module_id in paid[enrolment.person_id]
        if not (holding.consents or was_paid):
            continue
        holding.completed.add(version.module.slug)
        holding.evidence += [
            Evidence(Kind.MODULE, one, version.level, version.title, enrolment.completed_at, paid=was_paid)
            for one in version.competences.all()
        ]


def _credentials(by_person: dict[int, Holding], paid: dict[int, set[int]], now: datetime) -> None:
    """A credential was paid for by the employer when all that it requires was."""
    in_force = Q(valid_until__isnull=True) | Q(valid_until__gt=now)
    standing = (
        Credential.objects.standing()
        .filter(in_force, person__in=by_person, suspended_at__isnull=True)
        .select_related("micro_credential")
        .prefetch_related("micro_credential__competences", "micro_credential__required")
        .order_by("awarded_at")
    )
    for credential in standing:
        holding, told = by_person[credential.person_id], credential.micro_credential
        required = {module.pk for module in told.required.all()}
        was_paid = bool(required) and required <= paid[credential.person_id]
        if holding.consents or was_paid:
            holding.evidence += [
                Evidence(
                    Kind.CREDENTIAL, one, told.level, told.title, credential.awarded_at, credential.valid_until,
                    paid=was_paid,
                )
                for one in told.competences.all()
            ]  # fmt: skip
