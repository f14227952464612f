"""Orders: what waits for approval, what each answered, and what an invoice is made of."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nanobank.accounts.http import SignedInRequest
from nanobank.common.clock import now
from nanobank.common.downloads import attached, spreadsheet
from nanobank.common.forms import refusals_in
from nanobank.employers import queries, services
from nanobank.employers.forms import RefuseForm
from nanobank.employers.invoicing import basis_of, invoice_for
from nanobank.employers.models import LineState, Order, OrderState
from nanobank.employers.permissions import can_decide
from nanobank.organisations.models import Organisation

_A_PAGE = 20


@login_required
@require_safe
def orders(request: SignedInRequest, slug: str) -> HttpResponse:
    """All orders."""
    organisation = queries.employer_for(request.user, slug, now=now())
    page = Paginator(queries.orders_of(organisation), _A_PAGE).get_page(request.GET.get("page"))
    return render(request, "employers/orders.html", {"organisation": organisation, "page": page})


@login_required
@require_safe
def order(request: SignedInRequest, slug: str, uuid: UUID) -> HttpResponse:
    """One of them."""
    return _page(request, queries.order_for(request.user, uuid, now=now()), RefuseForm())


@login_required
@require_POST
def order_approve(request: SignedInRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Let the seats be offered."""
    found = queries.order_for(request.user, uuid, now=now())
    services.approve(order=found, by=request.user, now=now())
    messages.success(request, _("The seats are held, and each of them has been asked."))
    return redirect("order", slug, uuid)


@login_required
@require_POST
def order_refuse(request: SignedInRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Say no, and why."""
    found = queries.order_for(request.user, uuid, now=now())
    form = RefuseForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            services.refuse(order=found, note=form.cleaned_data["note"], by=request.user, now=now())
            return redirect("order", slug, uuid)
    return _page(request, found, form, status=422)


@login_required
@require_POST
def order_withdraw(request: SignedInRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Take back what nobody has answered."""
    found = queries.order_for(request.user, uuid, now=now())
    services.withdraw_order(order=found, by=request.user, now=now())
    messages.success(request, _("What had not been answered is taken back."))
    return redirect("order", slug, uuid)


@login_required
@require_safe
def order_basis(request: SignedInRequest, slug: str, uuid: UUID) -> HttpResponseBase:
    """What is to be invoiced, as a list for a spreadsheet."""
    found = queries.order_for(request.user, uuid, now=now())
    rows = [
        [
            _("Order"), _("Institution"), "CVR", _("Module"), _("Name"), _("Cost centre"), _("Your reference"),
            _("Accepted"), _("Price, DKK"),
        ]
    ]  # fmt: skip
    for part in basis_of(found):
        for line in part.lines:
            title = line.module.current.title if line.module.current else line.module.slug
            day = line.answered_at.date().isoformat() if line.answered_at else ""
            rows.append(
                [
                    str(found), part.provider.name, part.provider.cvr, title, line.colleague.name,
                    str(found.cost_centre), found.reference, day, f"{line.price:.2f}".replace(".", ","),
                ]
            )  # fmt: skip
    return spreadsheet(rows, name=f"fakturagrundlag-{found}.csv")


@login_required
@require_safe
def order_invoice(request: SignedInRequest, slug: str, uuid: UUID, provider: str) -> HttpResponse:
    """The invoice of one institution as OIOUBL, for a public body."""
    found = queries.order_for(request.user, uuid, now=now())
    xml = invoice_for(found, get_object_or_404(Organisation, slug=provider), now=now())
    return attached(xml, kind="application/xml", name=f"faktura-{found}-{provider}.xml")


def _page(request: SignedInRequest, found: Order, form: RefuseForm, *, status: int = 200) -> HttpResponse:
    lines = list(queries.lines_of(found))
    context = {
        "organisation": found.organisation,
        "order": found,
        "lines": lines,
        "total": sum(line.price for line in lines),
        "accepted": sum(line.price for line in lines if line.state == LineState.ACCEPTED),
        "form": form,
        "may_decide": can_decide(request.user, found, now=now()),
        "open": found.state in (OrderState.WAITING, OrderState.APPROVED)
        and any(line.state in (LineState.ASKED, LineState.OFFERED) for line in lines),
        "basis": basis_of(found),
        "facts": services.workplace_of(found.organisation, now=now()),
    }
    return render(request, "employers/order.html", context, status=status)
