"""``{% load exams %}{% exam_actions micro_credential %}``: what a person can do about the exam, on its public page."""

from typing import Any

from django import template
from django.utils import timezone

from nanobank.accounts.models import Person
from nanobank.catalogue.models import MicroCredential, State
from nanobank.common import clock
from nanobank.exams.forms import GRADE_WORDS
from nanobank.exams.models import Grade, Registration, Result
from nanobank.exams.readiness import readiness_for

register = template.Library()


@register.inclusion_tag("exams/elements/exam_actions.html", takes_context=True)
def exam_actions(context: dict[str, Any], micro_credential: MicroCredential) -> dict[str, Any]:
    """Sign in, what is outstanding, put yourself forward, your open registration, or your credential.

    Of an edition that was replaced only what the person has or may do in it still.
    """
    request = context["request"]
    readiness = readiness_for(request.user, micro_credential) if isinstance(request.user, Person) else None
    can_register = readiness is not None and readiness.can_register(timezone.localdate(clock.now()))
    concerns = readiness is not None and (can_register or readiness.passed or readiness.open_registration is not None)
    return {
        "request": request,
        "micro_credential": micro_credential,
        "readiness": readiness,
        "can_register": can_register,
        "shows": concerns or micro_credential.state == State.PUBLISHED,
    }


@register.filter
def grade_words(grade: str) -> str:
    """The scale's own words for a grade."""
    return str(GRADE_WORDS[Grade(grade)])


@register.filter
def standing_result(registration: Registration) -> Result | None:
    """The result that no later one corrects; None before the first. Costs no query when results are prefetched."""
    results = list(registration.results.all())
    return results[-1] if results else None
