"""What the register says: of a whole organisation, of one employee, and to whoever asks to see it on paper."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Final, TypeVar
from uuid import UUID

from django.db.models import Min, Model, Prefetch, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from nanobank.accounts.models import Person
from nanobank.ai_register.evidence import Evidence, Known
from nanobank.ai_register.models import (
    AiSystem,
    Consent,
    Requirement,
    Risk,
    StaffGroup,
    Training,
    Wording,
)
from nanobank.catalogue.models import Module
from nanobank.common.clock import months_after
from nanobank.organisations.models import Membership, MembershipQuerySet, Organisation, Role

Row = TypeVar("Row", bound=Model)
_MODULE_ADDRESS: Final = re.compile(r"/moduler/([-a-z0-9]+)/?")


@dataclass(frozen=True)
class Line:
    """One person and one thing that they must have learnt. ``until``: the last day that it holds; None for good."""

    member: Membership
    requirement: Requirement
    evidence: Evidence | None
    until: date | None
    today: date

    @property
    def is_met(self) -> bool:
        """Whether they have learnt it and it still holds."""
        return self.evidence is not None and (self.until is None or self.until >= self.today)

    @property
    def has_expired(self) -> bool:
        """Whether they have learnt it, but too long ago."""
        return self.evidence is not None and not self.is_met


@dataclass(frozen=True)
class GroupLines:
    """A group and how its people stand."""

    group: StaffGroup
    members: tuple[Membership, ...]
    lines: tuple[Line, ...]

    @cached_property
    def ready(self) -> int:
        """How many have all that they must have."""
        lacking = {line.member.pk for line in self.lines if not line.is_met}
        return sum(one.pk not in lacking for one in self.members)

    @property
    def share(self) -> int:
        """The same in per cent; 100 when nobody is in it."""
        return round(100 * self.ready / len(self.members)) if self.members else 100


@dataclass(frozen=True)
class Register:
    """All of one organisation's register on one day."""

    organisation: Organisation
    today: date
    systems: tuple[AiSystem, ...]
    groups: tuple[GroupLines, ...]
    trainings: tuple[Training, ...]

    @cached_property
    def lacking(self) -> tuple[Line, ...]:
        """Who lacks what."""
        return tuple(line for each in self.groups for line in each.lines if not line.is_met)

    @property
    def missing(self) -> tuple[tuple[Requirement, int], ...]:
        """What somebody lacks, a module or a title once each, with how many lack it; most first."""
        lack: dict[Module | str, dict[int, Requirement]] = {}
        for line in self.lacking:
            what = line.requirement.module or line.requirement.title
            lack.setdefault(what, {})[line.member.pk] = line.requirement
        counted = ((next(iter(members.values())), len(members)) for members in lack.values())
        return tuple(sorted(counted, key=lambda pair: (-pair[1], pair[0].title)))

    @cached_property
    def people(self) -> int:
        """How many people are in a group, each counted once."""
        return len({one.pk for each in self.groups for one in each.members})

    @cached_property
    def people_ready(self) -> int:
        """How many of them have all that they must have."""
        return self.people - len({line.member.pk for line in self.lacking})

    @property
    def to_review(self) -> tuple[AiSystem, ...]:
        """Systems whose day to be looked at again has come."""
        return tuple(one for one in self.systems if one.review_on <= self.today)

    @property
    def to_assess(self) -> tuple[AiSystem, ...]:
        """Systems whose risk nobody has judged, or that may not be used at all."""
        return tuple(one for one in self.systems if one.risk in (Risk.NOT_ASSESSED, Risk.PROHIBITED))

    @property
    def without_group(self) -> tuple[AiSystem, ...]:
        """Systems of which nobody has said who uses them."""
        return tuple(one for one in self.systems if not one.groups.all())

    @property
    def without_requirement(self) -> tuple[StaffGroup, ...]:
        """Groups of which nobody has said what they must have learnt."""
        return tuple(each.group for each in self.groups if not each.group.requirements.all())


def kept_by(person: Person, *, now: datetime) -> list[Organisation]:
    """The organisations for which the person acts as an employer, by name: one query."""
    acting = Membership.objects.of(person).at(now).filter(role=Role.EMPLOYER).values("organisation")
    return list(Organisation.objects.filter(pk__in=acting).order_by("name_da"))


def staff_of(organisation: Organisation, *, now: datetime) -> MembershipQuerySet:
    """Everybody employed there now, by name, each once: one query."""
    employed = Membership.objects.filter(organisation=organisation, role__in=(Role.EMPLOYEE, Role.EMPLOYER)).at(now)
    first = employed.values("person").annotate(first=Min("pk")).values("first")
    return employed.filter(pk__in=first).select_related("person").order_by("person__given_name", "person__family_name")


def register_of(organisation: Organisation, *, now: datetime) -> Register:
    """All of it, in a constant number of queries."""
    groups = _groups(organisation, now=now)
    systems = AiSystem.objects.of(organisation).in_use().prefetch_related("groups").order_by("name")
    trainings = Training.objects.filter(organisation=organisation).prefetch_related("attendance__membership")
    return Register(
        organisation=organisation,
        today=timezone.localdate(now),
        systems=tuple(systems),
        groups=tuple(_lines(groups, now=now)),
        trainings=tuple(trainings.order_by("-held_on", "-pk")),
    )


