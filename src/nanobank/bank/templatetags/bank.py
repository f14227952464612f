"""What the bank shows, on its own page and on other rooms' pages: ``{% load bank %}``."""

from collections.abc import Iterable
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.bank.queries import Goal, Item, NextStep, actions_for
from nanobank.catalogue.models import Module
from nanobank.common.templatetags.nanobank import ects

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


@register.simple_tag
def bank_items(items: Iterable[Item], *, own: bool) -> SafeString:
    """The rows of a bank. Written here and not in a template: a bank has many rows and a page few milliseconds.

    The buttons belong to the page's one form, ``nb-post``, which carries the token against forgery.
    """
    take_out = escape(_("Take out"))
    rows = "".join(_row(item, take_out, own=own) for item in items)
    return mark_safe(f'<ul class="nb-list nb-bank">{rows}</ul>')  # noqa: S308  # every part is escaped in _row


def _row(item: Item, take_out: str, *, own: bool) -> str:
    title = escape(item.title)
    facts = [escape(item.provider), ects(item.ects)]
    progress = ""
    if item.total:
        facts.append(escape(item.steps))
        progress = f'<progress max="100" value="{item.percent}" aria-label="{title}">{item.percent} %</progress>'
    if item.newer:
        facts.append(escape(item.newer_words))
    done = ""
    if own:
        step = _button(item.next_step, item.button, title) if item.next_step else ""
        out = ""
        if item.unplan_url:
            out = (
                f'<button class="nb-bank__quiet" form="nb-post" formaction="{item.unplan_url}">{take_out}'
                f'<span class="sr-only">: {title}</span></button>'
            )
        done = f'<div class="nb-bank__do">{step}{out}</div>'
    return (
        f'<li class="nb-bank__row"><div class="nb-bank__what"><h3><a href="{item.url}">{title}</a></h3>'
        f'<p class="nb-soft">{" · ".join(facts)}</p>{progress}</div>{done}</li>'
    )


@register.simple_tag
def bank_goals(goals: Iterable[Goal], *, own: bool) -> SafeString:
    """The micro-credentials on the way; written here for the same reason as ``bank_items``."""
    completed, needed = _("Completed of %(title)s"), escape(_("Still needed:"))
    rows = "".join(_goal(goal, completed, needed, own=own) for goal in goals)
    return mark_safe(f'<ul class="nb-list nb-bank">{rows}</ul>')  # noqa: S308  # every part is escaped in _goal


def _goal(goal: Goal, completed: str, needed: str, *, own: bool) -> str:
    one = goal.readiness.micro_credential
    title, percent = escape(one.title), goal.readiness.percent
    facts = [escape(one.provider_name), ects(one.ects), escape(goal.state)]
    label = escape(completed % {"title": one.title})
    outstanding = f"<p>{needed} {escape(', '.join(goal.outstanding))}</p>" if goal.outstanding else ""
    done = _button(goal.next_step, "button-primary", title) if own else ""
    return (
        f'<li class="nb-bank__row"><div class="nb-bank__what"><h3><a href="{goal.url}">{title}</a></h3>'
        f'<p class="nb-soft">{" · ".join(facts)}</p>'
        f'<progress max="100" value="{percent}" aria-label="{label}">{percent} %</progress>{outstanding}</div>'
        f"{done}</li>"
    )


def _button(step: NextStep, style: str, title: str) -> str:
    words = f'{escape(step.words)}<span class="sr-only">: {title}</span>'
    if step.by_post:
        return f'<button class="button {style}" form="nb-post" formaction="{step.url}">{words}</button>'
    return f'<a class="button {style}" href="{step.url}">{words}</a>'
