"""Where a person stands with micro-credentials: what is completed, what is missing, and whether they can be examined.

The bank asks this on its page for every micro-credential that concerns a person, so it is few queries and narrow rows.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery, Value

from nanobank.accounts.models import Person
from nanobank.catalogue.lines import OF_MICRO_CREDENTIAL, OF_VERSION, MicroCredentialLine, ModuleLine
from nanobank.catalogue.models import ElectiveGroup, MicroCredential, State
from nanobank.common.prepared import among, prepared
from nanobank.credentials.lines import CredentialLine
from nanobank.credentials.models import Credential
from nanobank.exams import bridge
from nanobank.exams.models import Admission, Dispensation, Registration, Result
from nanobank.ledger.queries import positions_of
from nanobank.study.queries import completed_versions

_Required: Any = MicroCredential.required.through
_Elective: Any = ElectiveGroup.modules.through


@dataclass(frozen=True)
class MissingGroup:
    """An elective group that is short of ``ects`` at ``min_level`` or above, and what may be chosen to fill it."""

    ects: Decimal
    min_level: int
    choices: list[ModuleLine]


@dataclass(frozen=True)
class Readiness:
    """Where one person stands with one micro-credential; ``rule_is_met`` when all that is asked for is completed.

    ``credential``: of the one they hold and that is not revoked. ``over_limit`` is completed elsewhere, but more than
    ``outside_limit`` ECTS of it may not be. ``admitted`` says what was learnt elsewhere and is examined here.
    ``reexamined_until``: of an edition that was replaced, the last day for one who has tried it and not passed.
    """

    micro_credential: MicroCredentialLine
    rule_is_met: bool
    completed: list[ModuleLine]
    missing: list[ModuleLine]
    missing_groups: list[MissingGroup]
    missing_ects: Decimal
    open_registration: Registration | None
    passed: bool
    credential: UUID | None
    attempts_used: int
    attempts_left: int
    over_limit: tuple[ModuleLine, ...] = ()
    admitted: str = ""
    reexamined_until: date | None = None

    @property
    def outside(self) -> list[ModuleLine]:
        """What of the completed was learnt elsewhere."""
        return [line for line in self.completed if line.outside]

    @property
    def ready(self) -> bool:
        """Whether all is there for the exam; whether it is held is another question (``can_register``)."""
        return self.rule_is_met and self.attempts_left > 0 and not self.passed and self.open_registration is None

    def can_register(self, today: date) -> bool:
        """Whether the person can put themselves forward today: it is offered, or they are examined in it again."""
        is_open = self.micro_credential.state == State.PUBLISHED or self.is_reexamined(today)
        return self.ready and is_open

    def is_reexamined(self, today: date) -> bool:
        """Whether it was replaced, and the person may be examined in it all the same."""
        return self.reexamined_until is not None and today <= self.reexamined_until

    @property
    def ects_completed(self) -> Decimal:
        """ECTS of the completed modules that count."""
        return sum((line.ects for line in self.completed), Decimal(0))

    @property
    def percent(self) -> int:
        """How much of the micro-credential's ECTS is completed, 0 to 100."""
        return min(100, int(100 * self.ects_completed / self.micro_credential.ects))


def readiness_of(
    person: Person,
    *,
    modules: Sequence[int] | None = None,
    completed: Mapping[int, ModuleLine] | None = None,
    credentials: Iterable[CredentialLine] | None = None,
) -> list[Readiness]:
    """Every published micro-credential that the person has begun on, planned modules of or been registered for.

    Ready ones first, then by how much is completed. The number of queries does not grow with the rows. What is known
    spares one each: ``modules`` in the bank, those ``completed``, the person's ``credentials``.
    """
    if modules is None:
        modules = [pk for pk, at in positions_of(person).items() if at.total]
    concerning = [MicroCredentialLine(*row) for row in _concerning(person=person, modules=modules)]
    readiness = _readiness(person, concerning, completed, credentials)
    return sorted(
        readiness,
        key=lambda one: (not one.ready, one.passed, -one.percent, one.micro_credential.title, one.micro_credential.pk),
    )


def former_editions_of(person: Person, *, today: date) -> list[Readiness]:
    """The replaced editions that the person is registered for, or may be examined in again."""
    registered = [MicroCredentialLine(*row) for row in _former(person=person)]
    found = _readiness(person, registered) if registered else []
    return [one for one in found if one.open_registration or one.can_register(today)]


def readiness_for(person: Person, micro_credential: MicroCredential) -> Readiness:
    """Where the person stands with this one, published or not."""
    return _readiness(person, [MicroCredentialLine(*row) for row in _with_id(micro_credential=micro_credential)])[0]


