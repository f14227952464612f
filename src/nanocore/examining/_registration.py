"""What can happen to a registration, as one table that is both the rule and its own drawing."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Where a registration is."""

    REGISTERED = "registered"
    BOOKED = "booked"
    HANDED_IN = "handed_in"
    ASSESSING = "assessing"
    ASSESSED = "assessed"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    ABSENT = "absent"
    ILL = "ill"


class Event(StrEnum):
    """What a person can do to it."""

    BOOK = "book"
    CANCEL_BOOKING = "cancel_booking"
    HAND_IN = "hand_in"
    WITHDRAW = "withdraw"
    RECORD_ABSENCE = "record_absence"
    RECORD_ILLNESS = "record_illness"
    ASSESS_FIRST_OF_TWO = "assess_first_of_two"
    ASSESS = "assess"
    PUBLISH = "publish"


@dataclass(frozen=True)
class Transition:
    """One row: from a state, through an event, to a state; ``note`` says what a reader would ask."""

    source: State
    event: Event
    target: State
    note: str = ""


START = State.REGISTERED
CLOSED = frozenset({State.PUBLISHED, State.WITHDRAWN, State.ABSENT, State.ILL})

TRANSITIONS: tuple[Transition, ...] = (
    Transition(State.REGISTERED, Event.BOOK, State.BOOKED),
    Transition(State.BOOKED, Event.BOOK, State.BOOKED, "another time, until the limit"),
    Transition(State.BOOKED, Event.CANCEL_BOOKING, State.REGISTERED, "until the limit"),
    Transition(State.REGISTERED, Event.HAND_IN, State.HANDED_IN),
    Transition(State.HANDED_IN, Event.HAND_IN, State.HANDED_IN, "replaced, until assessment begins"),
    Transition(State.REGISTERED, Event.WITHDRAW, State.WITHDRAWN, "does not count"),
    Transition(State.BOOKED, Event.WITHDRAW, State.WITHDRAWN, "counts after the limit"),
    Transition(State.HANDED_IN, Event.WITHDRAW, State.WITHDRAWN, "does not count"),
    Transition(State.BOOKED, Event.RECORD_ABSENCE, State.ABSENT, "counts"),
    Transition(State.REGISTERED, Event.RECORD_ILLNESS, State.ILL, "does not count"),
    Transition(State.BOOKED, Event.RECORD_ILLNESS, State.ILL, "does not count"),
    Transition(State.HANDED_IN, Event.RECORD_ILLNESS, State.ILL, "does not count"),
    Transition(State.ABSENT, Event.RECORD_ILLNESS, State.ILL, "documented afterwards: no longer counts"),
    Transition(State.BOOKED, Event.ASSESS, State.ASSESSED, "one examiner"),
    Transition(State.HANDED_IN, Event.ASSESS, State.ASSESSED, "one examiner"),
    Transition(State.BOOKED, Event.ASSESS_FIRST_OF_TWO, State.ASSESSING, "the second is waited for"),
    Transition(State.HANDED_IN, Event.ASSESS_FIRST_OF_TWO, State.ASSESSING, "the second is waited for"),
    Transition(State.ASSESSING, Event.ASSESS_FIRST_OF_TWO, State.ASSESSING, "the same examiner again"),
    Transition(State.ASSESSING, Event.ASSESS, State.ASSESSED, "the second examiner"),
    Transition(State.ASSESSED, Event.ASSESS, State.ASSESSED, "again, e.g. after conferring"),
    Transition(State.ASSESSED, Event.PUBLISH, State.PUBLISHED, "when all examiners gave the same grade"),
)
_NEXT = {(row.source, row.event): row.target for row in TRANSITIONS}


class NotPossible(Exception):
    """The event cannot happen in this state."""

    def __init__(self, state: State, event: Event) -> None:
        super().__init__(f"{event} is not possible when {state}")
        self.state, self.event = state, event


def can(state: State, event: Event) -> bool:
    """Whether the event can happen now."""
    return (state, event) in _NEXT


def next_state(state: State, event: Event) -> State:
    """Where the event leads. Raises NotPossible."""
    try:
        return _NEXT[state, event]
    except KeyError:
        raise NotPossible(state, event) from None


def diagram() -> str:
    """The table as a Mermaid state diagram."""
    lines = ["stateDiagram-v2", f"    [*] --> {START}"]
    lines += [f"    {row.source} --> {row.target}: {row.event}" for row in TRANSITIONS]
    lines += [f"    {state} --> [*]" for state in State if state in CLOSED]
    return "\n".join(lines)


def table() -> str:
    """The table as Markdown."""
    rows = [f"| {row.source} | {row.event} | {row.target} | {row.note} |" for row in TRANSITIONS]
    return "\n".join(["| from | what happens | to | |", "|---|---|---|---|", *rows])
