"""What people have learnt, as far as their employer's register may know it."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.utils import timezone

from nanobank.ai_register.models import Attendance, Consent, PaidModule, Requirement, StaffGroup
from nanobank.common.bilingual import in_english, said
from nanobank.credentials.models import Credential
from nanobank.ledger.models import Entry, Kind
from nanobank.organisations.models import Membership


class Source(StrEnum):
    """How the register knows that somebody has learnt something."""

    ATTENDED = "attended"
    COMPLETED = "completed"
    CREDENTIAL = "credential"


@dataclass(frozen=True)
class Evidence:
    """That somebody has learnt it: on which day, and how that is known. ``credential`` can be checked by anyone."""

    source: Source
    on: date
    title: str
    credential: UUID | None = None


class Known:
    """What these groups' people have learnt, as far as the register may know: the newest counts, proof before word."""

    def __init__(self, groups: Collection[StaffGroup]) -> None:
        self._found: dict[tuple[int, str, int], list[Evidence]] = defaultdict(list)
        members = {one.pk: one for group in groups for one in group.members.all()}
        modules = {one.module_id for group in groups for one in group.requirements.all() if one.module_id}
        self._read_attendance(members)
        if modules and members:
            consenting = set(Consent.objects.filter(membership__in=members).values_list("membership", flat=True))
            paid = set(PaidModule.objects.filter(membership__in=members).values_list("membership", "module"))
            people = {one.person_id: pk for pk, one in members.items()}
            self._read_completed(people, modules, consenting, paid)
            self._read_credentials({members[pk].person_id: pk for pk in consenting}, modules)

    def of(self, member: Membership, requirement: Requirement) -> Evidence | None:
        """The newest of what counts for that requirement; none when they have not learnt it."""
        found = list(self._found.get((member.pk, "requirement", requirement.pk), ()))
        if requirement.module_id:
            found += self._found.get((member.pk, "module", requirement.module_id), ())
        return max(found, key=lambda one: (one.on, one.source is Source.CREDENTIAL), default=None)

    def _read_attendance(self, members: Collection[int]) -> None:
        rows = Attendance.objects.filter(membership__in=members).values_list(
            "membership",
            "training__title",
            "training__held_on",
            "training__module",
            "training__meets",
            "training__meets__module",
        )
        for member, title, held_on, module, requirement, required in rows:
            evidence = Evidence(Source.ATTENDED, held_on, title)
            if requirement:
                self._found[member, "requirement", requirement].append(evidence)
            for shown in {module, required} - {None}:
                self._found[member, "module", shown].append(evidence)

    def _read_completed(
        self,
        people: dict[int, int],
        modules: Collection[int],
        consenting: Collection[int],
        paid: Collection[tuple[int, int]],
    ) -> None:
        """Of those who let it be seen; and of anybody, what the employer paid for."""
        entries = Entry.objects.filter(person__in=people, kind=Kind.COMPLETED, version__module__in=modules)
        for entry in entries.select_related("version"):
            member, version = people[entry.person_id], entry.version
            if version is not None and (member in consenting or (member, version.module_id) in paid):
                evidence = Evidence(Source.COMPLETED, timezone.localdate(entry.at), version.title)
                self._found[member, "module", version.module_id].append(evidence)

    def _read_credentials(self, people: dict[int, int], modules: Collection[int]) -> None:
        held = Credential.objects.standing().filter(person__in=people, micro_credential__required__in=modules)
        rows = held.filter(suspended_at__isnull=True).values_list(
            "person",
            "micro_credential__required",
            "awarded_at",
            "uuid",
            "micro_credential__title_da",
            "micro_credential__title_en",
        )
        for person, module, awarded_at, uuid, danish, english in rows:
            title = said(danish, english, english=in_english())
            evidence = Evidence(Source.CREDENTIAL, timezone.localdate(awarded_at), title, uuid)
            self._found[people[person], "module", module].append(evidence)
