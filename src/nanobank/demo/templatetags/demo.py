"""The list of people on the sign-in page: ``{% load demo %}{% demo_people %}``."""

from typing import Any

from django import template
from django.utils.translation import gettext_lazy as _

from nanobank.demo import people

register = template.Library()

PARTS = {
    "learner-journalist": _("Learner: the journalist"),
    "learner-teacher": _("Learner: the teacher"),
    "learner-communicator": _("Learner: the communicator"),
    "educator": _("Educator"),
    "internal_mentor": _("Internal mentor"),
    "external_mentor": _("External mentor"),
    "programme_lead": _("Programme lead"),
    "study_secretary": _("Study secretary"),
    "employer": _("Employer"),
    "funder": _("Funder"),
}


@register.inclusion_tag("demo/people.html", takes_context=True)
def demo_people(context: dict[str, Any]) -> dict[str, Any]:
    """Everyone a visitor can be, with what they play."""
    listed = [(person, PARTS[person.part]) for person in people.demo_people()]
    return {"people": listed, "request": context["request"], "csrf_token": context["csrf_token"]}
