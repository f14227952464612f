"""Who examines what, for a provider's exam office."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nanobank.accounts.http import SignedInRequest
from nanobank.accounts.models import Person
from nanobank.catalogue.models import MicroCredential
from nanobank.common import clock
from nanobank.common.errors import NotYours, Refused
from nanobank.common.forms import put_beside
from nanobank.exams import services
from nanobank.exams.forms import ExaminerForm
from nanobank.exams.offices import examined_by
from nanobank.exams.permissions import check_office, check_runs_an_office


@login_required
def examiners(request: SignedInRequest) -> HttpResponse:
    """The office's exams with their examiners, and a form to add one."""
    now = clock.now()
    exams = examined_by(check_runs_an_office(request.user, now=now))
    form, status = ExaminerForm(request.POST or None, exams=exams), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            exam, person = form.cleaned_data["micro_credential"], form.cleaned_data["person"]
            try:
                services.appoint_examiner(micro_credential=exam, person=person, by=request.user, now=now)
            except Refused as refused:
                status = put_beside(form, refused)
            else:
                done = _("%(name)s examines %(exam)s now.")
                messages.success(request, done % {"name": person.name, "exam": exam.title})
                return redirect("examiners")
    page = Paginator(exams, 25).get_page(request.GET.get("page"))
    return render(request, "exams/examiners.html", {"form": form, "page": page}, status=status)


@login_required
@require_POST
def examiner_dismiss(request: SignedInRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Take one examiner off one exam."""
    now = clock.now()
    exam = get_object_or_404(MicroCredential.objects.select_related("provider"), slug=slug)
    check_office(request.user, exam, now=now)
    person = get_object_or_404(Person, uuid=uuid)
    try:
        services.dismiss_examiner(micro_credential=exam, person=person, by=request.user, now=now)
    except NotYours:
        raise
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        done = _("%(name)s no longer examines %(exam)s.")
        messages.success(request, done % {"name": person.name, "exam": exam.title})
    return redirect("examiners")
