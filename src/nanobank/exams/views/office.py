"""The exam office of a provider: study secretaries and programme leads."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nanobank.accounts.http import SignedInRequest
from nanobank.accounts.models import Person
from nanobank.common import clock
from nanobank.common.errors import Refused
from nanobank.common.forms import put_beside
from nanobank.exams import bridge, services
from nanobank.exams.bridge import Event
from nanobank.exams.forms import CorrectForm, DispensationForm, HandOverForm, IllnessForm
from nanobank.exams.models import Assessment, Registration, RegistrationState
from nanobank.exams.offices import office_of, office_registrations, others_who_examine
from nanobank.exams.permissions import check_office, check_runs_an_office
from nanobank.exams.queries import registration_of
from nanobank.exams.readiness import readiness_for

Act = Callable[[Registration, Person, datetime], object]


@login_required
@require_safe
def exam_office(request: SignedInRequest) -> HttpResponse:
    """The registrations for our exams by state, and the numbers."""
    now = clock.now()
    providers = check_runs_an_office(request.user, now=now)
    asked = request.GET.get("state", "")
    state = RegistrationState(asked) if asked in RegistrationState.values else None
    office = office_of(providers, now)
    context = {
        "office": office,
        "states": [(one, office.by_state.get(one, 0)) for one in RegistrationState],
        "state": state,
        "page": Paginator(office_registrations(providers, now, state), 25).get_page(request.GET.get("page")),
    }
    return render(request, "exams/office.html", context)


def _managed(request: SignedInRequest, uuid: UUID, now: datetime) -> Registration:
    registration = registration_of(uuid)
    check_office(request.user, registration.micro_credential, now=now, about=registration.person)
    return registration


def _office_page(
    request: SignedInRequest,
    registration: Registration,
    now: datetime,
    status: int = 200,
    **forms_with_errors: forms.Form,
) -> HttpResponse:
    """One registration with everything that the office can do about it now."""
    micro_credential, slot = registration.micro_credential, registration.slot
    results = list(registration.results.all())
    readiness = readiness_for(registration.person, micro_credential)
    latest = results[-1] if results else None
    initial = {"grade": latest.grade, "grounds": latest.grounds} if latest else {}
    context = {
        "registration": registration,
        "micro_credential": micro_credential,
        "assessments": registration.assessments.select_related("examiner").order_by("role"),
        "results": results,
        "readiness": readiness,
        "dispensations": registration.person.exam_dispensations.filter(micro_credential=micro_credential),
        "can_publish": bridge.can(registration, Event.PUBLISH),
        "can_record_absence": bridge.can(registration, Event.RECORD_ABSENCE)
        and slot is not None
        and slot.starts_at <= now,
        "can_record_illness": bridge.can(registration, Event.RECORD_ILLNESS),
        "can_award_again": latest is not None and bridge.is_passed(latest.grade) and readiness.credential is None,
        "hand_over_form": _hand_over_form(registration) if _can_hand_over(registration) else None,
        "can_dispense": not (readiness.attempts_left or readiness.passed or readiness.open_registration),
        "illness_form": IllnessForm(),
        "dispensation_form": DispensationForm(),
        "correct_form": CorrectForm(initial=initial, micro_credential=micro_credential),
        **forms_with_errors,
    }
    return render(request, "exams/office_registration.html", context, status=status)


def _can_hand_over(registration: Registration) -> bool:
    """Whether a booked time still waits for its examiner."""
    first = Assessment.Role.FIRST
    has_booked = registration.slot is not None and registration.closed_at is None
    return has_booked and not registration.assessments.filter(role=first).exists()


def _hand_over_form(registration: Registration, data: QueryDict | None = None) -> HandOverForm:
    slot = registration.slot
    return HandOverForm(data, examiners=others_who_examine(slot) if slot else Person.objects.none())


@login_required
@require_safe
def office_registration(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """One registration, as the office sees it."""
    now = clock.now()
    return _office_page(request, _managed(request, uuid, now), now)


def _act(request: SignedInRequest, uuid: UUID, act: Act, done: str) -> HttpResponse:
    """Do something that takes no form, and say how it went."""
    now = clock.now()
    registration = _managed(request, uuid, now)
    try:
        act(registration, request.user, now)
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, done)
    return redirect("office_registration", uuid)


def _act_on_form(
    request: SignedInRequest,
    registration: Registration,
    now: datetime,
    form: forms.Form,
    name: str,
    act: Act,
    done: str,
) -> HttpResponse:
    """Do something with a form; show the page again with what was typed when it is refused."""
    status = 422
    if form.is_valid():
        try:
            act(registration, request.user, now)
        except Refused as refused:
            status = put_beside(form, refused)
        else:
            messages.success(request, done)
            return redirect("office_registration", registration.uuid)
    return _office_page(request, registration, now, status, **{name: form})


@login_required
@require_POST
def office_absence(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """The learner did not come."""

    def act(registration: Registration, by: Person, now: datetime) -> None:
        services.record_absence(registration=registration, by=by, now=now)

    return _act(request, uuid, act, _("The absence is recorded. It counts as an attempt."))


@login_required
@require_POST
def office_publish(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Make the result known."""

    def act(registration: Registration, by: Person, now: datetime) -> None:
        services.publish(registration=registration, by=by, now=now)

    return _act(request, uuid, act, _("The result is published. The learner can read it now."))