@prepared
def _concerning(person: Any, modules: Any) -> QuerySet[MicroCredential, tuple[Any, ...]]:
    concerned = _Required.objects.filter(module__in=among(modules)).values("microcredential")
    concerned = concerned.union(  # three conditions with OR between them would be tried on every row there is
        _Elective.objects.filter(module__in=among(modules)).values("electivegroup__micro_credential"),
        Registration.objects.filter(person=person).values("micro_credential"),
        Admission.objects.filter(person=person, ended_at__isnull=True).values("micro_credential"),
    )
    published = MicroCredential.objects.filter(pk__in=concerned, state=State.PUBLISHED)
    return published.values_list(*OF_MICRO_CREDENTIAL)


@prepared
def _former(person: Any) -> QuerySet[MicroCredential, tuple[Any, ...]]:
    registered = Registration.objects.filter(person=person).values("micro_credential")
    replaced = MicroCredential.objects.filter(pk__in=registered, state=State.WITHDRAWN)
    return replaced.order_by("pk").values_list(*OF_MICRO_CREDENTIAL)


@prepared
def _editions(micro_credentials: Any) -> QuerySet[MicroCredential, tuple[int | None, int, datetime | None]]:
    published = MicroCredential.objects.filter(replaces__in=among(micro_credentials), published_at__isnull=False)
    return published.values_list("replaces_id", "pk", "published_at")


@prepared
def _with_id(micro_credential: Any) -> QuerySet[MicroCredential, tuple[Any, ...]]:
    return MicroCredential.objects.filter(pk=micro_credential).values_list(*OF_MICRO_CREDENTIAL)


@prepared
def _registrations(person: Any) -> QuerySet[Registration]:
    standing = Result.objects.standing().filter(registration=OuterRef("pk")).values("grade")
    found = Registration.objects.filter(person=person).annotate(grade=Subquery(standing))
    return found.select_related("slot").order_by("registered_at", "id")


@prepared
def _dispensations(person: Any) -> QuerySet[Dispensation]:
    return Dispensation.objects.filter(person=person)


@prepared
def _held(person: Any) -> QuerySet[Credential, tuple[int, UUID]]:
    return Credential.objects.held_by(person).standing().values_list("micro_credential_id", "uuid")


_MODULE = ("versions__module_id", "versions__module__slug", *(f"versions__{name}" for name in OF_VERSION), "outside")


@prepared
def _admissions(person: Any) -> QuerySet[Admission, tuple[Any, ...]]:
    standing = Admission.objects.filter(person=person, ended_at__isnull=True, versions__isnull=False)
    return standing.values_list("micro_credential_id", *_MODULE)


def _admitted(person: Person) -> dict[int, dict[int, ModuleLine]]:
    """What counts as completed for one exam alone, by its micro-credential and by ``Module.id``: one query."""
    found: dict[int, dict[int, ModuleLine]] = defaultdict(dict)
    for micro_credential, *line in _admissions(person=person):
        found[micro_credential][line[0]] = ModuleLine(*line)
    return found


@dataclass
class _Group:
    """An elective group, and its modules by ``Module.id``."""

    min_ects: Decimal
    min_level: int
    modules: dict[int, ModuleLine | None] = field(default_factory=dict)


@dataclass
class _Asked:
    """What one micro-credential asks for; a module without a current version is asked for, but cannot be shown."""

    required: dict[int, ModuleLine | None] = field(default_factory=dict)
    groups: dict[int, _Group] = field(default_factory=dict)


_NO_GROUP = 0


@prepared
def _rows_of_rules(micro_credentials: Any) -> QuerySet[Any, tuple[Any, ...]]:
    """Elective groups with each of their modules (or none), and the required modules under ``_NO_GROUP``."""
    groups = ElectiveGroup.objects.filter(micro_credential__in=among(micro_credentials))
    elective = groups.values_list(
        *("micro_credential_id", "pk", "min_ects", "min_level", "modules", "modules__slug"),
        *(f"modules__current__{name}" for name in OF_VERSION),
    )
    required = _Required.objects.filter(microcredential__in=among(micro_credentials)).values_list(
        *("microcredential_id", Value(_NO_GROUP), Value(Decimal(0)), Value(0), "module_id", "module__slug"),
        *(f"module__current__{name}" for name in OF_VERSION),
    )
    rows: QuerySet[Any, tuple[Any, ...]] = elective.union(required, all=True)
    return rows


def _rules(micro_credentials: Sequence[MicroCredentialLine]) -> dict[int, _Asked]:
    """What each asks for, by its id: one query."""
    rules = {one.pk: _Asked() for one in micro_credentials}
    for pk, group, min_ects, min_level, module, *said in _rows_of_rules(micro_credentials=list(rules)):
        asked = rules[pk]
        if group != _NO_GROUP:
            modules = asked.groups.setdefault(group, _Group(min_ects, min_level)).modules
        else:
            modules = asked.required
        if module is not None:
            modules[module] = ModuleLine(module, *said) if said[1] is not None else None
    return rules