def lacking(organisation: Organisation, module: Module, *, now: datetime) -> list[Membership]:
    """Who must have learnt the module and has not, or too long ago, each once."""
    lines = register_of(organisation, now=now).lacking
    return list({line.member.pk: line.member for line in lines if line.requirement.module_id == module.pk}.values())


def system_with(organisation: Organisation, uuid: UUID) -> AiSystem:
    """One of the organisation's systems, retired ones too. Raises Http404."""
    return _one(AiSystem.objects.of(organisation).select_related("organisation"), uuid)


def group_with(organisation: Organisation, uuid: UUID) -> StaffGroup:
    """One of the organisation's groups. Raises Http404."""
    return _one(StaffGroup.objects.filter(organisation=organisation).select_related("organisation"), uuid)


def training_with(organisation: Organisation, uuid: UUID) -> Training:
    """One training that the organisation has written down. Raises Http404."""
    return _one(Training.objects.filter(organisation=organisation).select_related("organisation", "module"), uuid)


def requirement_with(organisation: Organisation, uuid: UUID) -> Requirement:
    """One requirement of one of the organisation's groups. Raises Http404."""
    found = Requirement.objects.filter(group__organisation=organisation).select_related("group__organisation")
    return _one(found, uuid)


def requirements_of(organisation: Organisation) -> QuerySet[Requirement]:
    """Every requirement, with its group: one query."""
    return (
        Requirement.objects.filter(group__organisation=organisation)
        .select_related("group", "module")
        .order_by("group__name", "title")
    )


def module_named(words: str) -> Module | None:
    """The published module that somebody means by its address or its title in either language: at most two queries."""
    published = Module.objects.filter(current__isnull=False).select_related("current")
    address = _MODULE_ADDRESS.search(words)
    if address is not None:
        return published.filter(slug=address[1]).first()
    title = words.strip()
    return published.filter(Q(current__title_da=title) | Q(current__title_en=title)).order_by("pk").first()


@dataclass(frozen=True)
class Mine:
    """What an employer's register says of one employee: lines by group, training written down, and the consent."""

    membership: Membership
    groups: tuple[StaffGroup, ...]
    lines: tuple[Line, ...]
    attended: tuple[Training, ...]
    consents: bool


def said_of(person: Person, *, now: datetime) -> list[Mine]:
    """What the registers of all the person's employers say of them: a constant number of queries an employer."""
    memberships = Membership.objects.of(person).at(now).filter(role__in=(Role.EMPLOYEE, Role.EMPLOYER))
    return [
        mine
        for membership in memberships.select_related("organisation", "person").order_by("organisation__name_da", "pk")
        if (mine := _mine(membership, now=now)) is not None
    ]


def own_membership(person: Person, uuid: UUID, *, now: datetime) -> Membership:
    """One of the person's own employments. Raises Http404."""
    return _one(Membership.objects.of(person).at(now).select_related("organisation"), uuid)


def wordings() -> dict[str, Wording]:
    """What is said of the law, by key: one query."""
    return {one.key: one for one in Wording.objects.all()}


def _mine(membership: Membership, *, now: datetime) -> Mine | None:
    groups = _groups(membership.organisation, now=now, only=membership)
    attended = Training.objects.filter(attendance__membership=membership).order_by("-held_on")
    consents = Consent.objects.filter(membership=membership).exists()
    if not (groups or attended or consents):
        return None
    lines = [line for each in _lines(groups, now=now) for line in each.lines]
    return Mine(membership, tuple(groups), tuple(lines), tuple(attended), consents)


def _groups(organisation: Organisation, *, now: datetime, only: Membership | None = None) -> list[StaffGroup]:
    members = Membership.objects.at(now).select_related("person").order_by("person__given_name", "person__family_name")
    groups = StaffGroup.objects.filter(organisation=organisation)
    if only is not None:
        members, groups = members.filter(pk=only.pk), groups.filter(members=only)
    return list(
        groups.prefetch_related(
            Prefetch("members", queryset=members),
            Prefetch("requirements", queryset=Requirement.objects.select_related("module__current").order_by("title")),
            Prefetch("systems", queryset=AiSystem.objects.in_use().order_by("name")),
        ).order_by("name")
    )


def _lines(groups: Collection[StaffGroup], *, now: datetime) -> Iterable[GroupLines]:
    """How each group's people stand: three queries, however many there are."""
    known = Known(groups)
    today = timezone.localdate(now)
    for group in groups:
        members = tuple(group.members.all())
        lines = tuple(
            _line(member, requirement, known.of(member, requirement), today)
            for requirement in group.requirements.all()
            for member in members
        )
        yield GroupLines(group, members, lines)


def _line(member: Membership, requirement: Requirement, evidence: Evidence | None, today: date) -> Line:
    until = months_after(evidence.on, requirement.months) if evidence and requirement.months else None
    return Line(member, requirement, evidence, until, today)


def _one(rows: QuerySet[Row], uuid: UUID) -> Row:
    found = rows.filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found
