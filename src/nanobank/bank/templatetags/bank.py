"""What the bank shows on other rooms' pages: ``{% load bank %}``."""

from typing import Any

from django import template

from nanobank.accounts.models import Person
from nanobank.bank.queries import actions_for
from nanobank.catalogue.models import Module

register = template.Library()


@register.inclusion_tag("bank/actions.html", takes_context=True)
def bank_actions(context: dict[str, Any], module: Module) -> dict[str, Any]:
    """What whoever reads a module's page can do with it: two queries at most, none for a visitor."""
    request = context["request"]
    known = isinstance(request.user, Person)
    return {
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "module": module,
        "actions": actions_for(request.user, module) if known else None,
    }
