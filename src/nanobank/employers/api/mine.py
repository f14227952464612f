"""A person's own side: everything that their workplaces see of them, and what they say to it."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Router, Status

from nanobank.accounts.http import TokenRequest
from nanobank.catalogue.models import Competence
from nanobank.common.clock import now
from nanobank.common.schemas import Problem
from nanobank.employers import queries, services
from nanobank.employers.api.people import told_of
from nanobank.employers.api.workplaces import REFUSALS
from nanobank.employers.models import Colleague, OrderLine, Workplace
from nanobank.employers.permissions import employers_of
from nanobank.employers.schemas.mine import MyConsentIn, MyDeclaredIn, MyPlaceOut, MyWorkplaceOut, MyWorkplacesOut

router = Router()


@router.get("/me/workplaces", response=MyWorkplacesOut, summary="My places of work")
def my_workplaces(request: TokenRequest) -> Any:
    """Where I work, who asks me in, where I may come by myself, and the seats that wait for my answer."""
    return queries.workplaces_of(request.auth, employers_of(request.auth, now=now()))


@router.get("/me/workplaces/{uuid}", response={200: MyWorkplaceOut, 404: Problem}, summary="What one of them sees")
def my_workplace(request: TokenRequest, uuid: UUID) -> dict[str, Any]:
    """Everything that one workplace sees about me here. What its AI register says stands at ``/me/ai-registers``."""
    return _all_of(queries.own_line_for(request.auth, uuid))


@router.put("/me/workplaces/{uuid}/consent", response={200: MyWorkplaceOut, 404: Problem}, summary="Let them see more")
def consent(request: TokenRequest, uuid: UUID, given: MyConsentIn) -> dict[str, Any]:
    """Credentials and completed modules that they did not pay for; or no longer."""
    found = queries.own_line_for(request.auth, uuid)
    change = services.consent if given.consents else services.withdraw_consent
    change(colleague=found, person=request.auth, now=now())
    return _all_of(found)


@router.put("/me/workplaces/{uuid}/declared", response={200: MyWorkplaceOut, **REFUSALS}, summary="Say what I can")
def declare(request: TokenRequest, uuid: UUID, given: MyDeclaredIn) -> dict[str, Any]:
    """It stands as my own words, not as proof; a level of null takes it back."""
    found = queries.own_line_for(request.auth, uuid)
    competence = get_object_or_404(Competence, slug=given.competence)
    services.declare(colleague=found, competence=competence, level=given.level, person=request.auth, now=now())
    return _all_of(found)


@router.post("/me/workplaces/{uuid}/acceptance", response={200: MyWorkplaceOut, **REFUSALS}, summary="Say yes to it")
def say_yes(request: TokenRequest, uuid: UUID) -> dict[str, Any]:
    """I am one of the workplace's people from now on."""
    found = get_object_or_404(Colleague, uuid=uuid)
    services.say_yes(colleague=found, person=request.auth, now=now())
    return _all_of(queries.own_line_for(request.auth, uuid))


@router.post("/me/workplaces/{uuid}/refusal", response={204: None, **REFUSALS}, summary="Say no to it")
def say_no(request: TokenRequest, uuid: UUID) -> Status[None]:
    """I am off their list."""
    services.say_no(colleague=get_object_or_404(Colleague, uuid=uuid), person=request.auth, now=now())
    return Status(204, None)


@router.post("/workplace-doors/{uuid}", response={200: MyPlaceOut, **REFUSALS}, summary="Say that I work there")
def join(request: TokenRequest, uuid: UUID) -> Colleague:
    """By a confirmed address at the workplace's domain; ``uuid`` is among ``could_join`` of ``/me/workplaces``."""
    workplace = get_object_or_404(Workplace.objects.select_related("organisation"), uuid=uuid)
    return services.come_by_domain(workplace=workplace, person=request.auth, now=now())


@router.delete("/me/workplaces/{uuid}", response={204: None, **REFUSALS}, summary="I no longer work there")
def leave(request: TokenRequest, uuid: UUID) -> Status[None]:
    """Consent ends, and seats that I have not answered are taken back."""
    services.part(colleague=queries.own_line_for(request.auth, uuid), by=request.auth, now=now())
    return Status(204, None)


@router.post("/seats/{uuid}/acceptance", response={204: None, **REFUSALS}, summary="Say yes to a seat")
def accept_seat(request: TokenRequest, uuid: UUID) -> Status[None]:
    """I am enrolled, and my workplace pays."""
    services.accept_seat(line=get_object_or_404(OrderLine, uuid=uuid), person=request.auth, now=now())
    return Status(204, None)


@router.post("/seats/{uuid}/refusal", response={204: None, **REFUSALS}, summary="Say no to a seat")
def decline_seat(request: TokenRequest, uuid: UUID) -> Status[None]:
    """Nobody asks why."""
    services.decline_seat(line=get_object_or_404(OrderLine, uuid=uuid), person=request.auth, now=now())
    return Status(204, None)


def _all_of(colleague: Colleague) -> dict[str, Any]:
    ordered = OrderLine.objects.filter(colleague=colleague).select_related("module").order_by("-order__made_at", "pk")
    return {
        **told_of(colleague),
        "ordered": list(ordered),
        "named_in": [brief.title for brief in queries.briefs_naming(colleague)],
        "team_parts": [part.uuid for part in queries.team_parts_of(colleague)],
    }
