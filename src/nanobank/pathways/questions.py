"""What a person has said, with what their bank holds, as a question to the core: slugs are its ids, weeks its dates."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.shortcuts import get_object_or_404

from nanobank.accounts.models import Person
from nanobank.catalogue.models import Level, MicroCredential, ModuleVersion, State
from nanobank.ledger.queries import counted_from_outside, positions_of
from nanobank.pathways.bridge import (
    Aim,
    Choice,
    DegreeRules,
    Goal,
    HasCompetence,
    Held,
    Kept,
    Life,
    Period,
    Pin,
    Plan,
    Question,
    Step,
    Wishes,
)
from nanobank.pathways.models import DegreeProgramme, Role
from nanobank.pathways.places import near
from nanobank.pathways.terms import CompetenceTerms, DegreeTerms, GoalTerms, HeldTerms, LifeTerms, WishTerms
from nanobank.pathways.weeks import week_from, week_of
from nanobank.withdrawals.queries import CountedAlone, counted_alone


@dataclass(frozen=True)
class Said:
    """All that a person has said about one pathway."""

    goal: GoalTerms
    life: LifeTerms
    wishes: WishTerms


def question_of(said: Said, *, person: Person, today: date, kept: Iterable[Kept] = ()) -> Question:
    """The question for today: what is completed is held, and the weeks before this one have been lived."""
    return Question(
        goal=goal_of(said.goal),
        life=life_of(said.life, held=held_by(person)),
        wishes=_wishes(said.wishes, now=week_from(max(today, said.life.begins)), kept=tuple(kept)),
    )


def goal_of(goal: GoalTerms) -> Goal:
    """What is to be reached. Raises Http404 where the micro-credential, role or degree is not there."""
    if goal.micro_credential is not None:
        return _micro_credential(goal.micro_credential)
    if goal.rules is not None:
        return _by_rules(goal.rules)
    if goal.degree is not None:
        return _degree(goal.degree)
    wanted = _competences(goal.competences)
    if goal.role is not None and not wanted:
        wanted = _role(goal.role)
    return Goal(competences=wanted, modules=frozenset(goal.modules))


def _competences(wanted: Iterable[CompetenceTerms]) -> tuple[HasCompetence, ...]:
    return tuple(HasCompetence(one.slug, one.level) for one in wanted)


def _role(slug: str) -> tuple[HasCompetence, ...]:
    asked = get_object_or_404(Role, slug=slug).asks_for.order_by("pk").values_list("competence__slug", "level")
    return tuple(HasCompetence(competence, level) for competence, level in asked)


def _micro_credential(slug: str) -> Goal:
    """All that is required, enough of each elective group, and as many ECTS of all this as the whole is worth."""
    one = get_object_or_404(MicroCredential, slug=slug, state=State.PUBLISHED)
    required = frozenset(one.required.values_list("slug", flat=True))
    choices = tuple(
        Choice(
            of=frozenset(module.slug for module in group.modules.all()),
            min_ects=Decimal(group.min_ects),
            min_level=group.min_level,
        )
        for group in one.elective_groups.prefetch_related("modules").order_by("pk")
    )
    of = required.union(*(choice.of for choice in choices))
    return Goal(modules=required, rules=DegreeRules(min_ects=one.ects, choices=choices, of=of))


def _degree(slug: str) -> Goal:
    one = get_object_or_404(DegreeProgramme, slug=slug, rules__isnull=False)
    return _by_rules(DegreeTerms.model_validate(one.rules))


def _by_rules(rules: DegreeTerms) -> Goal:
    return Goal(
        competences=_competences(rules.competences),
        modules=frozenset(rules.modules),
        rules=DegreeRules(
            min_ects=rules.min_ects,
            min_ects_at_level=tuple((at.level, at.ects) for at in rules.at_level),
            max_external_ects=rules.max_external_ects,
            choices=tuple(
                Choice(
                    of=frozenset(choice.of),
                    at_least=choice.at_least,
                    min_ects=choice.min_ects,
                    min_level=choice.min_level,
                )
                for choice in rules.choices
            ),
            of=None if rules.of is None else frozenset(rules.of),
        ),
    )


def held_by(person: Person) -> tuple[Held, ...]:
    """What the person's bank has as completed or held, and what counts there from outside: five queries at most.

    A module no longer on offer speaks for itself. What was learnt elsewhere is external, whatever it counts as.
    """
    alone = tuple(_counted_alone(one) for one in counted_alone(person))
    done = [pk for pk, position in positions_of(person).items() if position.completed or position.held]
    if not done:
        return alone
    elsewhere = counted_from_outside(person)
    versions = ModuleVersion.objects.filter(module__in=done, current_of__isnull=False)
    rows = versions.values_list("module", "module__slug", "ects", "level", "competences__slug").order_by("pk")
    found: dict[str, Held] = {}
    for module, slug, ects, level, competence in rows:
        before = found.get(slug)
        teaches = (*(before.teaches if before else ()), *(((competence, level),) if competence else ()))
        found[slug] = Held(slug, ects=ects, level=level, is_external=module in elsewhere, teaches=teaches)
    return (*found.values(), *alone)


def _counted_alone(one: CountedAlone) -> Held:
    """ECTS from outside that count by themselves; their id is no slug, so that it can be no module's."""
    level = one.level or Level.FOUR
    teaches = tuple((slug, level) for slug in one.competences)
    return Held(f"outside:{one.uuid}", ects=one.ects, level=level, is_external=True, teaches=teaches)


