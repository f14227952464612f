"""The table of what can happen to a registration, and the page that draws it."""

from pathlib import Path

import pytest

from nanocore.examining import (
    CLOSED,
    START,
    TRANSITIONS,
    Event,
    NotPossible,
    State,
    can,
    diagram,
    next_state,
    table,
)

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "exam-states.md"


def test_the_page_shows_the_table_that_is_in_force() -> None:
    page = PAGE.read_text()
    assert diagram() in page
    assert table() in page


def test_each_event_in_each_state_leads_to_one_place() -> None:
    keys = [(row.source, row.event) for row in TRANSITIONS]
    assert len(keys) == len(set(keys))


def test_every_state_can_be_reached_from_the_start_and_leads_to_an_end() -> None:
    following = {state: {row.target for row in TRANSITIONS if row.source is state} for state in State}

    def reached(state: State) -> set[State]:
        found, waiting = {state}, [state]
        while waiting:
            new = following[waiting.pop()] - found
            found |= new
            waiting += new
        return found

    assert reached(START) == set(State)
    assert all(reached(state) & CLOSED for state in State)


def test_only_illness_documented_afterwards_changes_what_is_closed() -> None:
    assert [(row.source, row.event) for row in TRANSITIONS if row.source in CLOSED] == [
        (State.ABSENT, Event.RECORD_ILLNESS)
    ]


def test_what_the_table_does_not_say_is_not_possible() -> None:
    assert not can(State.ASSESSED, Event.WITHDRAW)
    with pytest.raises(NotPossible, match="withdraw"):
        next_state(State.ASSESSED, Event.WITHDRAW)