def _readiness(
    person: Person,
    micro_credentials: list[MicroCredentialLine],
    completed: Mapping[int, ModuleLine] | None = None,
    credentials: Iterable[CredentialLine] | None = None,
) -> list[Readiness]:
    rules = _rules(micro_credentials)
    completed = completed_versions(person) if completed is None else completed
    registrations: dict[int, list[Registration]] = defaultdict(list)
    for registration in _registrations(person=person):
        registrations[registration.micro_credential_id].append(registration)
    dispensations: dict[int, list[Dispensation]] = defaultdict(list)
    if registrations:
        for dispensation in _dispensations(person=person):
            dispensations[dispensation.micro_credential_id].append(dispensation)
    if credentials is None:
        held = dict(_held(person=person))
    else:
        held = {one.micro_credential: one.uuid for one in credentials if one.revoked_at is None}
    admitted = _admitted(person)
    replaced = _replaced([one.pk for one in micro_credentials if one.state == State.WITHDRAWN])
    return [
        _stand(
            one,
            rules[one.pk],
            _Done(completed, admitted.get(one.pk, {})),
            registrations[one.pk],
            dispensations[one.pk],
            held,
            replaced.get(one.pk),
        )
        for one in micro_credentials
    ]


def _replaced(withdrawn: list[int]) -> dict[int, tuple[int, datetime]]:
    """The edition that took the place of each of them, and when. No query when there are none."""
    editions = _editions(micro_credentials=withdrawn) if withdrawn else ()
    return {before: (pk, at) for before, pk, at in editions if before is not None and at is not None}


@dataclass(frozen=True)
class _Done:
    """What is completed by ``Module.id``, and what counts as completed for this exam alone."""

    completed: Mapping[int, ModuleLine]
    admitted: Mapping[int, ModuleLine]

    @cached_property
    def all(self) -> Mapping[int, ModuleLine]:
        """Both; what is completed here goes before what was learnt elsewhere."""
        here = {pk: line for pk, line in self.completed.items() if not line.outside}
        return {**self.completed, **self.admitted, **here}

    def counted(self, rule: bridge.Rule) -> bridge.Outstanding:
        """What the rule still asks for."""
        return bridge.outstanding(rule, self.all, self.admitted)


def _stand(
    micro_credential: MicroCredentialLine,
    asked: _Asked,
    done: _Done,
    registrations: list[Registration],
    dispensations: Iterable[Dispensation],
    held: Mapping[int, UUID],
    replaced: tuple[int, datetime] | None,
) -> Readiness:
    credential = held.get(micro_credential.pk)
    groups = [asked.groups[pk] for pk in sorted(asked.groups)]
    rule = bridge.Rule(
        required=frozenset(asked.required),
        groups=tuple(bridge.Group(frozenset(group.modules), group.min_ects, group.min_level) for group in groups),
        total_ects=micro_credential.ects,
        max_outside=micro_credential.outside_limit,
    )
    result = done.counted(rule)
    history = [(one, one.grade) for one in registrations]  # type: ignore[attr-defined]  # annotated by the query
    used, left = bridge.attempts(history, dispensations)
    return Readiness(
        micro_credential=micro_credential,
        rule_is_met=not (result.modules or result.groups or result.ects),
        completed=[done.all[one.module] for one in result.counted],
        missing=_shown(asked.required, result.modules),
        missing_groups=[
            MissingGroup(
                short.ects,
                groups[short.index].min_level,
                [
                    choice
                    for choice in _shown(groups[short.index].modules, short.modules)
                    if choice.level >= groups[short.index].min_level
                ],
            )
            for short in result.groups
        ],
        missing_ects=result.ects,
        open_registration=next((one for one in registrations if one.closed_at is None), None),
        passed=credential is not None or any(grade is not None and bridge.is_passed(grade) for _, grade in history),
        credential=credential,
        attempts_used=used,
        attempts_left=left,
        over_limit=tuple(done.all[module] for module in result.over_limit),
        admitted=next((line.outside for line in done.admitted.values()), ""),
        reexamined_until=_reexamined_until(history, held, replaced),
    )


def _reexamined_until(
    history: list[tuple[Registration, str | None]], held: Mapping[int, UUID], replaced: tuple[int, datetime] | None
) -> date | None:
    """Nobody is examined in the former edition once they hold the new one."""
    if replaced is None or replaced[0] in held:
        return None
    return bridge.reexamined_until(history, replaced[1])


def _shown(modules: Mapping[int, ModuleLine | None], keys: Iterable[int]) -> list[ModuleLine]:
    choices = (modules[key] for key in keys)
    return sorted((choice for choice in choices if choice is not None), key=lambda choice: choice.title)
