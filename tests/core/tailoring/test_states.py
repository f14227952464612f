"""The tables of what can happen to a need and an enquiry, and the page that draws them."""

from pathlib import Path
from typing import Any

import pytest

from nanocore.tailoring import ENQUIRY, NEED, EnquiryEvent, EnquiryState, NeedEvent, NeedState, NotPossible, Table

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "need-states.md"
TABLES = [
    pytest.param(NEED, NeedState, NeedEvent, id="need"),
    pytest.param(ENQUIRY, EnquiryState, EnquiryEvent, id="enquiry"),
]


@pytest.mark.parametrize(("table", "states", "events"), TABLES)
def test_the_page_shows_the_table_that_is_in_force(table: Table[Any, Any], states: Any, events: Any) -> None:
    page = PAGE.read_text()
    assert table.diagram() in page
    assert table.markdown() in page


@pytest.mark.parametrize(("table", "states", "events"), TABLES)
def test_each_event_in_each_state_leads_to_one_place(table: Table[Any, Any], states: Any, events: Any) -> None:
    keys = [(row.source, row.event) for row in table.rows]
    assert len(keys) == len(set(keys))
    assert {row.event for row in table.rows} == set(events)


@pytest.mark.parametrize(("table", "states", "events"), TABLES)
def test_every_state_is_reached_and_leads_to_an_end(table: Table[Any, Any], states: Any, events: Any) -> None:
    following = {state: {row.target for row in table.rows if row.source == state} for state in states}

    def reached(state: Any) -> set[Any]:
        found, waiting = {state}, [state]
        while waiting:
            new = following[waiting.pop()] - found
            found |= new
            waiting += new
        return found

    assert reached(table.start) == set(states)
    assert all(reached(state) & table.closed for state in states)
    assert {state for state in states if not following[state]} == table.closed


def test_what_is_not_in_the_table_cannot_happen() -> None:
    assert NEED.after(NeedState.ANSWERED, NeedEvent.ACCEPT) is NeedState.MET
    assert not NEED.can(NeedState.MET, NeedEvent.ACCEPT)
    with pytest.raises(NotPossible, match="accept is not possible when met"):
        NEED.after(NeedState.MET, NeedEvent.ACCEPT)
