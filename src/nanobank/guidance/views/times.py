"""A mentor's profile and hours, the free times, and what is agreed."""

from collections.abc import Callable, Iterable
from functools import partial
from itertools import groupby
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nanobank.accounts.http import SignedInRequest
from nanobank.bank.models import Mentorship
from nanobank.common.clock import now
from nanobank.common.forms import refusals_in
from nanobank.guidance import queries, services
from nanobank.guidance.addresses import feed_address
from nanobank.guidance.calendars import feed_as_ical
from nanobank.guidance.forms import AbsenceForm, BookForm, HoursForm, ProfileForm
from nanobank.guidance.models import Appointment, CalendarFeed, Meeting, MentorProfile, OpenHours
from nanobank.guidance.permissions import check_is_mentor
from nanobank.guidance.times import Slot


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def free(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """The mentor's free times; take one, or with ``?flyt=`` move an appointment to one."""
    moment = now()
    one = queries.running_mentorship(request.user, uuid, now=moment)
    form = BookForm(request.POST or None, initial={"move": request.GET.get("flyt", "")})
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            _agree(request, one, form)
            messages.success(request, _("It is agreed. Both of you are told."))
            return redirect("mentorship", uuid)
    slots = queries.free_times(one.mentor, moment)
    days = [(day, _by_where(times)) for day, times in groupby(slots, lambda slot: slot.begins.date())]
    moved = request.POST.get("move", "") or request.GET.get("flyt", "")
    context = {"mentorship": one, "days": days, "form": form, "moved": moved}
    return render(request, "guidance/times.html", context, status=422 if request.method == "POST" else 200)


def _by_where(slots: Iterable[Slot]) -> list[tuple[str, str, list[Slot]]]:
    """A day's times, those beside each other with the same way to meet and place together."""
    together = groupby(slots, lambda slot: (slot.meeting, slot.place))
    return [(str(Meeting(meeting).label), place, list(times)) for (meeting, place), times in together]


def _agree(request: SignedInRequest, one: Mentorship, form: BookForm) -> None:
    given = form.cleaned_data
    if given["move"]:
        appointment = _appointment(one, given["move"])
        services.move(appointment=appointment, begins=given["begins"], by=request.user, now=now())
    else:
        services.book(mentorship=one, begins=given["begins"], words=given["words"], by=request.user, now=now())


def _appointment(mentorship: Mentorship, uuid: UUID) -> Appointment:
    found = Appointment.objects.select_related("mentor", "learner", "mentorship__mentor")
    return get_object_or_404(found, uuid=uuid, mentorship=mentorship)


@login_required
@require_POST
def cancel(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Cancel what is agreed."""
    found = get_object_or_404(Appointment.objects.select_related("mentor", "learner", "mentorship"), uuid=uuid)
    services.cancel(appointment=found, by=request.user, now=now())
    messages.success(request, _("It is cancelled. Both of you are told."))
    return redirect("guidance")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: SignedInRequest) -> HttpResponse:
    """What I can help with, how many I have room for, and when I can be met."""
    check_is_mentor(request.user, now())
    form = None
    if request.method == "POST":
        form = ProfileForm(request.POST)
        if form.is_valid() and _done(form, partial(_save, request, form)):
            messages.success(request, _("Saved. This is how learners see you."))
            return redirect("mentor_profile")
    return _profile(request, form=form)


def _save(request: SignedInRequest, form: ProfileForm) -> None:
    services.save_profile(person=request.user, said=form.said(), now=now())


def _done(form: Form, change: Callable[[], object]) -> bool:
    """Whether the change was made; if not, the form says why."""
    with refusals_in(form):
        change()
        return True
    return False


def _profile(
    request: SignedInRequest,
    *,
    form: ProfileForm | None = None,
    hours: HoursForm | None = None,
    absence: AbsenceForm | None = None,
) -> HttpResponse:
    person = request.user
    mine = MentorProfile.objects.filter(person=person).first()
    context = {
        "profile": mine,
        "form": form or ProfileForm(initial=ProfileForm.filled(mine)),
        "hours_form": hours or HoursForm(),
        "absence_form": absence or AbsenceForm(),
        "hours": list(OpenHours.objects.filter(mentor=person)),
        "absences": list(mine.absences.filter(last_on__gte=now().date())) if mine else [],
        "feed": feed_address(services.feed_of(person=person)),
    }
    return render(request, "guidance/profile.html", context, status=422 if request.method == "POST" else 200)


@login_required
@require_POST
def hours_add(request: SignedInRequest) -> HttpResponse:
    """A stretch of every week in which I can be met."""
    check_is_mentor(request.user, now())
    form = HoursForm(request.POST)
    if form.is_valid() and _done(form, lambda: services.add_hours(mentor=request.user, now=now(), **form.cleaned_data)):
        messages.success(request, _("Your learners can book you then from now on."))
        return redirect("mentor_profile")
    return _profile(request, hours=form)


@login_required
@require_POST
def hours_drop(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """No longer then."""
    services.drop_hours(mentor=request.user, uuid=uuid)
    messages.success(request, _("Those hours are gone. What is agreed stands."))
    return redirect("mentor_profile")


@login_required
@require_POST
def absence_add(request: SignedInRequest) -> HttpResponse:
    """I am away."""
    check_is_mentor(request.user, now())
    form = AbsenceForm(request.POST)
    if form.is_valid() and _done(form, lambda: services.add_absence(mentor=request.user, **form.cleaned_data)):
        messages.success(request, _("Nobody can book you on those days. What is agreed stands until you move it."))
        return redirect("mentor_profile")
    return _profile(request, absence=form)


@login_required
@require_POST
def absence_drop(request: SignedInRequest, number: int) -> HttpResponse:
    """I am there after all."""
    services.drop_absence(mentor=request.user, absence=number)
    messages.success(request, _("You are there on those days after all."))
    return redirect("mentor_profile")


@login_required
@require_POST
def feed_renew(request: SignedInRequest) -> HttpResponse:
    """A new secret address for my calendar."""
    services.renew_feed(person=request.user)
    messages.success(request, _("Your calendar has a new address. The old one is empty from now on."))
    return redirect("guidance")


@require_safe
def calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """A person's appointments, for whoever has the secret address."""
    feed = CalendarFeed.objects.select_related("person").filter(secret=secret).first()
    if feed is None or not feed.person.is_active:
        raise Http404
    moment = now()
    listed = queries.appointments_of(feed.person, since=moment - queries.KEPT_IN_FEED)
    answer = HttpResponse(feed_as_ical(listed, feed.person, moment), content_type="text/calendar; charset=utf-8")
    answer.headers["Cache-Control"] = "private, max-age=600"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
