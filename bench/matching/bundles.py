"""How long the best bundles take: 8 competences, 20 people, 20,000 modules; beside HiGHS asked for the cheapest."""

import os
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from bench.report import Row, median, percentile, ratio
from bench.volume.sizes import Size
from nanocore.matching.bundles import (
    Aim,
    BundleFront,
    BundleLimits,
    BundleNeed,
    BundleOffer,
    Learner,
    Wanted,
    best_bundles,
)
from nanocore.matching.bundles_table import Table, table_of

_COMPETENCES: Final = 600
_TOWNS: Final = (
    (55.68, 12.57),
    (56.16, 10.2),
    (55.4, 10.39),
    (57.05, 9.92),
    (55.71, 9.54),
    (55.47, 8.45),
    (56.46, 10.04),
)
_LIMITS: Final = BundleLimits(seconds=1.0)
_HIGHS_SECONDS: Final = 10.0


@dataclass(frozen=True)
class Measured:
    """One need: how long ours took for all aims and HiGHS for the cheapest, in ms, and what came of them."""

    front: BundleFront
    milliseconds: float
    highs: float | None
    highs_price: Decimal | None


def market(modules: int, seed: int = 1) -> tuple[BundleOffer, ...]:
    """Modules of 1-5 ECTS, four in ten in a classroom somewhere, some with few seats, some to be taken after others."""
    chance = random.Random(seed)
    popular = [1 / (at + 8) for at in range(_COMPETENCES)]
    return tuple(_offer(at, chance, popular) for at in range(modules))


def _offer(at: int, chance: random.Random, popular: Sequence[float]) -> BundleOffer:
    ects = chance.choice((1, 2, 2.5, 3, 5))
    teaches = set(chance.choices(range(_COMPETENCES), popular, k=chance.choice((1, 2, 2, 3, 3, 4))))
    level = chance.choice((5, 6, 6, 7))
    is_here = chance.random() < 0.4
    north, east = chance.choice(_TOWNS)
    requires = (frozenset({f"m{chance.randrange(at)}" for _ in range(2)}),) if at and chance.random() < 0.15 else ()
    return BundleOffer(
        offer=f"m{at}",
        teaches=tuple((f"c{one}", level) for one in sorted(teaches)),
        price=Decimal(round(ects * chance.uniform(800, 4_000) / 50) * 50),
        minutes=int(ects * 27.5 * 60),
        quality=chance.randrange(20, 101, 5),
        place=(north, east) if is_here else None,
        visits=chance.randint(2, 12) if is_here else 1,
        seats=chance.randint(0, 40) if is_here or chance.random() < 0.2 else None,
        language="da" if chance.random() < 0.8 else "en",
        ends_on=date(2027, 1, 1) + timedelta(days=chance.randrange(400)),
        requires=requires,
    )


