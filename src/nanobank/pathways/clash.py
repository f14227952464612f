"""Why there is no plan, in the person's own words, and the buttons that change exactly what stands in the way."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_UP, Decimal
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from nanobank.common.templatetags.nanobank import kroner
from nanobank.pathways.models import DegreeProgramme
from nanobank.pathways.questions import Said
from nanobank.pathways.services.remedies import MOST_AT_ONCE, MOST_INTENSE, Remedy, RemedyKind
from nanobank.pathways.terms import DegreeTerms
from nanobank.pathways.weeks import sunday_of
from nanobank.pathways.wording import Json, Words, number, rules_in_words, words_for

_TENS: Final = Decimal(10)
_MOST_KEYS: Final = 4
_MOST_WAYS: Final = 5
_MOST_TOGETHER: Final = 3


@dataclass(frozen=True)
class Way:
    """Something that would make it possible: the button's words, and what it changes."""

    words: str
    remedies: tuple[Remedy, ...]


@dataclass(frozen=True)
class Clash:
    """Why it cannot be done. ``sentences`` are the wishes that clash; without them only ``headline`` is known."""

    headline: str
    sentences: list[str] = field(default_factory=list)
    ways: list[Way] = field(default_factory=list)
    untaught: list[str] = field(default_factory=list)
    out_of_reach: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    is_done: bool = False


def clash_of(result: Json, said: Said) -> Clash:
    """What to tell of an asking that led to no plan."""
    explained = result.get("explanation") or {}
    untaught, out_of_reach = result.get("not_taught", ()), result.get("out_of_reach", ())
    wishes, keys = explained.get("clash") or (), (explained.get("keys") or ())[:_MOST_KEYS]
    faults = result.get("faults", ())
    about = {one["about"].rpartition(":")[2] for one in (*wishes, *keys)} | {*untaught, *out_of_reach}
    about |= {slug for fault in faults for slug in fault["about"]}
    words = words_for((), also=about)
    if result["status"] == "nothing_to_do":
        return Clash(_("You have it all already. There is nothing left to plan."), is_done=True)
    if result["status"] == "unknown":
        return Clash(
            _("We found no plan in the time there was. There may be one: give it a little more room, and try again.")
        )
    return Clash(
        headline=_("These wishes cannot all be met at once") if wishes else _("It cannot be done as things are"),
        sentences=[_sentence(wish, said, words) for wish in wishes],
        ways=list(_ways(explained, said, words))[:_MOST_WAYS],
        untaught=[words[slug] for slug in untaught],
        out_of_reach=[words[slug] for slug in out_of_reach],
        keys=[_key(one, words) for one in keys],
        faults=[_fault(one, words) for one in faults],
    )


def _sentence(wish: Json, said: Said, words: Words) -> str:
    """A wish, as the person would say it."""
    life, about = said.life, wish["about"]
    plain: dict[str, Callable[[], str]] = {
        "goal": lambda: _("You want to be able to %s.") % words[about],
        "goal_module": lambda: _("The goal asks for %s.") % words[about],
        "rules": lambda: _rules(said),
        "pin": lambda: _("You have said that %s must be there.") % words[about],
        "ban": lambda: _("You have ruled out %s.") % words[about.rpartition(":")[2]],
        "forms": lambda: _("You have chosen how you want to take part."),
        "languages": lambda: _("You have chosen in which languages."),
        "places": lambda: (
            _("It is to be at most %(km)d km from %(postcode)s.")
            % {"km": life.distance_km or 0, "postcode": life.postcode or ""}
        ),
        "times": lambda: _("You have said when you are free for teaching."),
        "accepts": lambda: _("You only want modules whose quality somebody has assessed."),
        "external_share": lambda: _("Only a part of it may come from elsewhere."),
        "budget": lambda: _("It may cost %s.") % kroner(life.budget or Decimal(0)),
        "deadline": lambda: _("You want to be done by %s.") % _day(life.deadline),
        "at_once": lambda: _("You take at most %d at a time.") % life.at_once,
        "hours": lambda: _("You have the hours that you have drawn."),
    }
    return plain.get(wish["kind"], lambda: _("Something else that you have asked for."))()


def _rules(said: Said) -> str:
    """The rules that the goal has, in words: of a degree there is, or of one's own."""
    rules = said.goal.rules
    degree = DegreeProgramme.objects.filter(slug=said.goal.degree, rules__isnull=False).first()
    if degree is not None:
        rules = DegreeTerms.model_validate(degree.rules)
    sentence = rules_in_words(rules) if rules is not None else ""
    return " ".join(filter(None, [_("The rules of the goal are to be met."), sentence]))


def _day(day: date | None) -> str:
    return date_format(day, "j. F Y") if day else ""


