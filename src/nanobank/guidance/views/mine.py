"""The way in: my mentors, those I mentor, what is said, what is agreed, and what waits for me."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nanobank.accounts.http import SignedInRequest
from nanobank.common.clock import now
from nanobank.guidance import queries
from nanobank.guidance.anchors import anchors_of
from nanobank.guidance.forms import DeclineForm
from nanobank.guidance.permissions import is_mentor, offices_of


@login_required
@require_safe
def guidance(request: SignedInRequest) -> HttpResponse:
    """All of guidance on one page, what waits first."""
    person, moment = request.user, now()
    running = queries.mentorships_of(person, moment)
    mentors = [one for one in running if one.learner_id == person.pk]
    asked = queries.questions_by(person, moment)
    lines = queries.thread_lines(person, moment)
    anchors = anchors_of([line.thread for line in lines], person)
    standing = queries.appointments_of(person, since=moment).filter(cancelled_at__isnull=True)
    context = {
        "mentors": mentors,
        "open_kinds": queries.open_kinds(mentors, asked),
        "asked": asked,
        "learners": [one for one in running if one.mentor_id == person.pk],
        "questions": queries.questions_to(person, moment),
        "decline": DeclineForm(),
        "lines": [(line, anchors.get(line.thread.pk)) for line in lines],
        "appointments": list(standing[:10]),
        "is_mentor": is_mentor(person, moment),
        "is_office": bool(offices_of(person, moment)),
    }
    return render(request, "guidance/guidance.html", context)
