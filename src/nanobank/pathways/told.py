"""A plan, or why there is none, in lines of text for a terminal: ids as they are, weeks as they are counted."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from nanobank.common.templatetags.nanobank import ects, kroner, points
from nanobank.pathways.bridge import Explanation, Figures, Key, Mistake, Plan, Reason, Result, Status, Wish

_MISTAKES: Final = {
    "not_json": gettext_noop("this is not JSON: %s"),
    "not_an_object": gettext_noop("this should be an object, in curly brackets"),
    "not_a_list": gettext_noop("this should be a list, in square brackets"),
    "not_text": gettext_noop("this should be text, in quotation marks"),
    "not_a_number": gettext_noop("this should be a number"),
    "not_whole": gettext_noop("this should be a whole number"),
    "not_true_or_false": gettext_noop("this should be true or false"),
    "not_one_of": gettext_noop("this should be one of %s"),
    "not_a_requirement": gettext_noop('this should have one of "module", "competence", "all" and "any"'),
    "missing": gettext_noop("this is missing"),
    "unknown": gettext_noop("nothing is called that here"),
    "too_many": gettext_noop("there is more here than there should be"),
    "too_deep": gettext_noop("this goes deeper than the %s levels that there may be"),
    "too_small": gettext_noop("this should be %s or more"),
    "too_large": gettext_noop("this should be %s or less"),
    "too_fine": gettext_noop("this should have at most %s decimals"),
    "not_understood": gettext_noop("this cannot be read: %s"),
}

_WISHES: Final = {
    "goal": gettext_noop("the goal %s"),
    "goal_module": gettext_noop("the module %s in the goal"),
    "rules": gettext_noop("the rules of the degree"),
    "pin": gettext_noop("that %s must be there"),
    "ban": gettext_noop("that %s must not be there"),
    "forms": gettext_noop("the forms of teaching"),
    "languages": gettext_noop("the languages"),
    "places": gettext_noop("the places"),
    "times": gettext_noop("the days and evenings"),
    "accepts": gettext_noop("the quality that is good enough"),
    "external_share": gettext_noop("how much may come from elsewhere"),
    "budget": gettext_noop("the budget"),
    "deadline": gettext_noop("the deadline"),
    "at_once": gettext_noop("how many modules at a time"),
    "hours": gettext_noop("the hours"),
    "terms": gettext_noop("the terms"),
}

_KEYS: Final = {
    "module": gettext_noop("if %s were let in"),
    "offering": gettext_noop("if there were a seat in %s"),
    "any_time": gettext_noop("if %s could be begun at any time"),
    "competence": gettext_noop("if %s were known beforehand"),
}


def too_large_line(most: int) -> str:
    """That a problem is larger than so many bytes."""
    return _("this problem is too large: at most %d MB can be read") % (most // 1_000_000)


def mistake_lines(mistakes: Iterable[Mistake]) -> list[str]:
    """What cannot be read in a problem, a line for each."""
    return [f"{one.place}: {_mistake(one)}" if one.place else _mistake(one) for one in mistakes]


def _mistake(mistake: Mistake) -> str:
    sentence = _(_MISTAKES[mistake.code])
    return sentence % mistake.said if mistake.said else sentence


def lines(result: Result, why: Sequence[Reason], why_not: Explanation | None) -> list[str]:
    """The answer to a question."""
    told = [_headline(result), *_faults(result)]
    if result.plan is not None:
        told += ["", *_table(result.plan, why)]
    if why_not is not None:
        told += list(_explanation(why_not))
    return told


def _headline(result: Result) -> str:
    if result.status is Status.NOTHING_TO_DO:
        return _("You have it all already. There is nothing left to plan.")
    if result.status is Status.UNKNOWN:
        return _("No plan was found in the time there was, and it is not proven that there is none.")
    if result.plan is None:
        return _("It cannot be done as things are")
    figures = _figures(result.plan.figures)
    if result.status is Status.BEST:
        return _("Proven best: %s.") % figures
    return _("A plan that holds: %(figures)s. There may be a better one: %(bound)s.") % {
        "figures": figures,
        "bound": _bound(result),
    }


def _figures(figures: Figures) -> str:
    return _("done at the end of week %(week)d, %(price)s, %(ects)s") % {
        "week": figures.finish,
        "price": kroner(figures.cost),
        "ects": ects(figures.ects),
    }


def _bound(result: Result) -> str:
    known = []
    if result.bound.finish is not None:
        known.append(_("none is done before week %d") % result.bound.finish)
    if result.bound.cost is not None:
        known.append(_("none costs less than %s") % kroner(result.bound.cost))
    return ", ".join(known) or _("nothing is known of how good")


def _faults(result: Result) -> Iterator[str]:
    for fault in result.faults:
        yield _("Makes no sense (%(code)s): %(about)s") % {"code": fault.code, "about": ", ".join(fault.about)}
    if result.not_taught:
        yield _("Nobody teaches: %s") % ", ".join(result.not_taught)


# --- the plan ---


def _table(plan: Plan, why: Sequence[Reason]) -> list[str]:
    rows = [(_("Weeks"), _("Module"), _("Class"), "ECTS", _("Price"), _("Why"))]
    for step, reason in zip(plan.steps, why, strict=True):
        weeks = str(step.begins) if step.begins == step.ends else f"{step.begins}–{step.ends}"
        price = kroner(step.price)
        rows.append((weeks, step.module, step.offering or "", points(step.ects), price, _reason(reason)))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def _reason(reason: Reason) -> str:
    said = []
    if reason.is_goal:
        said.append(_("part of the goal"))
    if reason.is_pinned:
        said.append(_("asked for"))
    if reason.covers:
        said.append(_("covers %s") % ", ".join(reason.covers))
    if reason.required_by:
        said.append(_("required by %s") % ", ".join(reason.required_by))
    if reason.counts_in:
        said.append(_("counts in the degree"))
    if reason.runner_up:
        said.append(_("next best: %s") % reason.runner_up)
    return "; ".join(said)


# --- why there is none ---


def _explanation(explanation: Explanation) -> Iterator[str]:
    if explanation.clash:
        yield ""
        yield _("These wishes cannot all be met at once") + ":"
        yield from (f"- {_wish(wish)}" for wish in explanation.clash)
    if explanation.ways_out:
        yield ""
        yield _("It is enough to give up:")
        both = _(" and ")
        yield from (f"- {both.join(map(_wish, way))}{_least(way, explanation)}" for way in explanation.ways_out)
    if explanation.keys:
        yield ""
        yield _("It could also be done:")
        yield from (f"- {_key(key)}" for key in explanation.keys)


def _wish(wish: Wish) -> str:
    sentence = _(_WISHES[wish.kind])
    return sentence % wish.about if "%s" in sentence else sentence


def _least(way: tuple[Wish, ...], explanation: Explanation) -> str:
    """How little of it would do, where that is known."""
    kind = way[0].kind if len(way) == 1 else ""
    if kind == "budget" and explanation.budget:
        return ": " + _("%s would do") % kroner(explanation.budget.amount)
    if kind == "deadline" and explanation.finish:
        return ": " + _("week %d would do") % int(explanation.finish.amount)
    if kind == "hours" and explanation.hours:
        return ": " + _("%d %% of them would do") % int(explanation.hours.amount)
    return ""


def _key(key: Key) -> str:
    told = _(_KEYS[key.kind]) % key.about
    return f"{told}: {_figures(key.figures)}"
