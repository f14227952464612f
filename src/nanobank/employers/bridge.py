"""The only door from this room to the rules of the core."""

from nanocore.matching.bundles import (
    MOST_COMPETENCES,
    Aim,
    Bundle,
    BundleFront,
    BundleLimits,
    BundleNeed,
    BundleOffer,
    Covered,
    Learner,
    Reason,
    Wanted,
    Weights,
    best_bundles,
)
from nanocore.tailoring import people_in

__all__ = [
    "MOST_COMPETENCES",
    "Aim",
    "Bundle",
    "BundleFront",
    "BundleLimits",
    "BundleNeed",
    "BundleOffer",
    "Covered",
    "Learner",
    "Reason",
    "Wanted",
    "Weights",
    "best_bundles",
    "people_in",
]
