"""A learner's exams, from putting oneself forward to the result."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from nanobank.accounts.http import SignedInRequest
from nanobank.catalogue.models import MicroCredential
from nanobank.common import clock
from nanobank.common.errors import Refused
from nanobank.common.forms import put_beside
from nanobank.exams import bridge, services
from nanobank.exams.bridge import Event
from nanobank.exams.forms import HandInForm
from nanobank.exams.models import Registration, Slot
from nanobank.exams.permissions import check_learner, check_may_read
from nanobank.exams.queries import by_day, free_slots, last_credential, registration_of, registrations_of
from nanobank.exams.readiness import former_editions_of, readiness_for, readiness_of


@login_required
@require_safe
def exams(request: SignedInRequest) -> HttpResponse:
    """What I can put myself forward for now, what is open, and how it went."""
    person = request.user
    page = Paginator(registrations_of(person).filter(closed_at__isnull=False), 20).get_page(request.GET.get("page"))
    readiness = [*former_editions_of(person, today=timezone.localdate(clock.now())), *readiness_of(person)]
    context = {
        "ready": [one for one in readiness if one.ready],
        "on_the_way": [one for one in readiness if not (one.ready or one.passed or one.open_registration)],
        "under_way": [one for one in readiness if one.open_registration],
        "page": page,
    }
    return render(request, "exams/exams.html", context)


@login_required
def exam_register(request: SignedInRequest, slug: str) -> HttpResponse:
    """Put oneself forward; a refusal is shown on the micro-credential's page, where one came from."""
    micro_credential = get_object_or_404(MicroCredential, slug=slug)
    if request.method != "POST":
        return redirect("micro_credential", slug)
    person = request.user
    try:
        registration = services.register(person=person, micro_credential=micro_credential, now=clock.now())
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("micro_credential", slug)
    messages.success(request, _("You have put yourself forward for the exam."))
    return redirect("registration", registration.uuid)


def _own(request: SignedInRequest, uuid: UUID) -> Registration:
    registration = registration_of(uuid)
    check_learner(request.user, registration)
    return registration


def _registration_page(
    request: SignedInRequest,
    registration: Registration,
    *,
    form: HandInForm | None = None,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page of one registration, with what was typed and why it was refused."""
    now = clock.now()
    person, micro_credential, slot = registration.person, registration.micro_credential, registration.slot
    can_book = not micro_credential.by_hand_in and bridge.can(registration, Event.BOOK)
    free_to_leave = bridge.is_free_to_leave(slot, now)
    may_choose = can_book and (slot is None or free_to_leave)
    slots = free_slots(micro_credential, person, now) if may_choose else None
    results = list(registration.results.all())
    passed = bool(results) and bridge.is_passed(results[-1].grade)
    readiness = readiness_for(person, micro_credential)
    context = {
        "registration": registration,
        "micro_credential": micro_credential,
        "days": by_day(one for one in slots[:60] if one != slot) if slots is not None else [],
        "may_choose": may_choose,
        "free_to_leave": free_to_leave,
        "free_until": bridge.free_until(slot) if slot else None,
        "can_withdraw": bridge.can(registration, Event.WITHDRAW) and (slot is None or slot.starts_at > now),
        "form": form or (HandInForm(initial={"text": registration.text}) if micro_credential.by_hand_in else None),
        "can_hand_in": micro_credential.by_hand_in and bridge.can(registration, Event.HAND_IN),
        "results": results,
        "passed": passed,
        "revoked": last_credential(registration) if passed and readiness.credential is None else None,
        "readiness": readiness,
        "can_register": readiness.can_register(timezone.localdate(now)),
        "error": error,
    }
    return render(request, "exams/registration.html", context, status=status)


@login_required
@require_safe
def registration(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Choose a time or hand in, read how the exam goes, and later the result."""
    return _registration_page(request, _own(request, uuid))


@login_required
@require_POST
def registration_book(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Book the slot chosen, or move to it."""
    registration = _own(request, uuid)
    try:
        slot = Slot.objects.select_related("examiner").get(uuid=UUID(request.POST.get("slot", "")))
    except (Slot.DoesNotExist, ValueError):
        return _registration_page(request, registration, error=_("Choose one of the times below."), status=422)
    try:
        services.book_slot(registration=registration, slot=slot, now=clock.now())
    except Refused as refused:
        return _registration_page(request, _own(request, uuid), error=refused.message, status=refused.status)
    messages.success(request, _("Your time is booked."))
    return redirect("registration", uuid)


@login_required
@require_POST
def registration_unbook(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Give the booked time back."""
    try:
        services.cancel_booking(registration=_own(request, uuid), now=clock.now())
    except Refused as refused:
        return _registration_page(request, _own(request, uuid), error=refused.message, status=refused.status)
    messages.success(request, _("The time is given back. Choose another when it suits you."))
    return redirect("registration", uuid)


@login_required
@require_POST
def registration_hand_in(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Hand in, or replace what was handed in."""
    registration = _own(request, uuid)
    form = HandInForm(request.POST, request.FILES)
    if not form.is_valid():
        return _registration_page(request, registration, form=form, status=422)
    text, file = form.handed_in()
    try:
        services.hand_in(registration=registration, text=text, file=file, now=clock.now())
    except Refused as refused:
        return _registration_page(request, registration, form=form, status=put_beside(form, refused))
    messages.success(request, _("It is handed in. You can replace it until an examiner begins."))
    return redirect("registration", uuid)


@login_required
def registration_withdraw(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Say what withdrawing means before it is done; then do it."""
    registration = _own(request, uuid)
    if request.method == "POST":
        try:
            services.withdraw(registration=registration, now=clock.now())
        except Refused as refused:
            messages.error(request, refused.message)
            return redirect("registration", uuid)
        messages.success(request, _("You have withdrawn from the exam."))
        return redirect("exams")
    if not bridge.can(registration, Event.WITHDRAW):
        return redirect("registration", uuid)
    slot = registration.slot
    context = {
        "registration": registration,
        "free": bridge.is_free_to_leave(slot, clock.now()),
        "free_until": bridge.free_until(slot) if slot else None,
        "readiness": readiness_for(registration.person, registration.micro_credential),
    }
    return render(request, "exams/withdraw.html", context)


@login_required
@require_GET
def hand_in_file(request: SignedInRequest, uuid: UUID) -> FileResponse:
    """The file handed in, to download: for the learner, the assigned examiners and the exam office."""
    registration = registration_of(uuid)
    check_may_read(request.user, registration, now=clock.now())
    if not registration.file:
        raise Http404
    answer = FileResponse(registration.file.open("rb"), as_attachment=True, filename=registration.file_name)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
