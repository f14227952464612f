"""What a region has said of its own need: data, with its source and year, that anyone with the code can edit."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Final

from nanobank.common.bilingual import Bilingual

_DATA: Final = Path(__file__).parent / "data" / "regions.toml"


class RegionFigure:
    """One published figure: the number, what it is about, and who has said so."""

    figure = Bilingual("figure")
    about = Bilingual("about")
    source = Bilingual("source")

    def __init__(self, region: str, **texts: str) -> None:
        self.region = region
        self.__dict__.update(texts)


@cache
def region_figures(region: str) -> tuple[RegionFigure, ...]:
    """Those of a region by its ISO 3166-2 code; of every region when it is empty."""
    with _DATA.open("rb") as file:
        rows = tomllib.load(file)["figure"]
    return tuple(RegionFigure(**row) for row in rows if region in ("", row["region"]))
