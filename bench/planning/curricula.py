"""The balanced academic curricula of CSPLib (prob030), as a catalogue and a question by terms."""

import re
import time
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from bench.site.environment import ROOT
from nanocore.planning import (
    AllOf,
    Catalogue,
    Goal,
    HasModule,
    Life,
    Module,
    Question,
    Status,
    Terms,
    solve,
)
from nanocore.planning.checking import violations

FOLDER: Final = ROOT.parent / "shared" / "yardsticks" / "bacp"
HEAVIEST: Final = {"bacp8": Decimal(17), "bacp10": Decimal(14), "bacp12": Decimal(17)}
"""The load of the heaviest term, proven by many."""
_COMMENT: Final = re.compile(r"/\*.*?\*/|//[^\n]*|^\s*%[^\n]*", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Balanced:
    """How one came out, in milliseconds of CPU."""

    name: str
    heaviest: Decimal | None
    milliseconds: float
    is_right: bool


def curriculum(text: str) -> tuple[Catalogue, Question]:
    """A file: courses with credits, what they require, and the limits of a period."""
    text = _COMMENT.sub("", text)
    limit = {name: int(value) for name, value in re.findall(r"\b([pabcd])\s*=\s*(\d+)", text)}
    names = re.findall(r"\w+", _between(text, "courses", "{", "}"))
    ects = re.findall(r"\d+", _between(text, "credit", "[", "]"))
    pairs = re.findall(r"<\s*(\w+)\s*,\s*(\w+)\s*>", _between(text, "prereq", "{", "}"))
    modules = [
        Module(name, Decimal(each), requires=AllOf(tuple(HasModule(before) for one, before in pairs if one == name)))
        for name, each in zip(names, ects, strict=True)
    ]
    terms = Terms(limit["p"], Decimal(limit["a"]), Decimal(limit["b"]), limit["c"], limit["d"])
    return Catalogue(tuple(modules)), Question(Goal(modules=frozenset(names)), Life(0, ()), terms=terms)


def answers() -> list[Balanced]:
    """All three; none when the files are not there."""
    return [_answer(name) for name in HEAVIEST] if FOLDER.is_dir() else []


def _answer(name: str) -> Balanced:
    catalogue, question = curriculum((FOLDER / f"{name}.dat").read_text(encoding="utf-8"))
    began = time.process_time()
    result = solve(question, catalogue)
    milliseconds = (time.process_time() - began) * 1000
    if result.plan is None or violations(result.plan, question, catalogue):
        return Balanced(name, None, milliseconds, is_right=False)
    heaviest = result.plan.figures.heaviest
    is_right = result.status is Status.BEST and heaviest == HEAVIEST[name]
    return Balanced(name, heaviest, milliseconds, is_right)


def _between(text: str, word: str, begin: str, end: str) -> str:
    return re.split(rf"{word}\s*=\s*\{begin}", text)[1].split(end)[0]
