"""Seats for several: ordered, decided, invoiced."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Router, Status

from nanobank.accounts.http import TokenRequest
from nanobank.catalogue.models import Module, Offering, State
from nanobank.common.clock import now
from nanobank.common.errors import Refused
from nanobank.common.schemas import Limit, Offset, Problem
from nanobank.employers import queries, services
from nanobank.employers.api.workplaces import REFUSALS
from nanobank.employers.invoicing import invoice_for
from nanobank.employers.models import CostCentre, Order
from nanobank.employers.ordering import seats_of
from nanobank.employers.schemas.orders import (
    EmployerNoteIn,
    ModuleSeatsIn,
    ModuleSeatsOut,
    OrderIn,
    OrderOut,
    WorkplaceOrdersOut,
)
from nanobank.employers.seating import candidates, classes_offered, order_seats
from nanobank.organisations.models import Organisation

router = Router()


@router.get("/workplaces/{slug}/orders", response={200: WorkplaceOrdersOut, 404: Problem}, summary="Orders")
def orders(request: TokenRequest, slug: str, offset: Offset = 0, limit: Limit = 20) -> dict[str, Any]:
    """The newest first, each with its seats and what they come to."""
    found = queries.orders_of(queries.employer_for(request.auth, slug, now=now()))
    return {"count": found.count(), "items": list(found[offset : offset + limit])}


@router.post("/workplace-needs/{uuid}/orders", response={201: OrderOut, **REFUSALS}, summary="Order a bundle")
def place_order(request: TokenRequest, uuid: UUID, wanted: OrderIn) -> Status[Order]:
    """Within the cost centre's limit the seats are offered at once; above it somebody else approves."""
    found = queries.brief_for(request.auth, uuid, now=now())
    centre = get_object_or_404(CostCentre, organisation=found.organisation, code=wanted.cost_centre)
    if wanted.bundle > len(found.answer.get("bundles", ())):
        raise Refused(str(wanted.bundle), field="bundle")
    order = services.place_order(
        organisation=found.organisation,
        seats=seats_of(found, wanted.bundle, now=now()),
        cost_centre=centre,
        by=request.auth,
        now=now(),
        brief=found,
        reference=wanted.reference,
    )
    return Status(201, queries.order_for(request.auth, order.uuid, now=now()))


@router.get(
    "/workplaces/{slug}/seats/{module}", response={200: ModuleSeatsOut, 404: Problem}, summary="Seats in a module"
)
def seats(request: TokenRequest, slug: str, module: str) -> dict[str, Any]:
    """The classes with room, and who could have a seat, those first who lack it by the AI register."""
    organisation = queries.employer_for(request.auth, slug, now=now())
    found = get_object_or_404(Module.objects.filter(current__state=State.PUBLISHED), slug=module)
    return {
        "module": found.slug,
        "classes": classes_offered(found, organisation=organisation, now=now()),
        "people": candidates(found, organisation=organisation, by_register=True, now=now()),
    }


@router.post("/workplaces/{slug}/orders", response={201: OrderOut, **REFUSALS}, summary="Order seats by name")
def order_by_name(request: TokenRequest, slug: str, wanted: ModuleSeatsIn) -> Status[Order]:
    """In one class. Within what is free for me the seats are offered at once; above it somebody else approves."""
    organisation = queries.employer_for(request.auth, slug, now=now())
    centre = get_object_or_404(CostCentre, organisation=organisation, code=wanted.cost_centre, closed_at=None)
    offering = get_object_or_404(Offering.objects.select_related("module__current"), uuid=wanted.offering)
    classes = classes_offered(offering.module, organisation=organisation, now=now())
    offered = next((one for one in classes if one.offering == offering), None)
    if offered is None:
        raise Refused(_("No class has a free seat just now."), field="offering")
    order = order_seats(
        organisation=organisation,
        people=wanted.people,
        offered=offered,
        cost_centre=centre,
        reference=wanted.reference,
        by=request.auth,
        now=now(),
    )
    return Status(201, queries.order_for(request.auth, order.uuid, now=now()))


@router.get("/workplace-orders/{uuid}", response={200: OrderOut, 404: Problem}, summary="One order")
def order(request: TokenRequest, uuid: UUID) -> Order:
    """And what each has answered."""
    return queries.order_for(request.auth, uuid, now=now())


@router.post("/workplace-orders/{uuid}/approval", response={200: OrderOut, **REFUSALS}, summary="Approve an order")
def approve(request: TokenRequest, uuid: UUID) -> Order:
    """The seats are held and offered."""
    return services.approve(order=queries.order_for(request.auth, uuid, now=now()), by=request.auth, now=now())


@router.post("/workplace-orders/{uuid}/refusal", response={200: OrderOut, **REFUSALS}, summary="Refuse an order")
def refuse(request: TokenRequest, uuid: UUID, why: EmployerNoteIn) -> Order:
    """With a note to whoever made it."""
    found = queries.order_for(request.auth, uuid, now=now())
    return services.refuse(order=found, note=why.note, by=request.auth, now=now())


@router.get("/workplace-orders/{uuid}/invoices/{provider}", response=REFUSALS, summary="An invoice as OIOUBL 2.02")
def invoice(request: TokenRequest, uuid: UUID, provider: str) -> HttpResponse:
    """XML, for a public body with an EAN number: what one institution is owed of the order."""
    found = queries.order_for(request.auth, uuid, now=now())
    xml = invoice_for(found, get_object_or_404(Organisation, slug=provider), now=now())
    return HttpResponse(xml, content_type="application/xml")


@router.post("/workplace-orders/{uuid}/withdrawal", response={200: OrderOut, **REFUSALS}, summary="Withdraw an order")
def withdraw(request: TokenRequest, uuid: UUID) -> Order:
    """What nobody has answered is taken back; what was said yes to stands."""
    found = queries.order_for(request.auth, uuid, now=now())
    return services.withdraw_order(order=found, by=request.auth, now=now())
