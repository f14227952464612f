"""A brief put to the core, and the core's answer as it is kept: plain JSON, prices as text."""

from datetime import datetime
from typing import Any, Final

from nanobank.employers.bridge import (
    Bundle,
    BundleLimits,
    BundleNeed,
    Covered,
    Learner,
    Wanted,
    Weights,
    best_bundles,
)
from nanobank.employers.holdings import holdings_of
from nanobank.employers.market import market_for
from nanobank.employers.models import Brief, Colleague, Weighing
from nanobank.pathways.places import places

LIMITS: Final = BundleLimits(seconds=1.0, most_offers=8, most_bundles=5)
_WEIGHTS: Final = (8, 4, 2, 1)
"""Of what matters most, second, third and least."""


def answer_to(brief: Brief, *, now: datetime) -> dict[str, Any]:
    """The best bundles for it."""
    wanted = list(brief.wanted.select_related("competence"))
    market = market_for([one.competence_id for one in wanted], organisation=brief.organisation, now=now)
    need = BundleNeed(
        wanted=tuple(Wanted(one.competence.slug, one.level or 0, one.weight, one.people) for one in wanted),
        people=_learners(brief, now),
        weights=_weights(brief.order),
        budget=brief.budget,
        furthest_km=brief.furthest_km,
        languages=frozenset({"da"}) if brief.danish_only else frozenset(),
        ready_by=brief.ready_by,
    )
    front = best_bundles(need, market.offers, LIMITS)
    return {
        "lacking": front.lacking,
        "of_use": front.of_use,
        "people": [one.person for one in need.people],
        "bundles": [_kept(one) for one in front.bundles],
        "missing": [_covered(one) for one in front.missing],
        "near": {slug: list(modules) for slug, modules in market.near.items()},
    }


def _learners(brief: Brief, now: datetime) -> tuple[Learner, ...]:
    """The colleagues named, with what their employer may know of them, and nameless ones for the rest."""
    place = places().get(brief.organisation.postcode)
    home = (place.lat, place.lon) if place else None
    colleagues = Colleague.objects.filter(pk__in=brief.named.values("colleague")).select_related("membership")
    holdings = holdings_of(colleagues, now=now)
    named = tuple(
        Learner(str(one.colleague.uuid), one.shown(), frozenset(one.completed), home) for one in holdings.values()
    )
    return named + tuple(Learner(f"#{at + 1}", home=home) for at in range(brief.people))


def _weights(order: list[str]) -> Weights:
    weight = dict(zip(order, _WEIGHTS, strict=True))
    return Weights(
        price=weight[Weighing.PRICE],
        time=weight[Weighing.TIME],
        quality=weight[Weighing.QUALITY],
        distance=weight[Weighing.DISTANCE],
    )


def _kept(bundle: Bundle) -> dict[str, Any]:
    figures = bundle.figures
    return {
        "best_at": [str(aim) for aim in bundle.best_at],
        "taken": [{"offer": one.offer, "people": list(one.people)} for one in bundle.taken],
        "price": str(figures.price),
        "minutes": figures.minutes,
        "quality": round(figures.quality),
        "kilometres": figures.kilometres,
        "match": round(figures.match, 4),
        "covers": [_covered(one) for one in bundle.covers],
        "is_proven": bundle.is_proven,
        "gap": round(bundle.gap, 4),
    }


def _covered(covered: Covered) -> dict[str, Any]:
    return {
        "competence": covered.competence,
        "already": list(covered.already),
        "people": list(covered.people),
        "by": list(covered.by),
        "left": [{"person": one.person, "reason": str(one.reason)} for one in covered.left],
    }
