"""The smallest clash is the smallest there is, and a way out is one."""

from itertools import chain, combinations

from hypothesis import given
from hypothesis import strategies as st

from nanocore.planning._clash import Reply, smallest_clash

WISHES = tuple("abcdefg")
families = st.lists(st.frozensets(st.sampled_from(WISHES), min_size=1), max_size=6)


def asked_of(clashes: list[frozenset[str]], asked: list[frozenset[str]] | None = None):  # type: ignore[no-untyped-def]
    def ask(together: frozenset[str]) -> Reply[str]:
        if asked is not None:
            asked.append(together)
        return Reply(None if any(clash <= together for clash in clashes) else together)

    return ask


def subsets(wishes: tuple[str, ...]) -> chain[tuple[str, ...]]:
    return chain.from_iterable(combinations(wishes, size) for size in range(len(wishes) + 1))


@given(families)
def test_no_clash_is_smaller(clashes: list[frozenset[str]]) -> None:
    found = smallest_clash(WISHES, asked_of(clashes))
    if not clashes:
        assert found is None
    else:
        assert found is not None
        assert frozenset(found.wishes) in clashes
        assert len(found.wishes) == min(map(len, clashes))
        assert found.is_smallest


@given(families)
def test_every_way_out_is_enough_and_no_part_of_it_is(clashes: list[frozenset[str]]) -> None:
    found = smallest_clash(WISHES, asked_of(clashes))
    for way in found.ways_out if found else ():
        for part in subsets(way):
            is_enough = not any(clash <= set(WISHES) - set(part) for clash in clashes)
            assert is_enough == (part == way)


@given(families)
def test_the_answer_is_the_same_each_time(clashes: list[frozenset[str]]) -> None:
    assert smallest_clash(WISHES, asked_of(clashes)) == smallest_clash(WISHES, asked_of(clashes[::-1]))


def test_little_is_asked_when_the_clash_is_plain() -> None:
    asked: list[frozenset[str]] = []
    found = smallest_clash(WISHES, asked_of([frozenset("c")], asked))
    assert found is not None
    assert found.wishes == ("c",)
    assert len(asked) <= len(WISHES) + 2


def test_what_was_broken_off_is_not_called_proven() -> None:
    found = smallest_clash(WISHES, lambda together: Reply(None, is_sure=False) if "a" in together else Reply(together))
    assert found is not None
    assert found.wishes == ("a",)
    assert not found.is_smallest
