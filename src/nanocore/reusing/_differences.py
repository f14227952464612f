"""What changed between two versions, for a person to read: steps that came, went, moved, and each text word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final

_WORDS = re.compile(r"\s+|[^\s]+")
_PARAGRAPHS = re.compile(r"(\n\s*\n)")
_MOST_WORDS: Final = 4_000
"""Of two passages together, spaces too; longer ones are said to be replaced, since comparing costs the square."""


class What(StrEnum):
    """What has happened to something."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True)
class Piece:
    """A stretch of text that stands in both, or in one of them: ``SAME``, ``ADDED`` or ``REMOVED``."""

    what: What
    text: str


@dataclass(frozen=True)
class StepText:
    """A step as it is compared. ``key`` says what it is in every version; ``rest`` is all but title and body."""

    key: str
    kind: str
    title: str
    body: str
    rest: str = ""

    @property
    def content(self) -> tuple[str, str, str, str]:
        """All that it says."""
        return (self.kind, self.title, self.body, self.rest)


@dataclass(frozen=True)
class StepChange:
    """One step in two versions, by place from 1; 0 where it is not there. Pieces are empty where nothing changed."""

    what: What
    key: str
    title: str
    was: int
    now: int
    pieces_of_title: tuple[Piece, ...] = ()
    pieces: tuple[Piece, ...] = ()
    pieces_of_rest: tuple[Piece, ...] = ()


def word_changes(old: str, new: str) -> tuple[Piece, ...]:
    """Both texts as pieces in order: put together without the added it is the old one, without the removed the new.

    Paragraphs are compared first and words within those that differ, so that a long text costs little.
    """
    if old == new:
        return (Piece(What.SAME, old),) if old else ()
    return tuple(_joined(_between(_PARAGRAPHS.split(old), _PARAGRAPHS.split(new), by_words=True)))


def _between(old: Sequence[str], new: Sequence[str], *, by_words: bool) -> Iterator[Piece]:
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        before, after = "".join(old[i1:i2]), "".join(new[j1:j2])
        if tag == "equal":
            yield Piece(What.SAME, before)
            continue
        if by_words and before and after:
            first, second = _WORDS.findall(before), _WORDS.findall(after)
            if len(first) + len(second) <= _MOST_WORDS:
                yield from _between(first, second, by_words=False)
                continue
        if before:
            yield Piece(What.REMOVED, before)
        if after:
            yield Piece(What.ADDED, after)


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Neighbours of one sort as one."""
    last: Piece | None = None
    for piece in pieces:
        if last and last.what is piece.what:
            last = Piece(last.what, last.text + piece.text)
            continue
        if last:
            yield last
        last = piece
    if last:
        yield last


def step_changes(old: Sequence[StepText], new: Sequence[StepText]) -> tuple[StepChange, ...]:
    """Every step of both, in the new order; one that is gone stands where it stood.

    Steps are the same when their keys are, or else when kind and title are: so versions from before keys were kept can
    be compared too.
    """
    was = _places(old, new)
    there = {place: position for position, place in was.items()}
    moved = _moved([was[position] for position in sorted(was)], sorted(was))
    found: list[StepChange] = []
    gone = [place for place in range(len(old)) if place not in there]
    for position, step in enumerate(new):
        place = was.get(position)
        while gone and place is not None and gone[0] < place:
            found.append(_removed(old[gone[0]], gone.pop(0)))
        if place is None:
            found.append(
                StepChange(What.ADDED, step.key, step.title, 0, position + 1, pieces=_added(step.body, What.ADDED))
            )
        else:
            found.append(_compared(old[place], step, place, position, moved=position in moved))
    return (*found, *(_removed(old[place], place) for place in gone))


def _places(old: Sequence[StepText], new: Sequence[StepText]) -> dict[int, int]:
    """Where each new step was, by place from 0."""
    by_key = {step.key: place for place, step in enumerate(old)}
    places = {position: by_key[step.key] for position, step in enumerate(new) if step.key in by_key}
    taken = set(places.values())
    by_title = {(step.kind, step.title): place for place, step in enumerate(old) if place not in taken}
    for position, step in enumerate(new):
        if position not in places and (step.kind, step.title) in by_title:
            places[position] = by_title.pop((step.kind, step.title))
    return places


def _moved(places: list[int], positions: list[int]) -> set[int]:
    """The positions of those that do not stand in the longest run that kept its order."""
    kept = {
        index
        for block in SequenceMatcher(a=sorted(places), b=places, autojunk=False).get_matching_blocks()
        for index in range(block.b, block.b + block.size)
    }
    return {position for index, position in enumerate(positions) if index not in kept}


def _compared(old: StepText, new: StepText, place: int, position: int, *, moved: bool) -> StepChange:
    if old.content == new.content:
        what = What.MOVED if moved else What.SAME
        return StepChange(what, new.key, new.title, place + 1, position + 1)
    return StepChange(
        What.CHANGED,
        new.key,
        new.title,
        place + 1,
        position + 1,
        word_changes(old.title, new.title) if old.title != new.title else (),
        word_changes(old.body, new.body) if old.body != new.body else (),
        word_changes(old.rest, new.rest) if old.rest != new.rest else (),
    )


def _removed(step: StepText, place: int) -> StepChange:
    return StepChange(What.REMOVED, step.key, step.title, place + 1, 0, pieces=_added(step.body, What.REMOVED))


def _added(text: str, what: What) -> tuple[Piece, ...]:
    return (Piece(what, text),) if text else ()
