"""``{% load pathways %}``: a plan drawn, plans among each other, and what belongs to one module of a plan."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.forms import BoundField
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nanobank.pathways.cohorts.picture import balance_picture
from nanobank.pathways.cohorts.queries import ShownBalance
from nanobank.pathways.drawing import Picture, Point, front_of, picture_of
from nanobank.pathways.forms.life import Month
from nanobank.pathways.inputs import month_inputs, plain_input
from nanobank.pathways.models import Comment
from nanobank.pathways.page import Suggested
from nanobank.pathways.showing import ShownStep
from nanobank.pathways.step_forms import Kind, forms_of
from nanobank.pathways.teams.picture import team_picture
from nanobank.pathways.teams.showing import ShownTeam
from nanobank.pathways.wording import Json, Words, distance_of, hours_in_words, number, short
from nanobank.quality.queries import Line

register = template.Library()
_TONES = {"assured": "good", "external": "brand", "expired": "unsure", "none": "unsure"}


@register.simple_tag
def draw_plan(picture: Picture) -> SafeString:
    """The modules along the weeks."""
    return picture_of(picture)


@register.simple_tag
def draw_input(field: BoundField) -> SafeString:
    """A field of one line, with its label and what is wrong with it."""
    return plain_input(field, is_optional=not field.field.required)


@register.simple_tag
def draw_months(months: Iterable[Month]) -> SafeString:
    """A number for each month."""
    return month_inputs(months)


@register.simple_tag
def draw_needed(field: BoundField) -> SafeString:
    """The same where nobody is told that it can be left out: it has a value already."""
    return plain_input(field, is_optional=False)


@register.simple_tag
def draw_balance(shown: ShownBalance) -> SafeString:
    """The load of each term."""
    return balance_picture(shown)


@register.simple_tag
def draw_team(team: ShownTeam) -> SafeString:
    """A row for each of the team along the weeks, and who is away from work."""
    return team_picture(team)


@register.simple_tag
def draw_front(points: Sequence[Point]) -> SafeString:
    """The plans by when they end and what they cost."""
    title = _("The plans by when you are done and what they cost; the list beside says the same.")
    return front_of(points, title=title, sooner=_("done sooner"), later=_("done later"), dearer=_("dearer"))


@register.filter
def at_module(comments: Iterable[Comment], slug: str) -> list[Comment]:
    """The comments at one module of the plan; with an empty ``slug`` those about the whole."""
    return [comment for comment in comments if comment.module == slug]


@register.filter
def mark_at(marks: Mapping[str, str], slug: str) -> str:
    """What has been wished about one module since the plan was laid, in a word or two."""
    return marks.get(slug, "")


@register.filter
def about(proposals: Iterable[Suggested], slug: str) -> list[Suggested]:
    """The proposals about one module."""
    return [one for one in proposals if one.proposal.change.get("module") == slug]


@register.filter
def titled(slugs: Iterable[str], words: Words) -> list[str]:
    """Titles for slugs."""
    return [words.module(slug) for slug in slugs]


@register.filter
def isoday(text: str) -> date:
    """A day as it is kept in JSON."""
    return date.fromisoformat(text)


@register.filter
def titled_one(words: Words, slug: str) -> str:
    """The title of one module."""
    return words.module(slug)


@register.filter
def decimal(text: str) -> Decimal:
    """An amount as it is kept in JSON."""
    return number(text)


@register.filter
def far_from_best(best: Json) -> str:
    """How far from best the best so far can be."""
    if best.get("status") == "best":
        return _("It is proven best.")
    return distance_of(best.get("gap") or "", best.get("bound") or {}, best["figures"]) + "."


@register.filter
def hours(amount: Decimal) -> str:
    """``8,5 timer``."""
    return hours_in_words(amount)


@register.filter
def tone(line: Line) -> str:
    """How a quality line is coloured, as on the module's own page."""
    return _TONES[line.standing]


@register.filter
def shortday(day: date) -> str:
    """``12. jan 2027``."""
    return short(day)


@register.simple_tag(takes_context=True)
def step_forms(context: dict[str, Any], step: ShownStep) -> SafeString:
    """All that can be done with one module of a plan."""
    page = context["page"]
    trouble = str(context["trouble"]) if context["trouble_at"] == step.slug else ""
    kind = Kind.of(step, get_language() or "", is_own=page.is_own, has_plan=bool(page.current), is_wrong=bool(trouble))
    return forms_of(step, kind, pathway=context["pathway"].uuid, token=str(context["csrf_token"]), trouble=trouble)