def _elsewhere(number: int, one: HeldTerms) -> Held:
    """Something completed outside the bank; its id is no slug, so that it can be no module's."""
    return Held(
        f"elsewhere:{number}",
        ects=one.ects,
        level=one.level,
        is_external=one.is_external,
        teaches=tuple((competence.slug, competence.level) for competence in one.teaches),
    )


def life_of(life: LifeTerms, *, held: tuple[Held, ...] = ()) -> Life:
    """What there is room for, for somebody who holds this besides what they tell of."""
    is_near = life.postcode is not None and life.distance_km is not None
    return Life(
        begins=week_from(life.begins),
        hours=hours_of(life),
        at_once=life.at_once,
        deadline=None if life.deadline is None else week_of(life.deadline),
        budget=life.budget,
        forms=None if life.forms is None else frozenset(life.forms),
        languages=None if life.languages is None else frozenset(life.languages),
        places=near(life.postcode or "", life.distance_km or 0) if is_near else None,
        times=None if life.times is None else frozenset(life.times),
        accepts=frozenset(life.accepts),
        max_external_share=life.max_external_share,
        held=(*held, *(_elsewhere(number, one) for number, one in enumerate(life.holds))),
        knows=_competences(life.knows),
    )


def hours_of(life: LifeTerms) -> tuple[Period, ...]:
    """The hours of each period at the life's intensity, from the week it begins in; the last said of a week goes."""
    first = week_from(life.begins)
    periods: dict[int, Decimal] = {}
    for one in sorted(life.hours, key=lambda one: one.since):
        hours = (one.hours * life.intensity / 100).quantize(Decimal("0.01"))
        periods[max(week_of(one.since), first)] = hours
    periods.setdefault(first, next(iter(periods.values())))
    return tuple(Period(week, periods[week]) for week in sorted(periods))


def has_no_more_hours(life: Life, before: Life, since: int) -> bool:
    """Whether no week from ``since`` on has more room than it had before."""
    weeks = {since, *(one.week for one in (*life.hours, *before.hours) if one.week > since)}
    return all(_hours_in(life, week) <= _hours_in(before, week) for week in weeks)


def _hours_in(life: Life, week: int) -> Decimal:
    return next((one.hours for one in reversed(life.hours) if one.week <= week), life.hours[0].hours)


def _wishes(wishes: WishTerms, *, now: int, kept: tuple[Kept, ...]) -> Wishes:
    return Wishes(
        order=tuple(Aim(name) for name in wishes.order),
        pins=tuple(
            Pin(
                pin.module,
                offering=None if pin.offering is None else str(pin.offering),
                week=None if pin.since is None else week_of(pin.since),
            )
            for pin in wishes.pins
        ),
        bans=frozenset(wishes.bans),
        kept=kept,
        now=now,
    )


def only_lived(question: Question, plan: Plan, week: int) -> Question:
    """What has begun before the week stays where it is; all else is free."""
    pinned = {pin.module for pin in question.wishes.pins}
    lived = tuple(
        Pin(step.module, offering=step.offering, week=step.begins)
        for step in _going_on(question, plan)
        if step.begins < week and step.module not in pinned
    )
    return replace(question, wishes=replace(question.wishes, pins=(*lived, *question.wishes.pins)))


def keeping(question: Question, plan: Plan, week: int) -> Question:
    """As ``only_lived``, and what is still to come stays too as far as it can; wishes of today go before."""
    kept = tuple(Kept(step.module, step.begins, step.offering) for step in _going_on(question, plan))
    lived = only_lived(question, plan, week)
    return replace(lived, wishes=replace(lived.wishes, kept=kept))


def _going_on(question: Question, plan: Plan) -> list[Step]:
    """The steps that are neither completed nor unwanted by now."""
    over = {one.module for one in question.life.held} | question.wishes.bans
    return [step for step in plan.steps if step.module not in over and f"offering:{step.offering}" not in over]
