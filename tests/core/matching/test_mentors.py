"""Mentors are suggested for what they can, and never when they cannot help."""

from nanocore.matching.mentors import Offered, Wanted, suggest_mentors


def offered(key: str, *competences: str, room: int = 2, away_days: int = 0, languages: str = "da") -> Offered:
    return Offered(key, frozenset(competences), room, 4, frozenset({languages}), frozenset({"video"}), away_days)


def test_who_knows_most_of_what_is_wanted_stands_first_with_the_reasons() -> None:
    wanted = Wanted({"data": 2.0, "law": 1.0}, ["da"], ["video"])
    best = suggest_mentors(wanted, [offered("a", "law"), offered("b", "law", "data"), offered("c", "cooking")])
    assert [one.key for one in best] == ["b", "a", "c"]
    assert (best[0].shared, best[0].room, best[0].languages, best[0].meetings) == (
        ("data", "law"),
        2,
        ("da",),
        ("video",),
    )


def test_what_few_can_counts_more_than_what_all_can() -> None:
    wanted = Wanted({"common": 1.0, "rare": 1.0})
    best = suggest_mentors(wanted, [offered("a", "common"), offered("b", "rare"), offered("c", "common")])
    assert best[0].key == "b"


def test_nobody_full_long_away_or_speechless_is_suggested() -> None:
    full, away, foreign = offered("a", "x", room=0), offered("b", "x", away_days=29), offered("c", "x", languages="de")
    assert suggest_mentors(Wanted({"x": 1.0}, ["da"]), [full, away, foreign]) == ()


def test_nothing_wanted_orders_by_room_and_the_order_is_always_the_same() -> None:
    listed = [offered("b", room=1), offered("a", room=1), offered("c", room=4)]
    assert [one.key for one in suggest_mentors(Wanted({}), listed)] == ["c", "a", "b"]
    assert suggest_mentors(Wanted({}), listed, most=1)[0].key == "c"
