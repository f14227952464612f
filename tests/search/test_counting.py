"""Searches are counted without any person, and small groups are not told of."""

from datetime import date, timedelta

import pytest
from django.test import Client

from factories import make_member, make_organisation
from factories_catalogue import published_module
from nanobank.organisations.models import Kind, Role
from nanobank.organisations.regions import region_of
from nanobank.search import counting
from nanobank.search.counting import Counting, words_of
from nanobank.search.models import SearchCount

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 16)


def count(text: str, people: int, *, in_vain: bool = False, day: date = MONDAY) -> None:
    here = Counting()
    for number in range(people):
        here.count(text, in_vain=in_vain, browser=str(number), day=day)
    here.write()


def test_the_same_words_are_one_row_a_week_whatever_their_order_and_form() -> None:
    count("Data og etik", 2, day=MONDAY)
    count("etik DATA", 3, day=MONDAY + timedelta(days=6), in_vain=True)
    row = SearchCount.objects.get()
    assert (row.week, row.words, row.searches, row.without_hit) == (MONDAY, "data etik", 5, 3)


def test_a_browser_counts_once_a_week_for_the_same_words() -> None:
    here = Counting()
    for _again in range(9):
        here.count("data", in_vain=False, browser="one", day=MONDAY)
    here.count("data", in_vain=False, browser="one", day=MONDAY + timedelta(days=7))
    here.write()
    assert [row.searches for row in SearchCount.objects.order_by("week")] == [1, 1]


def test_what_may_be_somebodys_own_is_left_out() -> None:
    assert words_of("ring 28 11 22 33 alma@example.dk datajournalistik a1b2") == "datajournalistik ring"
    assert words_of("") == ""


def test_fewer_than_five_are_never_told_of_and_forgotten_in_time() -> None:
    count("fagot", 4, in_vain=True)
    count("obo", 5, in_vain=True)
    assert counting.sought(MONDAY) == [("obo", 5, 5)]
    assert counting.forget_rare(MONDAY + timedelta(weeks=9)) == 1
    assert SearchCount.objects.get().words == "obo"


def test_the_page_counts_what_is_settled_on_and_not_what_is_typed(client: Client) -> None:
    counting.counting.write()  # what other tests have looked for
    SearchCount.objects.all().delete()
    published_module(title_da="Klarinetspil")
    client.get("/katalog/?q=klarinetspil")
    client.get("/katalog/?q=klarinetspil&page=2")
    client.get("/katalog/?q=xyzzyqq")
    client.get("/katalog/forslag/?q=fag")
    counting.counting.write()
    rows = {row.words: (row.searches, row.without_hit) for row in SearchCount.objects.all()}
    assert rows == {"klarinetspil": (1, 0), "xyzzyqq": (1, 1)}


def test_a_search_is_counted_where_the_person_works_with_nothing_else_of_theirs(client: Client) -> None:
    counting.counting.write()
    client.force_login(make_member(Role.EMPLOYEE, make_organisation(kind=Kind.EMPLOYER, postcode="9900")))
    client.get("/katalog/?q=svejsning")
    counting.counting.write()
    assert SearchCount.objects.get(words="svejsning").region == region_of("9900")
