"""How much there is of each thing."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """How many rows to lay, and how long to measure."""

    name: str
    modules: int
    learners: int
    providers: int
    competences: int
    micro_credentials: int
    bundles: int
    signed: int
    """Credentials that are really awarded; of the others only the shape is real."""
    rounds: int
    requests: int
    """Of each page in each round."""


SIZES = {
    size.name: size
    for size in (
        Size("small", 5_000, 500, 12, 150, 200, 40, signed=12, rounds=3, requests=60),
        Size("full", 100_000, 10_000, 60, 800, 3_000, 500, signed=300, rounds=7, requests=200),
    )
}