@login_required
@require_POST
def office_award_again(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """A new credential for a passed exam, instead of the one that is revoked."""

    def act(registration: Registration, by: Person, now: datetime) -> None:
        services.award_again(registration=registration, by=by, now=now)

    return _act(request, uuid, act, _("The credential is awarded anew. The learner can see it now."))


@login_required
@require_POST
def office_illness(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """The learner has documented illness."""
    now = clock.now()
    form = IllnessForm(request.POST)

    def act(registration: Registration, by: Person, now: datetime) -> None:
        documentation = form.cleaned_data["documentation"]
        services.record_illness(registration=registration, documentation=documentation, by=by, now=now)

    done = _("The illness is recorded. It does not count as an attempt.")
    return _act_on_form(request, _managed(request, uuid, now), now, form, "illness_form", act, done)


@login_required
@require_POST
def office_dispensation(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """One attempt more."""
    now = clock.now()
    form = DispensationForm(request.POST)

    def act(registration: Registration, by: Person, now: datetime) -> None:
        services.grant_dispensation(
            person=registration.person,
            micro_credential=registration.micro_credential,
            reason=form.cleaned_data["reason"],
            by=by,
            now=now,
        )

    done = _("The learner has one attempt more.")
    return _act_on_form(request, _managed(request, uuid, now), now, form, "dispensation_form", act, done)


@login_required
@require_POST
def office_hand_over(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Another examiner holds the booked time."""
    now = clock.now()
    registration = _managed(request, uuid, now)
    slot = registration.slot
    if slot is None or not _can_hand_over(registration):
        return redirect("office_registration", uuid)
    form = _hand_over_form(registration, request.POST)

    def act(registration: Registration, by: Person, now: datetime) -> None:
        services.hand_over_slot(slot=slot, to=form.cleaned_data["to"], by=by, now=now)

    done = _("The time is handed over. The learner can see who the examiner is.")
    return _act_on_form(request, registration, now, form, "hand_over_form", act, done)


@login_required
@require_POST
def office_correct(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """A published result was wrong: add the right one."""
    now = clock.now()
    registration = _managed(request, uuid, now)
    form = CorrectForm(request.POST, micro_credential=registration.micro_credential)
    results = list(registration.results.all())
    if not results:
        return redirect("office_registration", uuid)

    def act(registration: Registration, by: Person, now: datetime) -> None:
        services.correct(
            result=results[-1],
            grade=form.cleaned_data["grade"],
            grounds=form.cleaned_data["grounds"],
            reason=form.cleaned_data["reason"],
            by=by,
            now=now,
        )

    return _act_on_form(request, registration, now, form, "correct_form", act, _("The correction is published."))