def need(seed: int, competences: int = 8, people: int = 20) -> BundleNeed:
    """People of two workplaces, each with a fifth of it all in place already; one competence only three must have."""
    chance = random.Random(f"need {seed}")
    wanted = chance.sample(range(_COMPETENCES // 3), competences)
    homes = chance.sample(_TOWNS, 2)
    return BundleNeed(
        tuple(
            Wanted(
                f"c{one}", level=chance.choice((0, 5, 6)), weight=chance.randint(1, 3), people=3 if at == 0 else None
            )
            for at, one in enumerate(wanted)
        ),
        tuple(
            Learner(
                f"p{at}",
                tuple((f"c{one}", 6) for one in wanted if chance.random() < 0.2),
                home=(chance.choice(homes)[0] + chance.uniform(-0.1, 0.1), homes[0][1] + chance.uniform(-0.2, 0.2)),
            )
            for at in range(people)
        ),
        furthest_km=chance.choice((None, 60.0)),
        languages=chance.choice((frozenset(), frozenset({"da"}))),
    )


def cheapest_by_highs(table: Table, most_offers: int, seconds: float) -> Decimal | None:
    """The least price for all that can be covered, by HiGHS over every offer of use and with the same rules.

    None when it is not known in ``seconds``.
    """
    return _Mip(table.of_everyone(), most_offers).solved(seconds)


class _Mip:
    """Columns: who takes what, what is in the bundle, and who gets what only some must have. Rows are all ``>=``."""

    def __init__(self, table: Table, most_offers: int) -> None:
        self.table, self.rows = table, list[tuple[dict[int, float], float]]()
        pairs = [(int(group), int(at)) for group, at in np.argwhere(table.allowed)]
        self.takes = {pair: column for column, pair in enumerate(pairs)}
        offers = sorted({at for _, at in pairs})
        self.inside = {at: len(pairs) + column for column, at in enumerate(offers)}
        counted = [(group, one) for one in table.counted for group in range(len(table.groups))]
        self.gets = {pair: len(pairs) + len(offers) + column for column, pair in enumerate(counted)}
        self.columns = len(pairs) + len(offers) + len(counted)
        self._take()
        self._cover()
        self._share(most_offers)

    def _take(self) -> None:
        for (group, at), takes in self.takes.items():
            self.rows.append(({self.inside[at]: 1, takes: -1}, 0))
            for which, ones in enumerate(self.table.requires.get(at, ())):
                if (group, at, which) not in self.table.met:
                    before = {self.takes[group, one]: 1.0 for one in ones if (group, one) in self.takes}
                    self.rows.append(({takes: -1, **before}, 0))

    def _cover(self) -> None:
        for group, target in enumerate(self.table.target.tolist()):
            for one in range(len(self.table.weights)):
                teaching = np.flatnonzero(self.table.allowed[group] & (self.table.mask >> one & 1 == 1)).tolist()
                taught = {self.takes[group, at]: 1.0 for at in teaching}
                if target >> one & 1:
                    self.rows.append((taught, 1))
                if one in self.table.counted:
                    lacks = self.table.lacks[group] >> one & 1
                    self.rows.append(({**(taught if lacks else {}), self.gets[group, one]: -1}, 0))
        for one, more in self.table.counted.items():
            self.rows.append(({column: 1 for (_, which), column in self.gets.items() if which == one}, more))

    def _share(self, most_offers: int) -> None:
        self.rows.append((dict.fromkeys(self.inside.values(), -1.0), -most_offers))
        for at in self.inside:
            taken = [takes for (_, one), takes in self.takes.items() if one == at]
            if self.table.seats[at] < len(taken):
                self.rows.append((dict.fromkeys(taken, -1.0), -float(self.table.seats[at])))

    def solved(self, seconds: float) -> Decimal | None:
        """What HiGHS says."""
        cost = np.zeros(self.columns)
        for (group, at), takes in self.takes.items():
            cost[takes] = self.table.costs[Aim.PRICE][group, at]
        entries = [(value, at, column) for at, (row, _) in enumerate(self.rows) for column, value in row.items()]
        values, rows, columns = zip(*entries, strict=True)
        matrix = coo_array((values, (rows, columns)), shape=(len(self.rows), self.columns)).tocsr()
        found = milp(
            cost,
            constraints=LinearConstraint(matrix, lb=[least for _, least in self.rows]),
            integrality=np.ones(self.columns, dtype=np.int64),
            bounds=Bounds(0, 1),
            options={"time_limit": seconds},
        )
        return Decimal(round(found.fun) * self.table.unit) / 100 if found.status == 0 else None


def measure(offers: Sequence[BundleOffer], needs: int, beside: int) -> list[Measured]:
    """The first need warms up and is not counted."""
    measured = []
    for seed in range(needs + 1):
        asked = need(seed)
        began = time.perf_counter()
        front = best_bundles(asked, offers, _LIMITS)
        took = time.perf_counter() - began
        highs, price = None, None
        if 0 < seed <= beside:
            began = time.perf_counter()
            price = cheapest_by_highs(table_of(asked, offers), _LIMITS.most_offers, _HIGHS_SECONDS)
            highs = time.perf_counter() - began
        measured.append(Measured(front, took * 1000, highs * 1000 if highs else None, price))
    return measured[1:]


def rows(size: Size) -> list[Row]:
    """``matching.bundle_ms`` and what goes with it."""
    modules, needs, beside = (20_000, 20, 4) if size.name == "full" else (5_000, 4, 1)
    measured = measure(market(modules), needs, beside)
    cheapest = [next((b for b in one.front.bundles if Aim.PRICE in b.best_at), None) for one in measured]
    compared = [(one, ours) for one, ours in zip(measured, cheapest, strict=True) if one.highs is not None]
    agreed = sum(ours is not None and one.highs_price == ours.figures.price for one, ours in compared)
    known = sum(one.highs_price is not None for one, _ in compared)
    proven = [bundle.is_proven for one in measured for bundle in one.front.bundles if bundle.best_at]
    gaps = [bundle.gap for one in measured for bundle in one.front.bundles]
    conditions = (
        f"{modules:,} modules, 8 competences, 20 people, {needs} needs, at most {_LIMITS.most_offers} offers a bundle, "
        f"{_LIMITS.seconds:g} s for all aims; {median([len(one.front.bundles) for one in measured]):g} bundles a need, "
        f"{median([one.front.of_use for one in measured]):g} offers of use, largest gap {max(gaps, default=0):.1%}; "
        f"HiGHS (scipy) is asked for the cheapest only, {_HIGHS_SECONDS:g} s, "
        f"proved {known} of {len(compared)} and agreed on {agreed}; "
        f"load average {os.getloadavg()[0]:.1f}"
    )
    times = [one.milliseconds for one in measured]
    beside_ours = median([one.milliseconds for one, _ in compared])
    against = median([one.highs for one, _ in compared if one.highs is not None])
    return [
        Row(
            "matching.bundle_ms",
            round(median(times)),
            "ms",
            "HiGHS, one aim",
            ratio(beside_ours, against),
            needs,
            conditions,
        ),
        Row("matching.bundle_p95_ms", round(percentile(times, 95)), "ms", "", None, needs, conditions),
        Row(
            "matching.bundle_proven",
            round(sum(proven) / max(len(proven), 1), 3),
            "of 1",
            "",
            None,
            len(proven),
            conditions,
        ),
    ]
