"""Where one complains of a decision and how long one has: data, so that a change of law is a change of a file."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Final

from nanobank.common.bilingual import Bilingual
from nanobank.organisations.models import Organisation

_FILE: Final = Path(__file__).parent / "data" / "complaints.toml"


@dataclass(frozen=True)
class Board:
    """A board that takes complaints: what about, by whom, and within how many weeks."""

    key: str
    name_da: str
    name_en: str
    about_da: str
    about_en: str
    weeks: int
    outside: str
    institutions: tuple[str, ...]

    name = Bilingual("name")
    about = Bilingual("about")

    def last_day(self, day: date) -> date:
        """The last day on which one can complain of what was made known on ``day``."""
        return day + timedelta(weeks=self.weeks)


@cache
def boards() -> dict[str, Board]:
    """All of them, by key, in the order of the file."""
    read = tomllib.loads(_FILE.read_text())["board"]
    return {row["key"]: Board(**{**row, "institutions": tuple(row["institutions"])}) for row in read}


def board_for(provider: Organisation, *, is_foreign: bool) -> Board:
    """The one for a decision of this institution's on something that was or was not given abroad."""
    found: Iterable[Board] = boards().values()
    if is_foreign:
        return next(one for one in found if one.outside == "foreign")
    return next(one for one in found if provider.kind in one.institutions)
