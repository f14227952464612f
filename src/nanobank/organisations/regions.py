"""The five Danish regions, and which of them a postcode lies in.

``data/regions.csv`` is derived from the official lists of Danish postcodes and municipalities: stretches of postcodes
whose municipalities lie in one region. A postcode that several share lies where most of its municipalities do.
"""

import csv
from bisect import bisect_right
from functools import cache
from pathlib import Path
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

_DATA: Final = Path(__file__).parent / "data" / "regions.csv"


class Region(models.TextChoices):
    """A region by its code in ISO 3166-2."""

    NORTH = "DK-81", _("North Denmark Region")
    CENTRAL = "DK-82", _("Central Denmark Region")
    SOUTHERN = "DK-83", _("Region of Southern Denmark")
    CAPITAL = "DK-84", _("Capital Region of Denmark")
    ZEALAND = "DK-85", _("Region Zealand")


@cache
def _stretches() -> tuple[tuple[str, ...], tuple[tuple[str, Region], ...]]:
    """Where each stretch begins; where it ends and which region it is."""
    with _DATA.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return tuple(row["first"] for row in rows), tuple((row["last"], Region(row["region"])) for row in rows)


def region_of(postcode: str) -> Region | None:
    """The region of a Danish postcode of four digits; None for any other text."""
    if not (len(postcode) == 4 and postcode.isascii() and postcode.isdigit()):
        return None
    firsts, stretches = _stretches()
    place = bisect_right(firsts, postcode) - 1
    if place < 0:
        return None
    last, region = stretches[place]
    return region if postcode <= last else None
