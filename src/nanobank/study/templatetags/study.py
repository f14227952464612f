"""What study shows on other rooms' pages: ``{% load study %}``."""

from typing import Any

from django import template
from django.db.models import QuerySet

from nanobank.catalogue.models import ModuleVersion
from nanobank.common.prepared import prepared
from nanobank.study.models import Step

register = template.Library()


@prepared
def _steps(version: Any) -> QuerySet[Step]:
    return Step.objects.filter(version=version).only("title", "kind", "minutes", "position", "version_id")


@register.inclusion_tag("study/module_steps.html")
def module_steps(version: ModuleVersion) -> dict[str, Any]:
    """A version's table of contents: one query."""
    steps = _steps(version=version)
    return {"steps": steps, "version": version, "minutes": sum(step.minutes for step in steps)}
