"""An institution's requests: reading, asking back, answering, declining. The asker has the same page on their side."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nanobank.accounts.http import SignedInRequest
from nanobank.catalogue.models import Competence
from nanobank.common.clock import now
from nanobank.common.errors import Refused
from nanobank.common.forms import put_beside, refusals_in
from nanobank.needs import queries, services
from nanobank.needs.forms import AnswerForm, DeclineForm, MessageForm, NewModuleForm, new_rows
from nanobank.needs.models import Answer, Enquiry
from nanobank.needs.permissions import Side, check_answers_for
from nanobank.needs.services import PartTerms

_A_PAGE = 20


@login_required
@require_safe
def enquiries(request: SignedInRequest) -> HttpResponse:
    """The requests to my institutions."""
    found = Paginator(queries.enquiries_for(request.user, now=now()), _A_PAGE).get_page(request.GET.get("page"))
    return render(request, "needs/enquiries.html", {"page": found})


@login_required
@require_safe
def enquiry(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """One request, from the side that the reader is on."""
    found, side = queries.enquiry_for(request.user, uuid, now=now())
    return _page(request, found, side)


@login_required
@require_POST
def enquiry_say(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Ask or answer a question."""
    found, side = queries.enquiry_for(request.user, uuid, now=now())
    form = MessageForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            services.say(enquiry=found, words=form.cleaned_data["words"], by=request.user, now=now())
            messages.success(request, _("Your message is sent."))
            return redirect(found)
    return _page(request, found, side, message_form=form, status=422)


@login_required
@require_POST
def enquiry_show_name(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Let this institution know who asks."""
    found, _side = queries.enquiry_for(request.user, uuid, now=now())
    services.show_name(enquiry=found, by=request.user, now=now())
    messages.success(request, _("They see your organisation's name now."))
    return redirect(found)


@login_required
@require_POST
def enquiry_decline(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Say that the institution cannot."""
    found, side = queries.enquiry_for(request.user, uuid, now=now())
    form = DeclineForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            services.decline(enquiry=found, note=form.cleaned_data["note"], by=request.user, now=now())
            messages.success(request, _("They are told that you cannot. Thank you for saying so."))
            return redirect("enquiries")
    return _page(request, found, side, decline_form=form, status=422)


@login_required
@require_http_methods(["GET", "POST"])
def enquiry_answer(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Answer with an outline; begun from the answer before, if there is one."""
    found, _side = queries.enquiry_for(request.user, uuid, now=now())
    check_answers_for(request.user, found.institution, now=now())
    wanted = list(found.need.competences.order_by("label_da"))
    today = timezone.localdate(now())
    if request.method != "POST":
        before = found.answers.order_by("-number").first()
        form = AnswerForm(institution=found.institution, today=today, initial=_begun(found, before))
        return _answer_page(request, found, form, new_rows(None, wanted=wanted, initial=_new_before(before)))
    form = AnswerForm(request.POST, institution=found.institution, today=today)
    rows = new_rows(request.POST, wanted=wanted)
    if "more" in request.POST:
        more = NewModuleForm(prefix=f"new-{len(rows)}", wanted=wanted)
        return _answer_page(request, found, _unchecked(form, found, request), [*_unbound(rows, wanted), more])
    if all([form.is_valid(), *(row.is_valid() for row in rows)]):
        new = [part for row in rows if (part := row.part())]
        if _send(request, found, form, new):
            return redirect(found)
    return _answer_page(request, found, form, rows, status=422)


def _send(request: SignedInRequest, found: Enquiry, form: AnswerForm, new: list[PartTerms]) -> bool:
    try:
        services.answer(enquiry=found, terms=form.terms(new), by=request.user, now=now())
    except Refused as refused:
        put_beside(form, refused, field="modules" if refused.field == "parts" else None)
        return False
    messages.success(request, _("Your answer is sent."))
    return True


def _begun(found: Enquiry, before: Answer | None) -> dict[str, object]:
    if before is None:
        return {"seats": found.need.people}
    kept = {name: getattr(before, name) for name in AnswerForm.base_fields if hasattr(before, name)}
    modules = before.parts.filter(is_new=False).values_list("module__slug", flat=True)
    return {**kept, "modules": list(modules)}


def _new_before(before: Answer | None) -> list[dict[str, object]]:
    if before is None:
        return []
    parts = before.parts.filter(is_new=True).prefetch_related("competences")
    return [
        {
            "title": part.title,
            "ects": part.ects,
            "summary": part.summary,
            "competences": [one.slug for one in part.competences.all()],
        }
        for part in parts
    ]


def _unchecked(form: AnswerForm, found: Enquiry, request: SignedInRequest) -> AnswerForm:
    """The same input without complaints: the person has only asked for one more row."""
    typed = {name: request.POST.get(name, "") for name in form.fields if name != "modules"}
    initial = {**typed, "modules": request.POST.getlist("modules")}
    return AnswerForm(institution=found.institution, today=timezone.localdate(now()), initial=initial)


def _unbound(rows: list[NewModuleForm], wanted: list[Competence]) -> list[NewModuleForm]:
    typed = [{name: row[name].value() for name in row.fields} for row in rows]
    return [NewModuleForm(prefix=f"new-{n}", wanted=wanted, initial=values) for n, values in enumerate(typed)]


def _answer_page(
    request: SignedInRequest, found: Enquiry, form: AnswerForm, rows: list[NewModuleForm], *, status: int = 200
) -> HttpResponse:
    ticked = {str(value) for value in form["modules"].value() or ()}
    modules = queries.modules_to_build_from(found.institution, found.need, request.user, now=now())
    thread = queries.thread_of(found, Side.INSTITUTION)
    context = {
        "enquiry": found,
        "asker": thread.asker,
        "competences": found.need.competences.order_by("label_da"),
        "form": form,
        "rows": rows,
        "modules": [(module, covers, module.slug in ticked) for module, covers in modules],
        "wanted": found.need.competences.count(),
        "has_answered": bool(thread.answers),
    }
    return render(request, "needs/answer.html", context, status=status)


def _page(
    request: SignedInRequest,
    found: Enquiry,
    side: Side,
    *,
    message_form: MessageForm | None = None,
    decline_form: DeclineForm | None = None,
    status: int = 200,
) -> HttpResponse:
    thread = queries.thread_of(found, side)
    context = {
        "thread": thread,
        "enquiry": found,
        "need": found.need,
        "competences": found.need.competences.order_by("label_da"),
        "is_asker": side is Side.ASKER,
        "message_form": message_form or MessageForm(),
        "decline_form": decline_form or DeclineForm(),
        "is_declining": decline_form is not None,
        "may_speak": found.is_open or found.state == "accepted",
    }
    return render(request, "needs/enquiry.html", context, status=status)
