"""Which mentors fit a learner best: what they can, whether they have room, how they can be met; with reasons.

A mentor's score is the share of what is wanted that they can help with (each wanted thing has a weight, and rare
competences count more: how many mentors have one is what makes it common), and a little for room, for a shared
language and for a shared way to meet. Whoever is full, away for long or shares no language is not suggested.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import log2
from typing import Final

_ROOM: Final = 0.15
_MEETING: Final = 0.1
_LONG_AWAY: Final = 28


@dataclass(frozen=True)
class Offered:
    """A mentor as far as the match goes: ``key`` names them, ``away_days`` is how much longer they are away."""

    key: str
    competences: frozenset[str]
    room: int
    most: int
    languages: frozenset[str]
    meetings: frozenset[str]
    away_days: int = 0


@dataclass(frozen=True)
class Wanted:
    """What a learner wants: competences by weight (> 0), and the languages and ways to meet that they can use.

    An empty collection of languages or meetings asks for none in particular.
    """

    competences: Mapping[str, float]
    languages: Collection[str] = ()
    meetings: Collection[str] = ()


@dataclass(frozen=True)
class Suggested:
    """A mentor and why: the shared competences, the weightiest first; ``score`` is from 0 to 1.25."""

    key: str
    score: float
    shared: tuple[str, ...]
    room: int
    languages: tuple[str, ...]
    meetings: tuple[str, ...]
    away_days: int


def suggest_mentors(wanted: Wanted, offered: Sequence[Offered], *, most: int = 10) -> tuple[Suggested, ...]:
    """The best first, at most so many; equals by room and then by key, so that the order is always the same."""
    common = Counter(competence for one in offered for competence in one.competences)
    rarity = {name: 1 + log2((1 + len(offered)) / (1 + common[name])) for name in wanted.competences}
    whole = sum(weight * rarity[name] for name, weight in wanted.competences.items())
    found = [_suggested(wanted, one, rarity, whole) for one in offered if _can_help(wanted, one)]
    return tuple(sorted(found, key=lambda one: (-one.score, -one.room, one.key))[:most])


def _can_help(wanted: Wanted, one: Offered) -> bool:
    speaks = not wanted.languages or bool(one.languages & set(wanted.languages))
    return one.room > 0 and one.away_days <= _LONG_AWAY and speaks


def _suggested(wanted: Wanted, one: Offered, rarity: Mapping[str, float], whole: float) -> Suggested:
    weights = {name: weight * rarity[name] for name, weight in wanted.competences.items() if name in one.competences}
    meetings = one.meetings & set(wanted.meetings) if wanted.meetings else one.meetings
    score = sum(weights.values()) / whole if whole else 0.0
    score += _ROOM * one.room / max(one.most, 1) + (_MEETING if meetings else 0)
    return Suggested(
        key=one.key,
        score=round(score, 6),
        shared=tuple(sorted(weights, key=lambda name: (-weights[name], name))),
        room=one.room,
        languages=tuple(sorted(one.languages & set(wanted.languages) if wanted.languages else one.languages)),
        meetings=tuple(sorted(meetings)),
        away_days=one.away_days,
    )
