"""What is asked of the market: competences that people need, and what is on offer. Frozen, and free of any database."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

MOST_COMPETENCES: Final = 12
"""A need of more is several needs: all its subsets are gone through."""

Point = tuple[float, float]
"""Degrees north and east."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A competence that is needed: at least at ``level`` (0: any), ``weight`` (1 or more) beside the others.

    ``people`` is how many of the people must have it; None says all of them.
    """

    competence: str
    level: int = 0
    weight: int = 1
    people: int | None = None


@dataclass(frozen=True, slots=True)
class Learner:
    """Somebody who is to be able to: what they can already (competence, level), what they have completed, and home."""

    person: str
    holds: tuple[tuple[str, int], ...] = ()
    completed: frozenset[str] = frozenset()
    home: Point | None = None


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each aim matters beside the others, 0 or more, in what is called the balanced bundle."""

    price: int = 1
    time: int = 1
    quality: int = 1
    distance: int = 1


@dataclass(frozen=True, slots=True)
class BundleNeed:
    """What these people must be able to do together, and within which bounds.

    ``budget`` is for all of them, in DKK; ``furthest_km`` as the crow flies, one way; ``languages`` empty: any;
    ``ready_by``: what ends later is of no use.
    """

    wanted: tuple[Wanted, ...]
    people: tuple[Learner, ...]
    weights: Weights = Weights()
    budget: Decimal | None = None
    furthest_km: float | None = None
    languages: frozenset[str] = frozenset()
    ready_by: date | None = None


@dataclass(frozen=True, slots=True)
class BundleOffer:
    """Something one person at a time can take: a module, or a package of modules at one price.

    ``teaches`` is (competence, level); ``price`` in DKK and ``minutes`` of study for one person; ``quality`` 0-100;
    ``place`` None when it is online, else ``visits`` days there; ``seats`` that are left, None when there is no limit.
    Of each set in ``requires`` one must be taken or completed before; an offer counts as itself and as ``counts_as``.
    """

    offer: str
    teaches: tuple[tuple[str, int], ...]
    price: Decimal
    minutes: int
    quality: int
    place: Point | None = None
    visits: int = 1
    seats: int | None = None
    language: str = ""
    ends_on: date | None = None
    requires: tuple[frozenset[str], ...] = ()
    counts_as: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class BundleLimits:
    """How long to look, in seconds of a quiet machine; how many offers a bundle may consist of; how many to show.

    A busy machine takes longer, rather than to give another answer.
    """

    seconds: float = 1.0
    most_offers: int = 8
    most_bundles: int = 5
    workers: int = 1


def faults_of(need: BundleNeed, limits: BundleLimits) -> list[str]:
    """What makes no sense about a need, as codes: ``nothing_wanted``, ``too_much_wanted``, ``nobody``, …"""
    wanted = [one.competence for one in need.wanted]
    people = [one.person for one in need.people]
    found = {
        "nothing_wanted": not wanted,
        "too_much_wanted": len(wanted) > MOST_COMPETENCES,
        "wanted_twice": len(set(wanted)) < len(wanted),
        "nobody": not people,
        "somebody_twice": len(set(people)) < len(people),
        "weight": any(one.weight < 1 for one in need.wanted)
        or min(need.weights.price, need.weights.time, need.weights.quality, need.weights.distance) < 0,
        "people": any(one.people is not None and one.people < 1 for one in need.wanted),
        "budget": need.budget is not None and need.budget < 0,
        "limits": limits.most_offers < 1 or limits.most_bundles < 1 or limits.seconds <= 0,
    }
    return [code for code, is_so in found.items() if is_so]
