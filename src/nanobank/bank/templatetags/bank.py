"""What the bank shows, on its own page and on other rooms' pages: ``{% load bank %}``."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from html import escape
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.bank.addresses import addresses
from nanobank.bank.queries import actions_for
from nanobank.bank.shown import Bank, Goal, Item, NextStep, Outside
from nanobank.catalogue.models import Module
from nanobank.common.templatetags.nanobank import ects, points
from nanobank.credentials.lines import CredentialLine
from nanobank.ledger.queries import Balance

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
def bank_figures(balance: Balance) -> SafeString:
    """What the four accounts hold."""
    figures = (
        (balance.held, _("ECTS in credentials")),
        (balance.completed, _("ECTS completed, ready to be counted")),
        (balance.under_way, _("ECTS under way")),
        (balance.planned, _("ECTS planned")),
    )
    rows = "".join(
        f'  <li><span class="nb-figure">{points(amount)}</span> {escape(of)}</li>\n' for amount, of in figures
    )
    return mark_safe(f'<ul class="nb-figures">\n{rows}</ul>')  # noqa: S308  # a number and our own words, escaped


@register.simple_tag
def bank_sections(bank: Bank, *, own: bool) -> SafeString:
    """The goals, then the modules by where they stand. Written here and not in a template: a bank has many rows and a
    page few milliseconds.

    The buttons belong to the page's one form, ``nb-post``, which carries the token against forgery.
    """
    take_out = escape(_("Take out"))
    sections = [(_("Micro-credentials on the way"), _goals(bank.goals, own=own))]
    for heading, items in (
        (_("Under way"), bank.under_way),
        (_("Completed, not yet in a credential"), bank.completed),
        (_("Planned"), bank.planned),
        (_("Counted in a credential"), bank.held),
    ):
        sections.append((heading, "".join(_row(item, take_out, own=own) for item in items)))
    sections.append((_("Counted from outside, by themselves"), _outside(bank.outside)))
    written = (
        f'<section><h2>{escape(heading)}</h2><ul class="nb-list nb-bank">{rows}</ul></section>' if rows else ""
        for heading, rows in sections
    )
    return mark_safe("\n".join(written))  # noqa: S308  # every part is escaped in _row and _goal


def _row(item: Item, take_out: str, *, own: bool) -> str:
    title = escape(item.title)
    facts = [escape(item.provider), ects(item.ects)]
    progress = ""
    if item.total:
        facts.append(escape(item.steps))
        progress = f'<progress max="100" value="{item.percent}" aria-label="{title}">{item.percent} %</progress>'
    if item.newer:
        facts.append(escape(item.newer_words))
    if item.outside:
        progress = _from_outside(item.outside)
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


def _from_outside(title: str) -> str:
    """Says that what counts as the module was learnt elsewhere, and what it is."""
    outside = escape(_("From outside"))
    return f'<p><span class="nb-tag">{outside}</span> {escape(title)}</p>'


def _outside(found: Iterable[Outside]) -> str:
    outside = escape(_("From outside"))
    return "".join(
        f'<li class="nb-bank__row"><div class="nb-bank__what"><h3>{escape(one.title)}</h3>'
        f'<p class="nb-soft">{ects(one.ects)} · <span class="nb-tag">{outside}</span></p></div></li>'
        for one in found
    )


def _goals(goals: Iterable[Goal], *, own: bool) -> str:
    completed, needed = _("Completed of %(title)s"), escape(_("Still needed:"))
    return "".join(_goal(goal, completed, needed, own=own) for goal in goals)


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


@register.simple_tag
def bank_credentials(credentials: Iterable[CredentialLine]) -> SafeString:
    """The credentials that are held, newest first, with what is to be known of each."""
    address, language = addresses(), get_language()
    rows = (
        f'<li><a href="{address("credential", one.uuid)}"><strong>{escape(one.title)}</strong></a><br>'
        f'<span class="nb-soft">{escape(one.issuer)} · {_day(one.awarded_at, language)}</span>'
        f"{_standing(one, language)}</li>"
        for one in credentials
    )
    return mark_safe(f'<ul class="nb-list">{"".join(rows)}</ul>')  # noqa: S308  # every part is escaped


def _standing(credential: CredentialLine, language: str | None) -> str:
    """That it no longer counts, or until when it does."""
    if credential.revoked_at:
        revoked = escape(_("revoked"))
        return f' <span class="nb-tag nb-tag--bad">{revoked}</span>'
    if credential.suspended_at:
        suspended = escape(_("suspended"))
        return f' <span class="nb-tag nb-tag--unsure">{suspended}</span>'
    if credential.valid_until:
        expires = _("Expires %(date)s") % {"date": _day(credential.valid_until, language)}
        return f'<br><span class="nb-soft nb-small">{escape(expires)}</span>'
    return ""


def _day(moment: datetime, language: str | None) -> str:
    return _written(timezone.localtime(moment).date(), language)


@lru_cache(maxsize=4096)
def _written(day: date, language: str | None) -> str:
    """The day in words, in the language active now."""
    return date_format(day, "j. F Y")


def _button(step: NextStep, style: str, title: str) -> str:
    words = f'{escape(step.words)}<span class="sr-only">: {title}</span>'
    if step.by_post:
        return f'<button class="button {style}" form="nb-post" formaction="{step.url}">{words}</button>'
    return f'<a class="button {style}" href="{step.url}">{words}</a>'
