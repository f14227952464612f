"""An examiner's queue, the assessment itself, and the times they open."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from nanobank.accounts.http import SignedInRequest
from nanobank.common import clock
from nanobank.common.errors import Refused
from nanobank.common.forms import put_beside
from nanobank.exams import bridge, services
from nanobank.exams.forms import AssessForm, SlotsForm
from nanobank.exams.models import Slot
from nanobank.exams.permissions import check_examines, check_may_assess
from nanobank.exams.queries import built_on, by_day, queue_of, registration_of, role_of, slots_of


@login_required
@require_safe
def examining(request: SignedInRequest) -> HttpResponse:
    """What waits for me, the oldest first."""
    person, now = request.user, clock.now()
    check_examines(person)
    queue = [(waiting, waiting.days(now)) for waiting in queue_of(person, now)]
    page = Paginator(queue, 25).get_page(request.GET.get("page"))
    return render(request, "exams/examining.html", {"page": page, "number": len(queue)})


@login_required
def assess(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Read what was handed in, find a grade, and write why."""
    person, registration = request.user, registration_of(uuid)
    check_may_assess(person, registration)
    role = role_of(registration, person)
    micro_credential = registration.micro_credential
    given = {assessment.examiner_id: assessment for assessment in registration.assessments.select_related("examiner")}
    mine = given.get(person.pk)
    initial = {"grade": mine.grade, "grounds": mine.grounds} if mine else {}
    form = AssessForm(request.POST or None, initial=initial, micro_credential=micro_credential)
    status = 200
    if request.method == "POST":
        status = 422
        if role is not None and form.is_valid():
            try:
                services.assess(
                    registration=registration,
                    examiner=person,
                    role=role,
                    grade=form.cleaned_data["grade"],
                    grounds=form.grounds_in_full(),
                    now=clock.now(),
                )
            except Refused as refused:
                status = put_beside(form, refused)
            else:
                messages.success(request, _("Your assessment is noted."))
                return redirect("assess", uuid)
    agreed = len({assessment.grade for assessment in given.values()}) == 1
    context = {
        "registration": registration,
        "micro_credential": micro_credential,
        "built_on": built_on(registration),
        "role": role,
        "mine": mine,
        "others": [assessment for examiner, assessment in given.items() if examiner != person.pk] if mine else [],
        "can_assess": role is not None and bridge.can(registration, bridge.Event.ASSESS),
        "can_publish": mine is not None and agreed and bridge.can(registration, bridge.Event.PUBLISH),
        "differ": len(given) > 1 and not agreed,
        "form": form,
    }
    return render(request, "exams/assess.html", context, status=status)


@login_required
@require_POST
def assess_publish(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """An examiner makes the agreed grade known."""
    person, registration = request.user, registration_of(uuid)
    check_may_assess(person, registration)
    try:
        services.publish(registration=registration, by=person, now=clock.now())
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("assess", uuid)
    messages.success(request, _("The result is published. The learner can read it now."))
    return redirect("examining")


@login_required
def slots(request: SignedInRequest) -> HttpResponse:
    """My times to come, who has booked them, and a form to open more."""
    person, now = request.user, clock.now()
    check_examines(person)
    form, status = SlotsForm(request.POST or None, examiner=person), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            values = form.cleaned_data
            try:
                opened = services.open_slots(
                    micro_credential=values["micro_credential"],
                    examiner=person,
                    starts_at=form.starts_at(),
                    minutes=values["minutes"],
                    count=values["count"],
                    place=values["place"],
                    now=now,
                )
            except Refused as refused:
                if refused.field == "starts_at":
                    refused.field = "time"
                status = put_beside(form, refused)
            else:
                number = len(opened)
                messages.success(request, ngettext("%d time is open.", "%d times are open.", number) % number)
                return redirect("slots")
    page = Paginator(slots_of(person, now), 50).get_page(request.GET.get("page"))
    return render(request, "exams/slots.html", {"form": form, "page": page, "days": by_day(page)}, status=status)


@login_required
@require_POST
def slot_cancel(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Call off a time that nobody has booked."""
    slot = get_object_or_404(Slot.objects.select_related("micro_credential"), uuid=uuid, examiner=request.user)
    try:
        services.cancel_slot(slot=slot, by=request.user, now=clock.now())
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("The time is called off."))
    return redirect("slots")
