"""Addresses of a design's questions, for templates."""

from django import template
from django.urls import reverse

from nanobank.authoring.designing.questions import ADDRESSES
from nanobank.authoring.models import Design, DesignQuestion

register = template.Library()


@register.simple_tag
def question_url(design: Design, question: str) -> str:
    """Where one answers it; the design itself where there is no such question."""
    if not question:
        return reverse("design", args=[design.uuid])
    return reverse("design_question", args=[design.uuid, ADDRESSES[DesignQuestion(question)]])
