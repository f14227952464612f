"""The AI register in the API: all that its pages do, for whoever keeps it, the employee and the bank's staff."""

from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router, Status

from nanobank.accounts.http import TokenRequest
from nanobank.ai_register import queries, report, services
from nanobank.ai_register.models import AiSystem, Knowledge, Requirement, StaffGroup, Training, Wording
from nanobank.ai_register.permissions import check_keeps, check_words
from nanobank.ai_register.schemas import (
    AiRegisterLineOut,
    GroupIn,
    GroupOut,
    MineOut,
    RegisterOut,
    RequirementIn,
    RequirementOut,
    StaffOut,
    StaffPage,
    SystemIn,
    SystemOut,
    TrainingIn,
    TrainingOut,
    WordingIO,
)
from nanobank.catalogue.models import Module
from nanobank.common.clock import now
from nanobank.common.schemas import Limit, Offset, Problem
from nanobank.organisations.models import Organisation

router = Router()
_AT = "/organisations/{slug}/ai-register"
_SEEN = {404: Problem}
_CHANGED = {404: Problem, 409: Problem, 422: Problem}


def _kept(request: TokenRequest, slug: str) -> Organisation:
    organisation = get_object_or_404(Organisation, slug=slug)
    check_keeps(request.auth, organisation, now=now())
    return organisation


@router.get(_AT, response={200: RegisterOut, **_SEEN}, summary="An organisation's AI register")
def register(request: TokenRequest, slug: str) -> RegisterOut:
    """Systems in use, groups and how their people stand, training held. For whoever acts for it as an employer."""
    shown = queries.register_of(_kept(request, slug), now=now())
    return RegisterOut(
        organisation=slug,
        people=shown.people,
        people_ready=shown.people_ready,
        systems=[_system(one) for one in shown.systems],
        groups=[_group(one) for one in shown.groups],
        trainings=[_training(one) for one in shown.trainings],
    )


@router.get(f"{_AT}/report.pdf", response={200: None, **_SEEN}, summary="The register as PDF")
def on_paper(request: TokenRequest, slug: str) -> HttpResponse:
    """What an inspector or the council would ask for, in the language asked for, as PDF/A."""
    content = report.on_paper(queries.register_of(_kept(request, slug), now=now()))
    return HttpResponse(content, content_type="application/pdf")


@router.get(f"{_AT}/staff", response={200: StaffPage, **_SEEN}, summary="Who is employed there")
def staff(request: TokenRequest, slug: str, offset: Offset = 0, limit: Limit = 50) -> StaffPage:
    """By name; their memberships are what groups and attendance are made of."""
    found = queries.staff_of(_kept(request, slug), now=now())
    items = [StaffOut(member=one.uuid, name=one.person.name) for one in found[offset : offset + limit]]
    return StaffPage(count=found.count(), items=items)


@router.post(f"{_AT}/systems", response={201: SystemOut, **_CHANGED}, summary="Enter an AI system")
def enter_system(request: TokenRequest, slug: str, given: SystemIn) -> Status[SystemOut]:
    """Put a system in the register."""
    facts = services.SystemFacts(**given.dict())
    made = services.enter_system(organisation=_kept(request, slug), facts=facts, by=request.auth, now=now())
    return Status(201, _system(made))


@router.put(f"{_AT}/systems/{{uuid}}", response={200: SystemOut, **_CHANGED}, summary="Write a system anew")
def change_system(request: TokenRequest, slug: str, uuid: UUID, given: SystemIn) -> SystemOut:
    """As after a review."""
    system = queries.system_with(_kept(request, slug), uuid)
    facts = services.SystemFacts(**given.dict())
    return _system(services.change_system(system=system, facts=facts, by=request.auth, now=now()))


@router.delete(f"{_AT}/systems/{{uuid}}", response={204: None, **_CHANGED}, summary="Take a system out of use")
def retire_system(request: TokenRequest, slug: str, uuid: UUID) -> Status[None]:
    """What was known of it is kept."""
    services.retire_system(system=queries.system_with(_kept(request, slug), uuid), by=request.auth, now=now())
    return Status(204, None)


@router.post(f"{_AT}/groups", response={201: GroupOut, **_CHANGED}, summary="Gather a group")
def make_group(request: TokenRequest, slug: str, given: GroupIn) -> Status[GroupOut]:
    """Colleagues who use the same systems in the same way."""
    organisation = _kept(request, slug)
    facts = services.GroupFacts(**given.dict())
    made = services.make_group(organisation=organisation, facts=facts, by=request.auth, now=now())
    return Status(201, _group_of(organisation, made))


@router.put(f"{_AT}/groups/{{uuid}}", response={200: GroupOut, **_CHANGED}, summary="Write a group anew")
def change_group(request: TokenRequest, slug: str, uuid: UUID, given: GroupIn) -> GroupOut:
    """Who is in it and what they use."""
    organisation = _kept(request, slug)
    facts = services.GroupFacts(**given.dict())
    group = queries.group_with(organisation, uuid)
    return _group_of(organisation, services.change_group(group=group, facts=facts, by=request.auth, now=now()))


@router.post(f"{_AT}/groups/{{uuid}}/requirements", response={201: RequirementOut, **_CHANGED}, summary="Require more")
def require(request: TokenRequest, slug: str, uuid: UUID, given: RequirementIn) -> Status[RequirementOut]:
    """Something that the group must have learnt."""
    group = queries.group_with(_kept(request, slug), uuid)
    module = get_object_or_404(Module, slug=given.module) if given.module else None
    made = services.require(
        group=group, title=given.title, module=module, months=given.months, by=request.auth, now=now()
    )
    return Status(201, _requirement(made))


