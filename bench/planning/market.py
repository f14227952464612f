"""Catalogues with a fixed seed, as hard as real ones: fields, fashions, circles of requirements, dates and prices.

Competences come in fields; in each a few are taught and asked for by many (Zipf). A module teaches one to three at its
own qualification level and requires competences or modules, mostly of its field and from a level below, but some of
another field or of its own level, so that requirements go in circles: nearly half the catalogue is one strongly
connected component. Two modules in five are only taught on dates, with seats, evenings and towns.
"""

import random
from bisect import bisect
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from typing import Final

from nanocore.planning import (
    NOTHING,
    AllOf,
    AnyOf,
    Catalogue,
    HasCompetence,
    HasModule,
    Module,
    Offering,
    Quality,
    Requirement,
)

TOWNS: Final = tuple(f"by-{number}" for number in range(12))
TIMES: Final = tuple(f"{day}-{part}" for day in ("man", "tir", "ons", "tor", "fre") for part in ("dag", "aften"))
FORMS: Final = ("online", "blandet", "fremmøde")
LEVELS: Final = (4, 5, 6, 7, 8)
WEEKS: Final = 150
"""Over how many weeks dates are spread."""
_ECTS: Final = tuple(Decimal(ects) for ects in ("0.5", "1", "1.5", "2", "2.5", "3", "5", "7.5", "10"))
_ECTS_SHARES: Final = (10, 20, 12, 14, 16, 8, 14, 3, 3)
_KRONER_A_CREDIT: Final = (0, 600, 900, 1_200, 1_450, 2_000)
_LEVEL_SHARES: Final = (18, 24, 28, 22, 8)
_REQUIRING: Final = {4: 0.15, 5: 0.45, 6: 0.65, 7: 0.75, 8: 0.8}
"""How many of a level require something."""


@dataclass(frozen=True)
class Field:
    """Competences that belong together, the most asked for first, and modules as (id, level)."""

    competences: tuple[str, ...]
    modules: tuple[tuple[str, int], ...]

    def competence(self, rng: random.Random) -> str:
        """One of them, by fashion."""
        weights = list(accumulate(1 / (rank + 1) for rank in range(len(self.competences))))
        return self.competences[bisect(weights, rng.random() * weights[-1])]


@dataclass(frozen=True)
class Market:
    """A catalogue and its fields."""

    catalogue: Catalogue
    fields: tuple[Field, ...]


def market(size: int, seed: int = 4) -> Market:
    """So many modules, the same each time."""
    rng = random.Random(f"market {size} {seed}")
    fields = [_field(number, size, rng) for number in range(max(3, size // 500))]
    providers = [f"udbyder-{number}" for number in range(max(6, round(size**0.5 / 3)))]
    modules = [
        _module(name, level, (field, rng.choice(fields)), providers, rng)
        for field in fields
        for name, level in field.modules
    ]
    rng.shuffle(modules)
    return Market(Catalogue(tuple(modules)), tuple(fields))


def _field(number: int, size: int, rng: random.Random) -> Field:
    count = size // max(3, size // 500)
    competences = tuple(f"k{number}-{place}" for place in range(max(8, count // 20)))
    levels = rng.choices(LEVELS, _LEVEL_SHARES, k=count)
    return Field(competences, tuple((f"m{number}-{place}", level) for place, level in enumerate(levels)))


def _module(name: str, level: int, fields: tuple[Field, Field], providers: list[str], rng: random.Random) -> Module:
    field = fields[0]
    ects = rng.choices(_ECTS, _ECTS_SHARES)[0]
    form = rng.choices(FORMS, (50, 25, 25))[0]
    is_external = rng.random() < 0.2
    taught = sorted({field.competence(rng) for _ in range(rng.choices((1, 2, 3), (60, 30, 10))[0])})
    is_dated = rng.random() < 0.4
    return Module(
        id=name,
        ects=ects,
        price=Decimal(rng.choice(_KRONER_A_CREDIT)) * ects,
        provider=rng.choice(providers),
        form=form,
        place=rng.choice(TOWNS) if form == "fremmøde" and not is_dated else None,
        language="en" if rng.random() < 0.15 else "da",
        level=level,
        teaches=tuple((competence, level) for competence in taught),
        requires=_requirement(name, level, fields, rng),
        offerings=_offerings(name, ects, form, rng) if is_dated else (),
        quality=rng.choices((Quality.VETTED, Quality.UNASSESSED), (70, 30))[0] if is_external else Quality.OWN,
        rating=min(max(round(rng.gauss(70, 12)), 0), 100),
        match=rng.randint(40, 100),
        is_external=is_external,
    )


def _requirement(name: str, level: int, fields: tuple[Field, Field], rng: random.Random) -> Requirement:
    field, asked = fields[0], rng.choices(fields, (80, 20))[0]
    if rng.random() > _REQUIRING[level]:
        return NOTHING
    kind = rng.random()
    if kind < 0.40:
        return _competence(level, asked, rng)
    if kind < 0.55:
        return AnyOf(tuple(HasModule(other) for other in _others(name, level, field, 3, rng)))
    if kind < 0.70:
        return AllOf((_competence(level, asked, rng), _competence(level, asked, rng)))
    if kind < 0.80:
        return AnyOf((_competence(level, asked, rng), *(HasModule(one) for one in _others(name, level, field, 1, rng))))
    if kind < 0.90:
        return AllOf(tuple(HasModule(other) for other in _others(name, level, field, 1, rng)))
    either = AnyOf(tuple(HasModule(other) for other in _others(name, level, field, 2, rng)))
    return AllOf((_competence(level, asked, rng), either))


def _competence(level: int, field: Field, rng: random.Random) -> HasCompetence:
    """Mostly below the level of whoever asks; one in four at that level, which its own pupils may teach in turn."""
    return HasCompetence(
        field.competence(rng), level if rng.random() < 0.25 else max(level - rng.randint(1, 2), LEVELS[0])
    )


def _others(name: str, level: int, field: Field, count: int, rng: random.Random) -> list[str]:
    """Other modules of the field, one in four of any level, the rest below."""
    found: list[str] = []
    while len(found) < count:
        other, other_level = rng.choice(field.modules)
        if other != name and other not in found and (other_level < level or level == LEVELS[0] or rng.random() < 0.25):
            found.append(other)
    return found


def _offerings(name: str, ects: Decimal, form: str, rng: random.Random) -> tuple[Offering, ...]:
    """One to five a year or two apart, at three to nine hours a week."""
    count = rng.choices((1, 2, 3, 5), (20, 35, 30, 15))[0]
    weeks = max(1, round(float(ects) * 27.5 / rng.uniform(3, 9)))
    return tuple(
        Offering(
            id=f"{name}/{number}",
            starts=rng.randrange(WEEKS),
            weeks=weeks,
            seats=rng.choices((None, 0, rng.randint(1, 30)), (30, 10, 60))[0],
            place=None if form == "online" else rng.choice(TOWNS),
            times=frozenset(rng.sample(TIMES, rng.choice((0, 1, 1, 2)))),
        )
        for number in range(count)
    )
