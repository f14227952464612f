"""Changing the one thing that stands in a plan's way, as a button beside the explanation does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.common.errors import Refused
from nanobank.pathways.models import Pathway, Planning, PlanningKind
from nanobank.pathways.permissions import check_owns
from nanobank.pathways.queries import said
from nanobank.pathways.services.asking import ask
from nanobank.pathways.services.saying import say_goal, say_life, say_wishes
from nanobank.pathways.terms import LifeTerms, WishTerms

MOST_AT_ONCE: Final = 6
MOST_INTENSE: Final = 300


class RemedyKind(StrEnum):
    """What can be changed; the names are those of the core's wishes."""

    BUDGET = "budget"
    DEADLINE = "deadline"
    HOURS = "hours"
    AT_ONCE = "at_once"
    FORMS = "forms"
    LANGUAGES = "languages"
    PLACES = "places"
    TIMES = "times"
    ACCEPTS = "accepts"
    EXTERNAL_SHARE = "external_share"
    PIN = "pin"
    BAN = "ban"
    GOAL = "goal"


_OPENED: Final[dict[RemedyKind, dict[str, Any]]] = {
    RemedyKind.FORMS: {"forms": None},
    RemedyKind.LANGUAGES: {"languages": None},
    RemedyKind.PLACES: {"distance_km": None},
    RemedyKind.TIMES: {"times": None},
    RemedyKind.ACCEPTS: {"accepts": ("own", "vetted", "unassessed")},
    RemedyKind.EXTERNAL_SHARE: {"max_external_share": None},
}
"""What lets everything through."""


@dataclass(frozen=True)
class Remedy:
    """What is changed, which module or competence it is ``about``, and ``to`` what; empty gives the wish up."""

    kind: RemedyKind
    about: str = ""
    to: str = ""


@transaction.atomic
def take_up(*, pathway: Pathway, remedies: Sequence[Remedy], by: Person, now: datetime) -> Planning:
    """Change them, and ask for a plan. Raises NotYours, Refused."""
    check_owns(by, pathway)
    for remedy in remedies:
        _change(pathway, remedy, by, now)
    return ask(pathway=pathway, kind=PlanningKind.PLAN, by=by, now=now)


def _change(pathway: Pathway, remedy: Remedy, by: Person, now: datetime) -> None:
    told = said(pathway)
    if remedy.kind in (RemedyKind.PIN, RemedyKind.BAN):
        say_wishes(pathway=pathway, wishes=_wishes(told.wishes, remedy), by=by, now=now)
    elif remedy.kind == RemedyKind.GOAL:
        left = tuple(one for one in told.goal.competences if one.slug != remedy.about)
        say_goal(pathway=pathway, goal=told.goal.model_copy(update={"competences": left}), by=by, now=now)
    else:
        life = LifeTerms.model_validate({**told.life.model_dump(), **_life(told.life, remedy)})
        say_life(pathway=pathway, life=life, by=by, now=now)


def _wishes(wishes: WishTerms, remedy: Remedy) -> WishTerms:
    if remedy.kind == RemedyKind.PIN:
        return wishes.model_copy(update={"pins": tuple(pin for pin in wishes.pins if pin.module != remedy.about)})
    return wishes.model_copy(update={"bans": tuple(ban for ban in wishes.bans if ban != remedy.about)})


def _life(life: LifeTerms, remedy: Remedy) -> dict[str, Any]:
    if remedy.kind in _OPENED:
        return _OPENED[remedy.kind]
    if remedy.kind == RemedyKind.AT_ONCE:
        return {"at_once": min(life.at_once + 1, MOST_AT_ONCE)}
    try:
        if remedy.kind == RemedyKind.BUDGET:
            return {"budget": Decimal(remedy.to) if remedy.to else None}
        if remedy.kind == RemedyKind.HOURS:
            return {"intensity": min(max(int(remedy.to), life.intensity), MOST_INTENSE)}
        return {"deadline": date.fromisoformat(remedy.to) if remedy.to else None}
    except (ValueError, InvalidOperation) as error:
        raise Refused(_("That makes no sense. Load the page again, and try again.")) from error
