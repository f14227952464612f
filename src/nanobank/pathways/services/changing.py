"""Living with a plan: choosing it, wishing about its modules, and what happens to it."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final, NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.catalogue.models import Module, Offering
from nanobank.common.errors import Refused
from nanobank.pathways.models import (
    IN_ITS_ORDER,
    Cause,
    Choosing,
    Event,
    EventKind,
    Pathway,
    Planning,
    PlanningKind,
    PlanVersion,
)
from nanobank.pathways.permissions import check_owns
from nanobank.pathways.queries import said
from nanobank.pathways.questions import keeping
from nanobank.pathways.services.asking import ask, enqueue
from nanobank.pathways.services.laying import lay_out
from nanobank.pathways.services.saying import say_life, say_wishes
from nanobank.pathways.services.turning import turned_by
from nanobank.pathways.terms import Change, HoursTerms, LifeTerms, PinTerms, WishKind, WishTerms
from nanobank.pathways.weeks import monday_of, week_of

LONGEST_ILLNESS: Final = timedelta(days=730)


@transaction.atomic
def choose(*, version: PlanVersion, by: Person, now: datetime) -> None:
    """Go by this plan from now on; nothing happens when the person does already. Raises NotYours."""
    pathway = Pathway.objects.select_for_update().get(pk=version.pathway_id)
    check_owns(by, pathway)
    if pathway.chosen_id == version.pk:
        return
    pathway.chosen, pathway.changed_at = version, now
    if version.gap == IN_ITS_ORDER:
        pathway.wishes = _pinned_where_it_lies(WishTerms.model_validate(pathway.wishes), version).kept()
    pathway.save(update_fields=["chosen", "changed_at", "wishes"])
    Choosing.objects.create(pathway=pathway, version=version, by=by, at=now)
    lay_out(pathway=pathway, version=version)


def _pinned_where_it_lies(wishes: WishTerms, version: PlanVersion) -> WishTerms:
    """The same, each pin to a week in the week where the plan, which was moved on with its pins, has the module."""
    weeks = {step["module"]: monday_of(step["begins"]) for step in version.steps}
    pins = (
        pin if pin.since is None else pin.model_copy(update={"since": weeks.get(pin.module, pin.since)})
        for pin in wishes.pins
    )
    return wishes.model_copy(update={"pins": tuple(pins)})


class _Step(NamedTuple):
    """Where the chosen plan has a module."""

    begins: int
    offering: UUID | None


@transaction.atomic
def change(
    *, pathway: Pathway, change: Change, by: Person, now: datetime, cause: Cause = Cause.WISH, unattended: bool = False
) -> Planning | None:
    """Wish something about one module, and ask for a plan that changes as little else as it can.

    Without a plan that is chosen nothing is asked for, and None is the answer. Raises NotYours, Refused.
    """
    check_owns(by, pathway)
    _check_change(pathway, change, timezone.localdate(now))
    step = _places(pathway).get(change.module)
    wishes = _CHANGES[change.kind](said(pathway).wishes, change, step)
    say_wishes(pathway=pathway, wishes=wishes, by=by, now=now)
    if pathway.chosen is None:
        return None
    return enqueue(
        pathway=pathway,
        kind=PlanningKind.REPAIR,
        by=by,
        now=now,
        cause=cause,
        turned=keeping,
        unattended=unattended,
    )


def _places(pathway: Pathway) -> dict[str, _Step]:
    """Where the plan that is chosen has its modules."""
    steps = pathway.chosen.steps if pathway.chosen else []
    return {
        step["module"]: _Step(step["begins"], UUID(step["offering"]) if step["offering"] else None) for step in steps
    }


def _check_change(pathway: Pathway, change: Change, today: date) -> None:
    named = {slug for slug in (change.module, change.other) if slug and ":" not in slug}
    if len(named) > Module.objects.filter(slug__in=named).count():
        raise Refused(_("There is no such module."), field="module")
    if ":" in change.module and change.kind not in (WishKind.BAN, WishKind.UNBAN):
        raise Refused(_("Only modules can be pinned, swapped and moved."), field="module")
    if change.kind == WishKind.SWAP and change.other in (None, change.module):
        raise Refused(_("Choose the module to use instead."), field="other")
    if change.kind == WishKind.MOVE:
        _check_move(pathway, change, today)


def _check_move(pathway: Pathway, change: Change, today: date) -> None:
    if change.since is None and change.offering is None:
        raise Refused(_("Choose when it should begin."), field="from")
    if change.since is not None and week_of(change.since) < week_of(today):
        raise Refused(_("That week has passed."), field="from")
    step = _places(pathway).get(change.module)
    if step is not None and step.begins < week_of(today):
        raise Refused(_("This has begun already. Say that you dropped out if you want to take it later."), field="from")
    if change.offering is not None:
        mine = Offering.objects.public().filter(uuid=change.offering, module__slug=change.module)
        if not mine.exists():
            raise Refused(_("That class belongs to another module."), field="offering")


def _without(wishes: WishTerms, *modules: str | None) -> WishTerms:
    """Nothing wished about these modules any longer."""
    return wishes.model_copy(
        update={
            "pins": tuple(pin for pin in wishes.pins if pin.module not in modules),
            "bans": tuple(ban for ban in wishes.bans if ban not in modules),
        }
    )


def _pinned(wishes: WishTerms, change: Change, step: _Step | None) -> WishTerms:
    pin = PinTerms(module=change.module)
    if step is not None:
        pin = PinTerms(module=change.module, offering=step.offering, since=monday_of(step.begins))
    left = _without(wishes, change.module)
    return left.model_copy(update={"pins": (*left.pins, pin)})


def _banned(wishes: WishTerms, change: Change, step: _Step | None) -> WishTerms:
    left = _without(wishes, change.module)
    return left.model_copy(update={"bans": (*left.bans, change.module)})


def _swapped(wishes: WishTerms, change: Change, step: _Step | None) -> WishTerms:
    left = _without(wishes, change.module, change.other)
    pins = (*left.pins, PinTerms(module=change.other or ""))
    return left.model_copy(update={"pins": pins, "bans": (*left.bans, change.module)})


def _moved(wishes: WishTerms, change: Change, step: _Step | None) -> WishTerms:
    left = _without(wishes, change.module)
    since = None if change.since is None else monday_of(week_of(change.since))
    pin = PinTerms(module=change.module, offering=change.offering, since=since)
    return left.model_copy(update={"pins": (*left.pins, pin)})


def _unwished(wishes: WishTerms, change: Change, step: _Step | None) -> WishTerms:
    return _without(wishes, change.module)


_CHANGES: Final[dict[WishKind, Callable[[WishTerms, Change, _Step | None], WishTerms]]] = {
    WishKind.PIN: _pinned,
    WishKind.UNPIN: _unwished,
    WishKind.BAN: _banned,
    WishKind.UNBAN: _unwished,
    WishKind.SWAP: _swapped,
    WishKind.MOVE: _moved,
}


@transaction.atomic
def happened(
    *,
    pathway: Pathway,
    kind: EventKind,
    by: Person,
    now: datetime,
    module: str = "",
    offering: str = "",
    since: date | None = None,
    until: date | None = None,
    again: bool = False,
    note: str = "",
    unattended: bool = False,
) -> Planning:
    """Something happened to the plan that is chosen: note it, and ask for a plan that changes as little as it can.

    ``module`` is what it happened to; of an illness, or of weeks in which nothing was studied, ``since`` and ``until``
    are the days. ``again``: whoever dropped out wants to take it another time, from ``since`` on where that is still to
    come. What it means for the life and the wishes is kept with them. Raises NotYours,
    Refused.
    """
    check_owns(by, pathway)
    today = timezone.localdate(now)
    since = since or today
    step = _check_event(pathway, kind, module, since, until)
    happening = Event.objects.create(
        pathway=pathway,
        kind=kind,
        module=module,
        offering=offering or (str(step.offering) if step and step.offering else ""),
        since=since,
        until=until,
        note=note.strip(),
        by=by,
        at=now,
    )
    _remember(pathway, happening, again=again, by=by, now=now)
    return enqueue(
        pathway=pathway,
        kind=PlanningKind.REPAIR,
        by=by,
        now=now,
        cause=Cause.EVENT,
        event=happening,
        turned=turned_by(happening, again=again),
        in_order=True,
        unattended=unattended,
    )


@transaction.atomic
def change_tempo(*, pathway: Pathway, intensity: int, by: Person, now: datetime) -> Planning:
    """All hours to so many per cent of what was drawn, and a plan for that.

    With fewer of them the plan that is gone by moves on in its order, as after an illness; with more it is laid anew.
    Raises NotYours, Refused.
    """
    before = said(pathway).life
    say_life(pathway=pathway, life=before.model_copy(update={"intensity": intensity}), by=by, now=now)
    if pathway.chosen is None or intensity >= before.intensity:
        return ask(pathway=pathway, by=by, now=now)
    note = f"{before.intensity} % → {intensity} %"
    return happened(pathway=pathway, kind=EventKind.LIFE, by=by, now=now, note=note)


@transaction.atomic
def fall_behind(*, pathway: Pathway, weeks: int, by: Person, now: datetime) -> Planning:
    """Nothing was studied in so many weeks, this one the last of them: the plan moves on. Raises NotYours, Refused."""
    this = week_of(timezone.localdate(now))
    since, until = monday_of(this + 1 - weeks), monday_of(this + 1) - timedelta(days=1)
    return happened(pathway=pathway, kind=EventKind.LIFE, by=by, now=now, since=since, until=until)


def _check_event(pathway: Pathway, kind: EventKind, module: str, since: date, until: date | None) -> _Step | None:
    if pathway.chosen is None:
        raise Refused(_("Choose a plan first; then it can be repaired."))
    if kind in (EventKind.ILL, EventKind.LIFE):
        is_told = until is not None and since <= until <= since + LONGEST_ILLNESS
        if not is_told and (kind == EventKind.ILL or until is not None):
            raise Refused(_("Say from which day to which day."), field="until")
        return None
    step = _places(pathway).get(module)
    if step is None:
        raise Refused(_("This module is not in your plan."), field="module")
    if kind == EventKind.FULL and step.offering is None:
        raise Refused(_("This module has room for everyone."), field="module")
    return step


def _remember(pathway: Pathway, event: Event, *, again: bool, by: Person, now: datetime) -> None:
    """Say about the life and the wishes what the event means for every plan to come."""
    told = said(pathway)
    if event.until is not None:
        say_life(pathway=pathway, life=_on_leave(told.life, event.since, event.until), by=by, now=now)
    ban = None
    if event.kind in (EventKind.CANCELLED, EventKind.FULL):
        ban = f"offering:{event.offering}" if event.offering else event.module
    elif event.kind == EventKind.FELL_OUT and not again:
        ban = event.module
    if ban is not None or event.kind in (EventKind.FELL_OUT, EventKind.FAILED):
        left = _without(told.wishes, event.module)
        if event.is_put_off:
            left, ban = _put_off(left, event)
        bans = left.bans if ban is None or ban in left.bans else (*left.bans, ban)
        say_wishes(pathway=pathway, wishes=left.model_copy(update={"bans": bans}), by=by, now=now)


def _put_off(wishes: WishTerms, event: Event) -> tuple[WishTerms, str | None]:
    """The module begins in the week that was said; of a module in classes, the class that there was is ruled out."""
    if event.offering:
        return wishes, f"offering:{event.offering}"
    pin = PinTerms(module=event.module, since=monday_of(week_of(event.since)))
    return wishes.model_copy(update={"pins": (*wishes.pins, pin)}), None


def _on_leave(life: LifeTerms, since: date, until: date) -> LifeTerms:
    """The same life without study in the weeks of an illness."""
    first, back = monday_of(week_of(since)), monday_of(week_of(until) + 1)
    inside = [one for one in life.hours if week_of(one.since) <= week_of(until)]
    then = max(inside, key=lambda one: one.since, default=min(life.hours, key=lambda one: one.since)).hours
    others = tuple(one for one in life.hours if not first <= monday_of(week_of(one.since)) <= back)
    at_back = next((one.hours for one in life.hours if monday_of(week_of(one.since)) == back), then)
    hours = (*others, HoursTerms(since=first, hours=Decimal(0)), HoursTerms(since=back, hours=at_back))
    return life.model_copy(update={"hours": tuple(sorted(hours, key=lambda one: one.since))})
