"""The array types of the planner, and how its loops are compiled."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

import numba
import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Nodes = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]
Reals = npt.NDArray[np.float64]

P = ParamSpec("P")
R = TypeVar("R")


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """The function in machine code, kept on disk; it lets other threads run meanwhile."""
    fast: Callable[P, R] = numba.njit(cache=True, nogil=True)(function)
    return fast
