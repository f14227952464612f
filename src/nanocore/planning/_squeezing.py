"""What of a cone can be in a plan that is good enough: by the relaxation, by landmarks, by the deep relaxation."""

from collections.abc import Callable

from nanocore.planning._bounds import Relaxed, relaxed
from nanocore.planning._cone import Cone
from nanocore.planning._landmarks import raised
from nanocore.planning._typing import Ints

MOST_NODES = 12000
"""Of a larger cone there is no deep relaxation."""
LARGE = 2000
"""Larger cones are cut down by landmarks first."""


def squeezed(
    cone: Cone | None, column: Callable[[Cone], Ints], horizon: int, most: int, known: Relaxed | None = None
) -> tuple[Cone, Relaxed] | None:
    """What of a cone can be in a plan whose ``column`` adds up to at most ``most``, with its relaxation; or nothing.

    ``known`` is a relaxation of the cone without what modules require, where there is one already.
    """
    if cone is None or not cone.size:
        return None
    relaxation = known
    if relaxation is None:
        found = _left(cone, relaxed(cone, column(cone), horizon, is_deep=False), horizon, most)
        if found is None:
            return None
        cone, relaxation = found
    if cone.graph.size > LARGE:
        found = raised(cone, relaxation, horizon, most)
        if found is None or (known is None and found[0].graph.size > MOST_NODES):
            return found
        cone, relaxation = found
    found = _left(cone, relaxed(cone, column(cone), horizon, is_deep=True), horizon, most)
    return None if found is None else raised(*found, horizon, most)


def _left(cone: Cone, relaxation: Relaxed | None, horizon: int, most: int) -> tuple[Cone, Relaxed] | None:
    if relaxation is None or relaxation.bound > most:
        return None
    left = relaxation.left(cone, most, horizon)
    return None if left is None or not left.size else (left, relaxation.within(left, cone))
