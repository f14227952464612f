"""How long it takes to work through something, measured from what there is to read, view and do."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

HOURS_PER_ECTS: Final = 27.5
"""60 ECTS are a year of about 1,650 hours; Danish institutions count 27 or 28."""


@dataclass(frozen=True)
class Pace:
    """How fast people work. The defaults, each replaceable:

    ``words_per_minute``: 200, reading to learn (R. P. Carver, *Reading Rate*, 1990: about 200 words a minute when one
    is to remember; leisurely silent reading is about 238, M. Brysbaert, *J. Mem. Lang.* 109, 2019).
    ``viewing``: 1.5 times a film's length, for stopping and looking again; ``minutes_a_question``: 1.5. These two are
    estimates of the bank's own, not measured on its learners.
    """

    words_per_minute: float = 200
    viewing: float = 1.5
    minutes_a_question: float = 1.5


STUDYING: Final = Pace()


@dataclass(frozen=True)
class Part:
    """A piece of the content: ``kind`` is ``text``, ``video``, ``file``, ``quiz`` or ``doing``.

    ``words`` to read, ``seconds`` of film, ``questions`` to answer. ``minutes_claimed`` is what its author says; it is
    taken at its word where nothing can be measured: for ``doing``, and for a file or film that has not been read.
    """

    kind: str
    words: int = 0
    seconds: float = 0
    questions: int = 0
    minutes_claimed: float = 0


@dataclass(frozen=True)
class Workload:
    """``minutes`` = ``reading`` + ``viewing`` + ``doing``; ``unmeasured`` of them are only claimed.

    ``claimed`` is the sum of what the author says of the parts.
    """

    reading: float
    viewing: float
    doing: float
    unmeasured: float
    claimed: float
    hours_per_ects: float

    @property
    def minutes(self) -> float:
        """Of work in all."""
        return self.reading + self.viewing + self.doing

    @property
    def hours(self) -> float:
        """Of work in all."""
        return self.minutes / 60

    @property
    def ects(self) -> float:
        """What the hours would be in credits, unrounded."""
        return self.hours / self.hours_per_ects


def workload(parts: Sequence[Part], *, pace: Pace = STUDYING, hours_per_ects: float = HOURS_PER_ECTS) -> Workload:
    """The work that the parts are. Raises ValueError for numbers below 0."""
    reading = viewing = doing = unmeasured = 0.0
    for part in parts:
        if min(part.words, part.seconds, part.questions, part.minutes_claimed) < 0:
            raise ValueError("Nothing takes less than no time")
        reading += part.words / pace.words_per_minute
        viewing += part.seconds / 60 * pace.viewing
        doing += part.questions * pace.minutes_a_question
        claimed = _on_its_word(part)
        unmeasured += claimed
        if part.kind == "video":
            viewing += claimed
        elif part.kind == "file":
            reading += claimed
        else:
            doing += claimed
    return Workload(reading, viewing, doing, unmeasured, sum(part.minutes_claimed for part in parts), hours_per_ects)


def _on_its_word(part: Part) -> float:
    measured = {"text": True, "quiz": True, "video": bool(part.seconds), "file": bool(part.words)}
    return 0.0 if measured.get(part.kind, False) else part.minutes_claimed
