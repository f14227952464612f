"""A person's side: invitations, seats to answer, and everything that their workplace sees about them."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nanobank.accounts.http import SignedInRequest
from nanobank.catalogue.models import Competence, Level
from nanobank.common.clock import now
from nanobank.common.forms import refusals_in
from nanobank.employers import queries, services
from nanobank.employers.forms import WorkplaceForm
from nanobank.employers.holdings import holdings_of
from nanobank.employers.models import Colleague, Consent, OrderLine, Workplace
from nanobank.employers.overview import gaps_of
from nanobank.employers.permissions import employers_of
from nanobank.employers.services import WorkplaceFacts


@login_required
@require_safe
def my_workplaces(request: SignedInRequest) -> HttpResponse:
    """Where I work, who asks me in, and what waits for my answer."""
    mine = queries.workplaces_of(request.user, employers_of(request.user, now=now()))
    return render(request, "employers/mine.html", {"mine": mine})


@login_required
@require_safe
def my_workplace(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Everything that one workplace sees about me, and what I may add or take away."""
    colleague = queries.own_line_for(request.user, uuid)
    holding = holdings_of([colleague], now=now())[colleague.pk]
    role, gaps = gaps_of(colleague, holding, now=now())
    lines = OrderLine.objects.filter(colleague=colleague).select_related("module__current", "order")
    context = {
        "colleague": colleague,
        "evidence": sorted(holding.evidence, key=lambda one: (one.competence.label_da, one.kind)),
        "consents": holding.consents,
        "role": role,
        "gaps": gaps,
        "named_in": queries.briefs_naming(colleague),
        "parts": queries.team_parts_of(colleague),
        "since": Consent.objects.filter(colleague=colleague, withdrawn_at=None).first(),
        "lines": lines.order_by("-order__made_at", "pk"),
        "levels": Level.choices,
        "competences": Competence.objects.filter(module_versions__current_of__isnull=False).distinct()[:400],
    }
    return render(request, "employers/my_workplace.html", context)


@login_required
@require_POST
def invitation_answer(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Yes or no to being one of a workplace's people."""
    colleague = get_object_or_404(Colleague.objects.select_related("organisation", "membership"), uuid=uuid)
    if request.POST.get("answer") == "yes":
        services.say_yes(colleague=colleague, person=request.user, now=now())
        messages.success(request, _("You are now one of the people of %s.") % colleague.organisation.name)
        return redirect("my_workplace", uuid)
    services.say_no(colleague=colleague, person=request.user, now=now())
    messages.success(request, _("You are off their list."))
    return redirect("my_workplaces")


@login_required
@require_POST
def workplace_join(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Come in by my address at the workplace's domain."""
    workplace = get_object_or_404(Workplace.objects.select_related("organisation"), uuid=uuid)
    colleague = services.come_by_domain(workplace=workplace, person=request.user, now=now())
    return redirect("my_workplace", colleague.uuid)


@login_required
@require_POST
def seat_answer(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Yes or no to a seat."""
    line = get_object_or_404(OrderLine, uuid=uuid)
    if request.POST.get("answer") == "yes":
        enrolment = services.accept_seat(line=line, person=request.user, now=now())
        messages.success(request, _("You are enrolled, and your workplace pays."))
        return redirect("enrolment", enrolment.uuid)
    services.decline_seat(line=line, person=request.user, now=now())
    messages.success(request, _("You have said no to the seat. Nobody asks you why."))
    return redirect("my_workplaces")


@login_required
@require_POST
def consent_change(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Let them see more, or no longer."""
    colleague = queries.own_line_for(request.user, uuid)
    change = services.consent if request.POST.get("answer") == "yes" else services.withdraw_consent
    change(colleague=colleague, person=request.user, now=now())
    return redirect("my_workplace", uuid)


@login_required
@require_POST
def declare(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Say what I can, or take it back."""
    colleague = queries.own_line_for(request.user, uuid)
    said = request.POST.get("competence", "").strip()
    competence = Competence.objects.filter(slug=said).first() or _called(said)
    if competence is None:
        messages.error(request, _("We know no competence called “%s”. Choose one from the list.") % said)
        return redirect("my_workplace", uuid)
    level = request.POST.get("level", "")
    chosen = int(level) if level.isdigit() and int(level) in Level.values else None
    services.declare(colleague=colleague, competence=competence, level=chosen, person=request.user, now=now())
    return redirect("my_workplace", uuid)


@login_required
@require_POST
def workplace_leave(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """No longer be one of their people."""
    colleague = queries.own_line_for(request.user, uuid)
    services.part(colleague=colleague, by=request.user, now=now())
    messages.success(request, _("You are no longer one of the people of %s.") % colleague.organisation.name)
    return redirect("my_workplaces")


@login_required
@require_http_methods(["GET", "POST"])
def workplace_new(request: SignedInRequest) -> HttpResponse:
    """A workplace that is not here yet."""
    form = WorkplaceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            made = services.begin_workplace(facts=WorkplaceFacts(**form.cleaned_data), by=request.user, now=now())
            return redirect("workplace", made.organisation.slug)
    status = 422 if form.errors else 200
    return render(request, "employers/workplace_new.html", {"form": form}, status=status)


def _called(label: str) -> Competence | None:
    by_name = Competence.objects.filter(label_da__iexact=label) | Competence.objects.filter(label_en__iexact=label)
    return by_name.order_by("pk").first()
