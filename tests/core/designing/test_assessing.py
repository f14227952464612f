"""Which assessment is suggested for what is to be shown."""

from decimal import Decimal

import pytest

from nanocore.designing import Approach, Assessment, Showing, shown_by, suggested_assessments


@pytest.mark.parametrize(
    ("outcome", "showing", "verb"),
    [
        ("Gennemføre en motiverende samtale", Showing.DOING, "gennemføre"),
        ("Du kan tilrettelægge et forløb", Showing.MAKING, "tilrettelægge"),
        ("Fortolke tal", Showing.JUDGING, "fortolke"),
        ("Gøre rede for reglerne", Showing.TELLING, "gøre rede"),
        ("Be able to evaluate a source", Showing.JUDGING, "evaluate"),
        ("Redegøre", Showing.TELLING, "redegøre"),
    ],
)
def test_a_verb_tells_what_an_assessor_must_see(outcome: str, showing: Showing, verb: str) -> None:
    assert shown_by(outcome) == (showing, verb)


def test_what_is_no_verb_we_know_suggests_nothing() -> None:
    assert shown_by("Blomster i haven") is None
    assert suggested_assessments(["Blomster i haven", ""]) == ()


def test_what_is_done_is_best_seen_being_done() -> None:
    best, *_others = suggested_assessments(["Gennemføre en samtale med en pårørende"], level=5, online=False)
    assert (best.assessment, best.handed_in, best.outcome) == (Assessment.PRACTICAL, False, 0)
    assert [reason.code for reason in best.reasons] == ["shows_doing", "level_shows", "meets"]


def test_online_what_is_done_is_shown_on_film() -> None:
    best = suggested_assessments(["Undervise en klasse"], approach=Approach.REHEARSAL, online=True)[0]
    assert (best.assessment, best.handed_in) == (Assessment.PRACTICAL, True)
    assert "online_film" in [reason.code for reason in best.reasons]


def test_work_with_ones_own_practice_is_gathered_in_a_portfolio() -> None:
    outcomes = ["Udvikle et undervisningsforløb", "Afprøve det", "Vurdere udbyttet"]
    best = suggested_assessments(outcomes, approach=Approach.OWN_PRACTICE, level=6, ects=Decimal(10))[0]
    assert best.assessment is Assessment.PORTFOLIO
    assert best.outcome == 0


def test_weighing_and_arguing_at_masters_level_is_written() -> None:
    found = suggested_assessments(["Analysere et datasæt", "Vurdere kilder"], approach=Approach.THEORY, level=7)
    assert [one.assessment for one in found][:2] == [Assessment.ASSIGNMENT, Assessment.ORAL]


def test_at_most_three_are_suggested_and_the_order_does_not_depend_on_the_outcomes_order() -> None:
    outcomes = ["Analysere tal", "Skrive en artikel", "Interviewe en kilde", "Beskrive loven"]
    forth, back = suggested_assessments(outcomes), suggested_assessments(outcomes[::-1])
    assert len(forth) == 3
    assert [one.assessment for one in forth] == [one.assessment for one in back]
