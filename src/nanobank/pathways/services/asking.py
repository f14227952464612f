"""Asking the planner: a place in the queue, a sign that somebody waits, and changing one's mind."""

from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.accounts.services import lock
from nanobank.common.errors import NotYours, Refused
from nanobank.pathways.bridge import Question, as_json, carried_on, plan_in
from nanobank.pathways.models import (
    IN_ITS_ORDER,
    Cause,
    Event,
    Pathway,
    Planning,
    PlanningKind,
    PlanningState,
    PlanVersion,
)
from nanobank.pathways.permissions import check_owns
from nanobank.pathways.queries import said
from nanobank.pathways.questions import Said, only_lived, question_of
from nanobank.pathways.services.turning import Turned, turned_by
from nanobank.pathways.weeks import week_from

MOST_OPEN: Final = 10
"""How many plannings of one person may wait or run at a time."""
MOST_BYTES: Final = 4_000_000
"""The largest problem that is taken in whole."""


@transaction.atomic
def ask(
    *, pathway: Pathway, kind: PlanningKind = PlanningKind.PLAN, by: Person, now: datetime, unattended: bool = False
) -> Planning:
    """Ask for plans for what was said last. Whatever the pathway still waited for is stopped.

    What has been begun of the plan that is chosen stays where it is; a REPAIR keeps the rest of it too, as far as it
    can. Where the last plan was only moved on in its order, it is a repair for what that was moved on for.
    Raises NotYours, Refused.
    """
    check_owns(by, pathway)
    event = _moved_on_for(pathway) if kind == PlanningKind.REPAIR else None
    if event is None:
        return enqueue(pathway=pathway, kind=kind, by=by, now=now, unattended=unattended)
    return enqueue(
        pathway=pathway,
        kind=kind,
        by=by,
        now=now,
        cause=Cause.EVENT,
        event=event,
        turned=turned_by(event, again=False),
        unattended=unattended,
    )


def _moved_on_for(pathway: Pathway) -> Event | None:
    """What happened, where all that came of it so far is the plan that is gone by, moved on in its order."""
    moved = pathway.versions.filter(gap=IN_ITS_ORDER, planning__asked=pathway.asked)
    found = moved.exclude(pk=pathway.chosen_id or 0).select_related("event").order_by("-number").first()
    return found.event if found else None


def enqueue(
    *,
    pathway: Pathway,
    kind: PlanningKind,
    by: Person,
    now: datetime,
    cause: Cause = Cause.ASKED,
    event: Event | None = None,
    turned: Turned | None = None,
    in_order: bool = False,
    unattended: bool = False,
) -> Planning:
    """Put a question about a pathway in the queue: as it was said, or as an event has ``turned`` it.

    ``in_order``: where only time is lost, the plan that is gone by is to move on in its order.
    """
    lock(pathway.person)
    pathway.plannings.open().update(state=PlanningState.STOPPED, ended_at=now)
    check_room(pathway.person)
    told = said(pathway)
    chosen = pathway.chosen
    question = _question(pathway.person, told, chosen, kind, timezone.localdate(now), turned)
    return Planning.objects.create(
        person=pathway.person,
        pathway=pathway,
        event=event,
        kind=kind,
        asked=pathway.asked,
        problem={
            "question": as_json(question),
            "said": {"goal": told.goal.kept(), "life": told.life.kept(), "wishes": told.wishes.kept()},
            "cause": cause.value,
            "by": by.pk,
            "in_order": in_order,
            "instead_of": None if chosen is None else chosen.pk,
        },
        unattended=unattended,
        asked_at=now,
        seen_at=now,
    )


def check_room(person: Person) -> None:
    """Raise Refused when a person has as many plannings under way as may be."""
    if Planning.objects.open().filter(person=person).count() >= MOST_OPEN:
        raise Refused(_("You have ten plans under way already. Wait for one of them, or stop it."))


def _question(
    person: Person,
    told: Said,
    chosen: PlanVersion | None,
    kind: PlanningKind,
    today: date,
    turned: Turned | None,
) -> Question:
    question = question_of(told, person=person, today=today)
    if chosen is None:
        return question
    plan, week = plan_in(chosen.plan), max(week_from(today), question.life.begins)
    if turned is not None:
        return turned(question, plan, week)
    if kind == PlanningKind.REPAIR:
        return carried_on(question, plan, week)
    return only_lived(question, plan, week)


@transaction.atomic
def ask_problem(*, person: Person, problem: Any, now: datetime) -> Planning:
    """Put a whole problem of the person's own in the queue: catalogue, question and limits, as the core reads them."""
    lock(person)
    check_room(person)
    return Planning.objects.create(
        person=person, kind=PlanningKind.PLAN, problem={"problem": problem}, asked_at=now, seen_at=now
    )


def seen(*, planning: Planning, now: datetime) -> None:
    """Somebody still waits: called whenever progress is shown."""
    Planning.objects.open().filter(pk=planning.pk).update(seen_at=now)


@transaction.atomic
def stop(*, planning: Planning, by: Person, now: datetime) -> None:
    """Wait no longer; the planner stops too, and the best it has found so far is kept. Raises NotYours."""
    if by.pk != planning.person_id:
        raise NotYours(_("There is no such planning."))
    waiting = Planning.objects.filter(pk=planning.pk, state=PlanningState.WAITING, best__isnull=True)
    waiting.update(state=PlanningState.STOPPED, ended_at=now)
    Planning.objects.open().filter(pk=planning.pk).update(stop_asked=True)
