"""A choice told to people: who takes what, what it comes to, what it covers, and why somebody is left out."""

from collections.abc import Sequence
from decimal import Decimal

import numpy as np

from nanocore.matching.bundles_answer import Aim, Bundle, BundleFront, Covered, Figures, Left, Reason, Taken
from nanocore.matching.bundles_asked import BundleNeed, BundleOffer, Wanted
from nanocore.matching.bundles_found import Found
from nanocore.matching.bundles_table import Table, kilometres, lacking_of


class Teller:
    """Knows the whole market, also what was of no use, to say why somebody is left out."""

    def __init__(self, need: BundleNeed, offers: Sequence[BundleOffer], table: Table) -> None:
        self.need, self.offers, self.table = need, offers, table
        self.lacks = lacking_of(need)
        self.reachable = [0] * len(need.people)
        for group, within in zip(table.groups, table.within.tolist(), strict=True):
            for person in group:
                self.reachable[person] = within
        self.teaching = self._teaching()
        self.reasons: dict[tuple[int, int], Reason] = {}

    def front(self, found: Sequence[Found]) -> BundleFront:
        """The bundles, and what none of them covers."""
        nobody = [0] * len(self.need.people)
        missing = [
            self._covered(at, one, nobody, {})
            for at, one in enumerate(self.need.wanted)
            if any(lacks >> at & 1 for lacks in self.lacks)
            and not any(mask >> at & 1 for mask in self.reachable)
            and self._asked(at, one)
        ]
        of_use = int(((self.table.mask[None, :] & self.table.lacks[:, None]) * self.table.allowed).any(axis=0).sum())
        places = sum(self._asked(at, one) for at, one in enumerate(self.need.wanted))
        return BundleFront(tuple(self._bundle(one) for one in found), places, of_use, tuple(missing))

    def _bundle(self, found: Found) -> Bundle:
        taken = [
            (at, sorted(person for group in np.flatnonzero(found.takes[:, at]) for person in found.table.groups[group]))
            for at in np.flatnonzero(found.takes.any(axis=0)).tolist()
        ]
        gets = [0] * len(self.need.people)
        for at, people in taken:
            for person in people:
                gets[person] |= int(self.table.mask[at]) & self.lacks[person]
        by = dict(taken)
        covers = tuple(self._covered(at, one, gets, by) for at, one in enumerate(self.need.wanted))
        names = [one.person for one in self.need.people]
        return Bundle(
            best_at=found.best_at,
            taken=tuple(
                Taken(self.table.offers[at].offer, tuple(names[one] for one in people)) for at, people in taken
            ),
            figures=self._figures(found, by, gets),
            covers=covers,
            is_proven=found.is_proven,
            gap=found.gap,
        )

    def _figures(self, found: Found, by: dict[int, list[int]], gets: Sequence[int]) -> Figures:
        weights = self.table.weights
        covered, missing = [0] * len(self.lacks), 0
        for at, people in by.items():
            for person in people:
                mask = int(self.table.mask[at]) & self.lacks[person]
                covered[person] |= mask
                missing += self._weight_of(mask) * (100 - self.table.offers[at].quality)
        once = sum(self._weight_of(mask) for mask in covered)
        asked = [self._asked(at, one) for at, one in enumerate(self.need.wanted)]
        got = [min(sum(mask >> at & 1 for mask in gets), asked[at]) for at in range(len(asked))]
        whole = sum(one * weight for one, weight in zip(asked, weights, strict=True))
        return Figures(
            price=Decimal(found.values[Aim.PRICE] * self.table.unit) / 100,
            minutes=found.values[Aim.TIME],
            quality=max(100 - missing / once, 0.0) if once else 0.0,
            kilometres=found.values[Aim.DISTANCE],
            match=sum(one * weight for one, weight in zip(got, weights, strict=True)) / whole if whole else 1.0,
        )

    def _weight_of(self, mask: int) -> int:
        return sum(one for bit, one in enumerate(self.table.weights) if mask >> bit & 1)

    def _asked(self, competence: int, wanted: Wanted) -> int:
        """How many more must have it."""
        lack = sum(mask >> competence & 1 for mask in self.lacks)
        return lack if wanted.people is None else max(min(wanted.people, len(self.lacks)) - (len(self.lacks) - lack), 0)

    def _covered(self, at: int, wanted: Wanted, gets: Sequence[int], by: dict[int, list[int]]) -> Covered:
        names = [one.person for one in self.need.people]
        lack = [person for person, mask in enumerate(self.lacks) if mask >> at & 1]
        got = [person for person in lack if gets[person] >> at & 1]
        is_enough = wanted.people is not None and len(got) >= self._asked(at, wanted)
        left = [
            Left(names[person], Reason.NOT_ASKED if is_enough else self._reason(at, person))
            for person in lack
            if not gets[person] >> at & 1
        ]
        return Covered(
            competence=wanted.competence,
            already=tuple(names[person] for person in range(len(names)) if not self.lacks[person] >> at & 1),
            people=tuple(names[person] for person in got),
            by=tuple(
                self.table.offers[offer].offer
                for offer, people in by.items()
                if int(self.table.mask[offer]) >> at & 1 and any(self.lacks[person] >> at & 1 for person in people)
            ),
            left=tuple(left),
        )

    def _teaching(self) -> list[list[BundleOffer]]:
        """For each competence that somebody cannot reach, all that teach it at any level."""
        open_bits = 0
        for lacks, reachable in zip(self.lacks, self.reachable, strict=True):
            open_bits |= lacks & ~reachable
        teaching: list[list[BundleOffer]] = [[] for _ in self.need.wanted]
        if open_bits:
            bits = {one.competence: at for at, one in enumerate(self.need.wanted) if open_bits >> at & 1}
            for one in self.offers:
                for competence, _ in one.teaches:
                    if competence in bits:
                        teaching[bits[competence]].append(one)
        return teaching

    def _reason(self, competence: int, person: int) -> Reason:
        if self.reachable[person] >> competence & 1:
            return Reason.LIMITS
        if (competence, person) not in self.reasons:
            self.reasons[competence, person] = self._blocked(competence, person)
        return self.reasons[competence, person]

    def _blocked(self, competence: int, person: int) -> Reason:
        need, wanted, learner = self.need, self.need.wanted[competence], self.need.people[person]
        ones = self.teaching[competence]
        bounds = (
            (Reason.LEVEL, lambda one: any(c == wanted.competence and n >= wanted.level for c, n in one.teaches)),
            (Reason.LANGUAGE, lambda one: not need.languages or not one.language or one.language in need.languages),
            (Reason.TOO_LATE, lambda one: not (need.ready_by and one.ends_on) or one.ends_on <= need.ready_by),
            (Reason.LIMITS, lambda one: one.seats is None or one.seats > 0),
            (Reason.COMPLETED, lambda one: one.offer not in learner.completed),
            (Reason.TOO_FAR, lambda one: need.furthest_km is None
             or kilometres([learner.home], [one.place])[0, 0] <= need.furthest_km),
        )  # fmt: skip
        if not ones:
            return Reason.NOBODY_TEACHES
        for reason, keeps in bounds:
            ones = [one for one in ones if keeps(one)]
            if not ones:
                return reason
        return Reason.REQUIREMENTS