def _ways(explained: Json, said: Said, words: Words) -> Iterator[Way]:
    """A button for each way out: to change one wish as little as will do, or to give up a few together."""
    for wishes in explained.get("ways_out") or ():
        if len(wishes) == 1:
            way = _amount(wishes[0]["kind"], explained, said) or _given_up(wishes, said, words)
        else:
            way = _given_up(wishes, said, words)
        if way is not None:
            yield way


def _amount(kind: str, explained: Json, said: Said) -> Way | None:
    """The least that would do, where it is about how much."""
    least = {name: explained.get(name) for name in ("budget", "finish", "hours")}
    if kind == "budget" and least["budget"]:
        amount = (number(least["budget"]["amount"]) / _TENS).to_integral_value(ROUND_UP) * _TENS
        return Way(_("Raise the budget to %s") % kroner(amount), (Remedy(RemedyKind.BUDGET, to=str(amount)),))
    if kind == "deadline" and least["finish"]:
        day = sunday_of(int(number(least["finish"]["amount"])))
        return Way(_("Move the deadline to %s") % _day(day), (Remedy(RemedyKind.DEADLINE, to=day.isoformat()),))
    if kind == "hours" and least["hours"]:
        percent = -(-int(number(least["hours"]["amount"])) * said.life.intensity // 100)
        if percent <= MOST_INTENSE:
            return Way(
                _("Study at %d %% of the hours you drew") % percent, (Remedy(RemedyKind.HOURS, to=str(percent)),)
            )
    if kind == "at_once" and said.life.at_once < MOST_AT_ONCE:
        more = said.life.at_once + 1
        return Way(_("Take %d at a time") % more, (Remedy(RemedyKind.AT_ONCE),))
    return None


def _given_up(wishes: list[Json], said: Said, words: Words) -> Way | None:
    """To do without these wishes; None when one of them is not to be given up by a button."""
    given_up = [_without(wish, said, words) for wish in wishes]
    if not all(given_up) or len(given_up) > _MOST_TOGETHER:
        return None
    named = [one for one in given_up if one is not None]
    label = _(" and ").join(filter(None, [", ".join(name for name, _remedy in named[:-1]), named[-1][0]]))
    return Way(_("Give up %s") % label, tuple(remedy for _name, remedy in named))


def _without(wish: Json, said: Said, words: Words) -> tuple[str, Remedy] | None:
    """What giving up a wish is called, and what it changes."""
    kind, about = wish["kind"], wish["about"]
    if kind == "pin":
        return words[about], Remedy(RemedyKind.PIN, about=about)
    if kind == "ban":
        return _("ruling out %s") % words[about.rpartition(":")[2]], Remedy(RemedyKind.BAN, about=about)
    if kind == "goal" and said.goal.kind == "own_words" and len(said.goal.competences) > 1:
        return _("being able to %s") % words[about], Remedy(RemedyKind.GOAL, about=about)
    name = {
        "budget": _("the limit of the price"),
        "deadline": _("the deadline"),
        "forms": _("choosing the form of teaching"),
        "languages": _("choosing the language"),
        "places": _("the limit of the distance"),
        "times": _("choosing days and evenings"),
        "accepts": _("that somebody has assessed it"),
        "external_share": _("the limit of what comes from elsewhere"),
    }.get(kind)
    return (name, Remedy(RemedyKind(kind))) if name else None


def _key(key: Json, words: Words) -> str:
    """One thing that would open the way, and when one would be done then."""
    sentences = {
        "module": _("If %(what)s were let in, you could be done on %(day)s."),
        "offering": _("If there were a seat for you in %(what)s, you could be done on %(day)s."),
        "any_time": _("If %(what)s could be begun at any time, you could be done on %(day)s."),
        "competence": _("If you could %(what)s already, you could be done on %(day)s."),
    }
    day = _day(sunday_of(int(key["figures"]["finish"])))
    return sentences[key["kind"]] % {"what": words[key["about"]], "day": day}


def _fault(fault: Json, words: Words) -> str:
    """Something that makes no sense by itself, in words."""
    about = ", ".join(words[slug] for slug in fault["about"])
    said = {
        "circle": _("These modules can only be begun when one has completed the others: %s."),
        "unknown_module": _("This is no longer in the catalogue: %s."),
        "pins_clash": _("You want these at the same time: %s."),
        "pin_banned": _("You have both asked for and ruled out %s."),
        "pin_not_offered": _("This is not offered at the time you chose: %s."),
    }
    sentence = said.get(fault["code"])
    return (
        sentence % about
        if sentence
        else _("Something in what was asked makes no sense: %s.") % (about or fault["code"])
    )
