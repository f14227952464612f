"""What can happen to a need and to an enquiry about it, as tables that are both the rule and its own drawing."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar


class NeedState(StrEnum):
    """Where a need is."""

    OPEN = "open"
    ASKED = "asked"
    ANSWERED = "answered"
    MET = "met"
    WITHDRAWN = "withdrawn"


class NeedEvent(StrEnum):
    """What can happen to it."""

    ASK = "ask"
    ANSWER = "answer"
    LOSE_LAST_ANSWER = "lose_last_answer"
    LOSE_LAST_ENQUIRY = "lose_last_enquiry"
    ACCEPT = "accept"
    FIND = "find"
    WITHDRAW = "withdraw"


class EnquiryState(StrEnum):
    """Where an enquiry to one institution is."""

    SENT = "sent"
    ANSWERED = "answered"
    DECLINED = "declined"
    ACCEPTED = "accepted"
    PASSED_OVER = "passed_over"
    WITHDRAWN = "withdrawn"


class EnquiryEvent(StrEnum):
    """What can happen to it."""

    ANSWER = "answer"
    DECLINE = "decline"
    ACCEPT = "accept"
    TURN_DOWN = "turn_down"
    WITHDRAW = "withdraw"


S = TypeVar("S", bound=StrEnum)
E = TypeVar("E", bound=StrEnum)


class NotPossible(Exception):
    """The event cannot happen in this state."""

    def __init__(self, state: StrEnum, event: StrEnum) -> None:
        super().__init__(f"{event} is not possible when {state}")
        self.state, self.event = state, event


@dataclass(frozen=True)
class Row(Generic[S, E]):
    """From a state, through an event, to a state; ``note`` says what a reader would ask."""

    source: S
    event: E
    target: S
    note: str = ""


@dataclass(frozen=True)
class Table(Generic[S, E]):
    """All that can happen, from ``start`` until one of ``closed``."""

    start: S
    closed: frozenset[S]
    rows: tuple[Row[S, E], ...]

    def can(self, state: S, event: E) -> bool:
        """Whether the event can happen now."""
        return any(row.source == state and row.event == event for row in self.rows)

    def after(self, state: S, event: E) -> S:
        """Where the event leads. Raises NotPossible."""
        for row in self.rows:
            if row.source == state and row.event == event:
                return row.target
        raise NotPossible(state, event)

    def before(self, event: E) -> frozenset[S]:
        """The states in which the event can happen."""
        return frozenset(row.source for row in self.rows if row.event == event)

    def diagram(self) -> str:
        """A Mermaid state diagram."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.start}"]
        lines += [f"    {row.source} --> {row.target}: {row.event}" for row in self.rows]
        lines += [f"    {state} --> [*]" for state in sorted(self.closed)]
        return "\n".join(lines)

    def markdown(self) -> str:
        """A table in Markdown."""
        rows = [f"| {row.source} | {row.event} | {row.target} | {row.note} |" for row in self.rows]
        return "\n".join(["| from | what happens | to | |", "|---|---|---|---|", *rows])


_N, _NE = NeedState, NeedEvent
NEED: Table[NeedState, NeedEvent] = Table(
    start=_N.OPEN,
    closed=frozenset({_N.MET, _N.WITHDRAWN}),
    rows=(
        Row(_N.OPEN, _NE.ASK, _N.ASKED, "the first institution is asked"),
        Row(_N.ASKED, _NE.ASK, _N.ASKED, "one more is asked"),
        Row(_N.ANSWERED, _NE.ASK, _N.ANSWERED, "one more is asked"),
        Row(_N.ASKED, _NE.ANSWER, _N.ANSWERED, "the first answer"),
        Row(_N.ANSWERED, _NE.ANSWER, _N.ANSWERED, "one more, or a better one"),
        Row(_N.ANSWERED, _NE.LOSE_LAST_ANSWER, _N.ASKED, "it is taken back; others are still to answer"),
        Row(_N.ANSWERED, _NE.LOSE_LAST_ENQUIRY, _N.OPEN, "it is taken back; nobody is left to answer"),
        Row(_N.ASKED, _NE.LOSE_LAST_ENQUIRY, _N.OPEN, "all have said no"),
        Row(_N.ANSWERED, _NE.ACCEPT, _N.MET, "one wins, the others are told"),
        Row(_N.OPEN, _NE.FIND, _N.MET, "the asker found something"),
        Row(_N.ASKED, _NE.FIND, _N.MET, "the asker found something; those asked are told"),
        Row(_N.ANSWERED, _NE.FIND, _N.MET, "the asker found something; those asked are told"),
        Row(_N.OPEN, _NE.WITHDRAW, _N.WITHDRAWN),
        Row(_N.ASKED, _NE.WITHDRAW, _N.WITHDRAWN, "those asked are told"),
        Row(_N.ANSWERED, _NE.WITHDRAW, _N.WITHDRAWN, "those asked are told"),
    ),
)

_Q, _QE = EnquiryState, EnquiryEvent
ENQUIRY: Table[EnquiryState, EnquiryEvent] = Table(
    start=_Q.SENT,
    closed=frozenset({_Q.DECLINED, _Q.ACCEPTED, _Q.PASSED_OVER, _Q.WITHDRAWN}),
    rows=(
        Row(_Q.SENT, _QE.ANSWER, _Q.ANSWERED, "an outline with price and dates"),
        Row(_Q.ANSWERED, _QE.ANSWER, _Q.ANSWERED, "a new version of it; the one before is kept"),
        Row(_Q.SENT, _QE.DECLINE, _Q.DECLINED, "we cannot"),
        Row(_Q.ANSWERED, _QE.DECLINE, _Q.DECLINED, "the answer is taken back"),
        Row(_Q.ANSWERED, _QE.ACCEPT, _Q.ACCEPTED, "an offering and drafts come of it"),
        Row(_Q.SENT, _QE.TURN_DOWN, _Q.PASSED_OVER, "another was accepted, or something was found"),
        Row(_Q.ANSWERED, _QE.TURN_DOWN, _Q.PASSED_OVER, "another was accepted, or something was found"),
        Row(_Q.SENT, _QE.WITHDRAW, _Q.WITHDRAWN, "the need was withdrawn"),
        Row(_Q.ANSWERED, _QE.WITHDRAW, _Q.WITHDRAWN, "the need was withdrawn"),
    ),
)
