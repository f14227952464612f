"""What the pages, the API and the room above ask about exams."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch, Q, QuerySet

from nanobank.accounts.models import Person
from nanobank.catalogue.models import ElectiveGroup, MicroCredential, Module, ModuleVersion, State
from nanobank.credentials.models import Credential
from nanobank.exams import bridge
from nanobank.exams.models import Dispensation, Registration, Result
from nanobank.ledger.queries import positions_of
from nanobank.study.queries import completed_versions


@dataclass(frozen=True)
class MissingGroup:
    """An elective group that is short of ``ects`` at ``min_level`` or above, and what may be chosen to fill it."""

    ects: Decimal
    min_level: int
    choices: list[ModuleVersion]


@dataclass(frozen=True)
class Readiness:
    """Where one person stands with one micro-credential."""

    micro_credential: MicroCredential
    completed: list[ModuleVersion]
    missing: list[ModuleVersion]
    missing_groups: list[MissingGroup]
    missing_ects: Decimal
    open_registration: Registration | None
    passed: bool
    credential: Credential | None
    attempts_used: int
    attempts_left: int

    @property
    def rule_is_met(self) -> bool:
        """Whether everything that the exam asks for has been completed."""
        return not (self.missing or self.missing_groups or self.missing_ects)

    @property
    def ready(self) -> bool:
        """Whether the person can put themselves forward this minute."""
        return self.rule_is_met and self.attempts_left > 0 and not self.passed and self.open_registration is None

    @property
    def ects_completed(self) -> Decimal:
        """ECTS of the completed modules that count."""
        return sum((version.ects for version in self.completed), Decimal(0))

    @property
    def percent(self) -> int:
        """How much of the micro-credential's ECTS is completed, 0 to 100."""
        return min(100, int(100 * self.ects_completed / self.micro_credential.ects))


def readiness_of(person: Person) -> list[Readiness]:
    """Every published micro-credential that the person has begun on, planned modules of or been registered for.

    Ready ones first, then by how much is completed. The number of queries does not grow with the rows.
    """
    modules = [pk for pk, at in positions_of(person).items() if at.planned or at.under_way or at.completed or at.held]
    concerns = (
        Q(pk__in=MicroCredential.required.through.objects.filter(module_id__in=modules).values("microcredential_id"))
        | Q(pk__in=ElectiveGroup.objects.filter(modules__in=modules).values("micro_credential_id"))
        | Q(pk__in=Registration.objects.of(person).values("micro_credential_id"))
    )
    readiness = _readiness(person, MicroCredential.objects.filter(concerns, state=State.PUBLISHED))
    return sorted(
        readiness,
        key=lambda one: (not one.ready, one.passed, -one.percent, one.micro_credential.title, one.micro_credential.pk),
    )


def readiness_for(person: Person, micro_credential: MicroCredential) -> Readiness:
    """Where the person stands with this one, published or not."""
    return _readiness(person, MicroCredential.objects.filter(pk=micro_credential.pk))[0]


def _readiness(person: Person, micro_credentials: QuerySet[MicroCredential]) -> list[Readiness]:
    modules = Prefetch("required", Module.objects.select_related("current"))
    electives = Prefetch("elective_groups__modules", Module.objects.select_related("current"))
    found = list(micro_credentials.select_related("provider").prefetch_related(modules, electives))
    completed = completed_versions(person)
    standing = {
        result.registration_id: result for result in Result.objects.standing().filter(registration__person=person)
    }
    registrations: dict[int, list[Registration]] = defaultdict(list)
    for registration in Registration.objects.of(person).select_related("slot").order_by("registered_at", "id"):
        registrations[registration.micro_credential_id].append(registration)
    dispensations: dict[int, list[Dispensation]] = defaultdict(list)
    for dispensation in Dispensation.objects.filter(person=person):
        dispensations[dispensation.micro_credential_id].append(dispensation)
    credentials = {
        credential.micro_credential_id: credential
        for credential in Credential.objects.filter(person=person, revoked_at__isnull=True).defer("document")
    }
    return [
        _stand(
            one,
            completed,
            [(registration, standing.get(registration.pk)) for registration in registrations[one.pk]],
            dispensations[one.pk],
            credentials.get(one.pk),
        )
        for one in found
    ]


def _stand(
    micro_credential: MicroCredential,
    completed: Mapping[int, ModuleVersion],
    history: list[tuple[Registration, Result | None]],
    dispensations: Iterable[Dispensation],
    credential: Credential | None,
) -> Readiness:
    result = bridge.outstanding(micro_credential, completed)
    modules = {module.pk: module for module in micro_credential.required.all()}
    groups = sorted(micro_credential.elective_groups.all(), key=lambda group: group.pk)
    for group in groups:
        modules.update({module.pk: module for module in group.modules.all()})

    def current(keys: Iterable[int]) -> list[ModuleVersion]:
        found = [modules[key].current for key in keys]
        return sorted((version for version in found if version is not None), key=lambda version: version.title)

    used, left = bridge.attempts(history, dispensations)
    return Readiness(
        micro_credential=micro_credential,
        completed=[completed[one.module] for one in result.counted],
        missing=current(result.modules),
        missing_groups=[
            MissingGroup(
                short.ects,
                groups[short.index].min_level,
                [one for one in current(short.modules) if one.level >= groups[short.index].min_level],
            )
            for short in result.groups
        ],
        missing_ects=result.ects,
        open_registration=next((one for one, _ in history if one.closed_at is None), None),
        passed=credential is not None
        or any(stands is not None and bridge.is_passed(stands.grade) for _, stands in history),
        credential=credential,
        attempts_used=used,
        attempts_left=left,
    )