@router.delete(f"{_AT}/requirements/{{uuid}}", response={204: None, **_CHANGED}, summary="Require no longer")
def drop_requirement(request: TokenRequest, slug: str, uuid: UUID) -> Status[None]:
    """Training that was held stays in the register."""
    requirement = queries.requirement_with(_kept(request, slug), uuid)
    services.drop_requirement(requirement=requirement, by=request.auth, now=now())
    return Status(204, None)


@router.post(f"{_AT}/trainings", response={201: TrainingOut, **_CHANGED}, summary="Write down training")
def record_training(request: TokenRequest, slug: str, given: TrainingIn) -> Status[TrainingOut]:
    """What was held, when, and who was there."""
    facts = services.TrainingFacts(**given.dict())
    made = services.record_training(organisation=_kept(request, slug), facts=facts, by=request.auth, now=now())
    return Status(201, _training(made))


@router.put(f"{_AT}/trainings/{{uuid}}", response={200: TrainingOut, **_CHANGED}, summary="Put training right")
def correct_training(request: TokenRequest, slug: str, uuid: UUID, given: TrainingIn) -> TrainingOut:
    """Where a name was forgotten."""
    training = queries.training_with(_kept(request, slug), uuid)
    facts = services.TrainingFacts(**given.dict(), module=training.module)
    corrected = services.correct_training(training=training, facts=facts, by=request.auth, now=now())
    return _training(corrected)


@router.get("/me/ai-registers", response=list[MineOut], summary="What my employers' AI registers say of me")
def mine(request: TokenRequest) -> list[MineOut]:
    """All that they see."""
    return [
        MineOut(
            member=one.membership.uuid,
            organisation=one.membership.organisation.slug,
            groups=[group.name for group in one.groups],
            lines=[_line(line) for line in one.lines],
            attended=[training.title for training in one.attended],
            consents=one.consents,
        )
        for one in queries.said_of(request.auth, now=now())
    ]


@router.put("/me/ai-registers/{member}/consent", response={204: None, **_SEEN}, summary="Let an employer see more")
def consent(request: TokenRequest, member: UUID) -> Status[None]:
    """Required modules that I complete on my own, and credentials that show the same, count in their register."""
    membership = queries.own_membership(request.auth, member, now=now())
    services.give_consent(membership=membership, by=request.auth, now=now())
    return Status(204, None)


@router.delete("/me/ai-registers/{member}/consent", response={204: None, **_SEEN}, summary="Take it back")
def withdraw(request: TokenRequest, member: UUID) -> Status[None]:
    """They see no more than they wrote down themselves."""
    membership = queries.own_membership(request.auth, member, now=now())
    services.take_back_consent(membership=membership, by=request.auth)
    return Status(204, None)


@router.get("/ai-wordings/{key}", response={200: WordingIO, **_SEEN}, summary="What registers say of the law")
def wording(request: TokenRequest, key: str) -> Wording:
    """One of *duty*, *change* and *report*, in both languages."""
    return get_object_or_404(Wording, key=key)


@router.put("/ai-wordings/{key}", response={200: WordingIO, **_CHANGED}, summary="Change what they say")
def reword(request: TokenRequest, key: str, given: WordingIO) -> Wording:
    """For the bank's staff, when the law changes."""
    check_words(request.auth)
    with transaction.atomic():
        changed = get_object_or_404(Wording.objects.select_for_update(), key=key)
        services.reword(wording=changed, by=request.auth, now=now(), **given.dict())
    return changed


def _system(system: AiSystem) -> SystemOut:
    return SystemOut.from_orm(system)


def _group_of(organisation: Organisation, group: StaffGroup) -> GroupOut:
    register = queries.register_of(organisation, now=now())
    return next(_group(each) for each in register.groups if each.group.pk == group.pk)


def _group(each: queries.GroupLines) -> GroupOut:
    return GroupOut(
        uuid=each.group.uuid,
        name=each.group.name,
        use=each.group.use,
        knowledge=Knowledge(each.group.knowledge),
        systems=[one.uuid for one in each.group.systems.all()],
        members=[one.uuid for one in each.members],
        ready=each.ready,
        requirements=[_requirement(one) for one in each.group.requirements.all()],
        lines=[_line(line) for line in each.lines],
    )


def _requirement(requirement: Requirement) -> RequirementOut:
    return RequirementOut(
        uuid=requirement.uuid,
        title=requirement.title,
        module=requirement.module.slug if requirement.module else None,
        months=requirement.months,
    )


def _line(line: queries.Line) -> AiRegisterLineOut:
    evidence = line.evidence
    return AiRegisterLineOut(
        member=line.member.uuid,
        name=line.member.person.name,
        requirement=line.requirement.uuid,
        is_met=line.is_met,
        has_expired=line.has_expired,
        source=evidence.source if evidence else None,
        title=evidence.title if evidence else None,
        on=evidence.on if evidence else None,
        until=line.until,
        credential=evidence.credential if evidence else None,
    )


def _training(training: Training) -> TrainingOut:
    return TrainingOut(
        uuid=training.uuid,
        title=training.title,
        content=training.content,
        held_on=training.held_on,
        hours=float(training.hours),
        held_by=training.held_by,
        attended=[one.membership.uuid for one in training.attendance.all()],
    )
