"""A question taken apart into wishes: each can be given up by itself, and a plan may happen to meet it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from nanocore.planning._catalogue import HasCompetence, Module, Offering
from nanocore.planning._index import Index
from nanocore.planning._question import Goal, Life, Period, Pin, Question
from nanocore.planning._result import Plan, Step

ALL_DAY: Final = Decimal(40)
"""Hours a week of somebody who does nothing else, when hours are no object."""
MOST_LANES: Final = 6
_ANYTHING: Final = frozenset({"own", "vetted", "unassessed"})


@dataclass(frozen=True, slots=True)
class Wish:
    """A part of a question that a person can change; ``about`` the module, competence, provider or offering it names.

    Kinds: ``goal`` (a competence), ``goal_module``, ``rules``, ``pin``, ``ban``, ``forms``, ``languages``, ``places``,
    ``times``, ``accepts``, ``external_share``, ``budget``, ``deadline``, ``at_once``, ``hours``, ``terms``. Without
    ``hours`` one studies 40 hours each week, without ``at_once`` six modules together.
    """

    kind: str
    about: str = ""


def wishes_of(question: Question) -> tuple[Wish, ...]:
    """All that ``question`` asks for and could do without, goals first: what is nearest at heart is given up last."""
    return tuple(dict.fromkeys(_wishes_of(question)))


def _wishes_of(question: Question) -> Iterator[Wish]:
    goal, life = question.goal, question.life
    yield from (Wish("goal", one.competence) for one in goal.competences)
    yield from (Wish("goal_module", module) for module in sorted(goal.modules))
    if goal.rules is not None:
        yield Wish("rules")
    yield from (Wish("pin", pin.module) for pin in question.wishes.pins)
    yield from (Wish("ban", ban) for ban in sorted(question.wishes.bans))
    yield from (Wish(kind) for kind in ("forms", "languages", "places", "times") if getattr(life, kind) is not None)
    if not life.accepts >= _ANYTHING:
        yield Wish("accepts")
    if life.max_external_share is not None:
        yield Wish("external_share")
    if question.terms is not None:
        yield Wish("terms")
    yield from (Wish(kind) for kind in ("budget", "deadline") if getattr(life, kind) is not None)
    if life.at_once < MOST_LANES:
        yield Wish("at_once")
    yield Wish("hours")


def keeping(question: Question, wishes: frozenset[Wish]) -> Question:
    """The question with only these of its wishes. What a repair would keep is no wish and is left out."""
    kept = question.wishes
    return replace(
        question,
        goal=_goal_keeping(question.goal, wishes),
        life=_life_keeping(question.life, wishes),
        wishes=replace(
            kept,
            pins=tuple(pin for pin in kept.pins if Wish("pin", pin.module) in wishes),
            bans=frozenset(ban for ban in kept.bans if Wish("ban", ban) in wishes),
            kept=(),
        ),
        terms=question.terms if Wish("terms") in wishes else None,
    )


def _goal_keeping(goal: Goal, wishes: frozenset[Wish]) -> Goal:
    return Goal(
        tuple(one for one in goal.competences if Wish("goal", one.competence) in wishes),
        frozenset(module for module in goal.modules if Wish("goal_module", module) in wishes),
        goal.rules if Wish("rules") in wishes else None,
    )


def _life_keeping(life: Life, wishes: frozenset[Wish]) -> Life:
    def kept(kind: str) -> bool:
        return Wish(kind) in wishes

    most = max((ALL_DAY, *(period.hours for period in life.hours)))
    return replace(
        life,
        forms=life.forms if kept("forms") else None,
        languages=life.languages if kept("languages") else None,
        places=life.places if kept("places") else None,
        times=life.times if kept("times") else None,
        accepts=life.accepts if kept("accepts") else _ANYTHING,
        max_external_share=life.max_external_share if kept("external_share") else None,
        budget=life.budget if kept("budget") else None,
        deadline=life.deadline if kept("deadline") else None,
        at_once=life.at_once if kept("at_once") else MOST_LANES,
        hours=life.hours if kept("hours") else (Period(life.begins, most),),
    )


def met_by(plan: Plan, question: Question, index: Index) -> frozenset[Wish]:
    """Wishes of ``question`` that ``plan`` plainly meets, though it may not have been asked to.

    Not judged are the rules of a degree, and hours and lanes, on which the plan itself is laid out.
    """
    taken = [_Taken.of(step, index) for step in plan.steps]
    return frozenset(wish for wish in wishes_of(question) if _is_met(wish, plan, taken, question))


@dataclass(frozen=True, slots=True)
class _Taken:
    step: Step
    module: Module
    offering: Offering | None

    @classmethod
    def of(cls, step: Step, index: Index) -> "_Taken":
        module = index.modules[index.number[step.module]]
        return cls(step, module, next((one for one in module.offerings if one.id == step.offering), None))

    @property
    def names(self) -> set[str]:
        """What a ban may call it."""
        return {self.module.id, f"provider:{self.module.provider}", f"offering:{self.step.offering}"}

    @property
    def form(self) -> str:
        return self.offering.form if self.offering and self.offering.form is not None else self.module.form

    @property
    def places(self) -> set[str]:
        """Where one has to be."""
        places = self.module.place, self.offering.place if self.offering else None
        return {place for place in places if place is not None}

    @property
    def times(self) -> frozenset[str]:
        return self.offering.times if self.offering else frozenset()


def _is_met(wish: Wish, plan: Plan, taken: list[_Taken], question: Question) -> bool:
    goal, life = question.goal, question.life
    match wish.kind:
        case "goal":
            wanted = [one for one in goal.competences if one.competence == wish.about]
            return all(_is_learnt(one, taken, life) for one in wanted)
        case "goal_module":
            return wish.about in {one.module.id for one in taken} | {held.module for held in life.held}
        case "pin":
            return all(_is_pinned(pin, taken) for pin in question.wishes.pins if pin.module == wish.about)
        case "ban":
            return not any(wish.about in one.names for one in taken)
        case "budget":
            return life.budget is not None and plan.figures.cost <= life.budget
        case "deadline":
            return life.deadline is not None and plan.figures.finish <= life.deadline
        case "external_share":
            outside = sum((one.module.ects for one in taken if one.module.is_external), start=Decimal(0))
            return outside <= (life.max_external_share or 0) * plan.figures.ects
        case "rules" | "terms":
            return False
        case _:
            return all(_is_let_through(wish.kind, one, life) for one in taken)


def _is_learnt(wanted: HasCompetence, taken: list[_Taken], life: Life) -> bool:
    taught = [pair for one in taken for pair in one.module.teaches]
    taught += [pair for held in life.held for pair in held.teaches]
    taught += [(known.competence, known.level) for known in life.knows]
    return any(competence == wanted.competence and level >= wanted.level for competence, level in taught)


def _is_pinned(pin: Pin, taken: list[_Taken]) -> bool:
    return any(
        one.module.id == pin.module
        and pin.offering in {None, one.step.offering}
        and pin.week in {None, one.step.begins}
        for one in taken
    )


def _is_let_through(kind: str, one: _Taken, life: Life) -> bool:
    match kind:
        case "forms":
            return life.forms is None or one.form in life.forms
        case "languages":
            return life.languages is None or one.module.language in life.languages
        case "places":
            return life.places is None or one.places <= life.places
        case "times":
            return life.times is None or one.times <= life.times
        case "accepts":
            return one.module.quality in life.accepts
        case _:
            return False
