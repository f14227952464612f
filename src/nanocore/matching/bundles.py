"""Best bundles: which offers together give these people what they lack at least price, in least time, and so on.

Aims are reached in turn, each exactly or within a stated gap: first as much of the need as the bounds allow, then the
aim, and among equals all the other aims. The balanced bundle weighs the four aims, each measured from the best that
any bundle reaches to the worst that a bundle best at something else has.
"""

from collections.abc import Sequence

from nanocore.matching.bundles_answer import Aim, Bundle, BundleFront, Covered, Figures, Left, Reason, Taken
from nanocore.matching.bundles_asked import (
    MOST_COMPETENCES,
    BundleLimits,
    BundleNeed,
    BundleOffer,
    Learner,
    Point,
    Wanted,
    Weights,
    faults_of,
)
from nanocore.matching.bundles_search import Search
from nanocore.matching.bundles_table import table_of
from nanocore.matching.bundles_told import Teller

__all__ = [
    "MOST_COMPETENCES",
    "Aim",
    "Bundle",
    "BundleFront",
    "BundleLimits",
    "BundleNeed",
    "BundleOffer",
    "Covered",
    "Figures",
    "Learner",
    "Left",
    "Point",
    "Reason",
    "Taken",
    "Wanted",
    "Weights",
    "best_bundles",
    "faults_of",
]


def best_bundles(need: BundleNeed, offers: Sequence[BundleOffer], limits: BundleLimits | None = None) -> BundleFront:
    """A few bundles that are truly different, the balanced one first; the same need always gets the same ones.

    Raises ValueError for a need that makes no sense: ``faults_of`` says how.
    """
    limits = limits or BundleLimits()
    if faults := faults_of(need, limits):
        raise ValueError(", ".join(faults))
    table = table_of(need, offers)
    teller = Teller(need, offers, table)
    if not table.target.any() and not table.counted:
        return teller.front([])
    return teller.front(Search(table, limits).front())
