"""Where a postcode lies, and which postcodes are near it.

``data/postcodes.csv`` is derived from the official lists of Danish postcodes and municipalities: a postcode lies in the
middle of its municipality, or between those that share it. That is some kilometres off, which is near enough to say
which towns are within an hour.
"""

import csv
from collections.abc import Mapping
from functools import cache, lru_cache
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

_DATA: Final = Path(__file__).parent / "data" / "postcodes.csv"
_EARTH_KM: Final = 6371.0


class Place(NamedTuple):
    """A postcode's town and where it is, in degrees north and east."""

    town: str
    lat: float
    lon: float


@cache
def places() -> Mapping[str, Place]:
    """Every Danish postcode."""
    with _DATA.open(newline="", encoding="utf-8") as file:
        rows = csv.DictReader(file)
        return MappingProxyType(
            {row["postcode"]: Place(row["town"], float(row["lat"]), float(row["lon"])) for row in rows}
        )


def kilometres(first: Place, second: Place) -> float:
    """As the crow flies (haversine)."""
    lat, lon = radians(second.lat - first.lat), radians(second.lon - first.lon)
    half = sin(lat / 2) ** 2 + cos(radians(first.lat)) * cos(radians(second.lat)) * sin(lon / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(half))


@lru_cache(maxsize=1000)
def near(postcode: str, distance_km: int) -> frozenset[str]:
    """The postcodes at most so far away, itself among them; only itself when it is not known."""
    here = places().get(postcode)
    if here is None:
        return frozenset({postcode})
    return frozenset({postcode, *(code for code, place in places().items() if kilometres(here, place) <= distance_km)})
