"""One order of what words and meaning found."""

from nanocore.matching import fused, gist


def test_what_nobody_stands_by_gives_way_to_its_near_equals_alone() -> None:
    words = [(1, 10.0), (2, 9.9), (3, 6.0), (4, 1.0)]

    def order(*giving_way: int) -> list[int]:
        return [one.id for one in fused(words, [], same_language=True, giving_way=giving_way)]

    assert order() == [1, 2, 3, 4]
    assert order(1) == [2, 1, 3, 4]
    assert order(1, 2) == [1, 2, 3, 4]
    assert order(1, 2, 3) == [1, 2, 3, 4]


def test_a_question_loses_what_says_nothing_before_and_after_it_and_nothing_within() -> None:
    assert gist("Jeg vil gerne arbejde med GDPR og it-sikkerhed hos os.", "da") == "arbejde med GDPR og it-sikkerhed"
    assert gist("how can I use Python for this?", "en") == "Python"
    assert gist("noget om it", "da") == "it"
    assert gist("jeg vil gerne", "da") == "jeg vil gerne"
