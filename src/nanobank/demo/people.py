"""The people on the sign-in page of a demo."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from nanobank.common.bilingual import Bilingual

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class DemoPerson:
    """Somebody a visitor can sign in as."""

    key: str
    part: str
    name: str
    email: str
    intro_da: str
    intro_en: str

    intro = Bilingual("intro")


@cache
def demo_people() -> tuple[DemoPerson, ...]:
    """Those with a part to play, in the order that the sign-in page shows them."""
    people = tomllib.loads((DATA / "people.toml").read_text())["person"]
    return tuple(
        DemoPerson(
            key=person["key"],
            part=person["demo"],
            name=f"{person['given_name']} {person['family_name']}",
            email=person["email"],
            intro_da=person["demo_intro_da"],
            intro_en=person["demo_intro_en"],
        )
        for person in people
        if "demo" in person
    )
