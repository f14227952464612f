"""What those who teach, and everybody else, see of offers from outside."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from conftest import CountQueries
from factories import NOW, make_competence, make_member, make_organisation, make_person
from factories_feeds import course, item_list, make_feed, make_offer, take_in
from nanobank.accounts.models import Person
from nanobank.feeds.models import Feed, FeedRun, OutsideOffer, State
from nanobank.organisations.models import Organisation, Role

pytestmark = pytest.mark.django_db
CSV = "Titel;Link;Pris;ECTS\nRegneark;https://k.example/1;1.200,50 kr.;2,5\nUd;http://192.168.0.1/;-5;9999\n"


def _signed_in(client: Client, person: Person) -> Client:
    client.force_login(person)
    return client


def _educator(client: Client, organisation: Organisation, role: Role = Role.EDUCATOR) -> Client:
    return _signed_in(client, make_member(role, organisation))


def _upload(client: Client, organisation: Organisation, content: str = CSV, name: str = "kurser.csv") -> FeedRun:
    file = SimpleUploadedFile(name, content.encode("cp1252"))
    given = {"organisation": organisation.slug, "title": "Kursushuset", "file": file, "whole": "on"}
    answer = client.post(reverse("feeds"), given)
    assert answer.status_code == 302, answer.content.decode()
    return FeedRun.objects.get()


def test_an_educator_hands_a_list_over_sees_what_is_wrong_and_takes_the_rest_in(client: Client) -> None:
    organisation = make_organisation()
    _educator(client, organisation)
    run = _upload(client, organisation)
    page = client.get(reverse("feed_run", args=[run.uuid])).content.decode()
    assert run.state == State.READY
    for said in ("Regneark", "192.168.0.1", "privat netværk", "linje 3", "Titel"):
        assert said in page
    assert "privat netværk" in b"".join(client.get(reverse("feed_run_faults", args=[run.uuid]))).decode()
    client.post(reverse("feed_run_begin", args=[run.uuid]))
    offer = OutsideOffer.objects.get()
    assert (offer.title, offer.ects) == ("Regneark", Decimal("2.5"))
    assert "Ikke vurderet" in client.get(reverse("outside_offer", args=[offer.uuid])).content.decode()
    assert "Kursushuset" in client.get(reverse("feed", args=[run.feed.uuid])).content.decode()


def test_what_a_column_is_can_be_said_otherwise_before_anything_comes_in(client: Client) -> None:
    organisation = make_organisation()
    _educator(client, organisation)
    run = _upload(client, organisation, "Hvad;Hvor\nRegneark;https://k.example/1\n")
    assert run.state == State.UNREADABLE
    columns = reverse("feed_run_columns", args=[run.uuid])
    refused = client.post(columns, {"title": "Hvad", "url": "Hvad"})
    assert (refused.status_code, "to gange" in refused.content.decode()) == (422, True)
    client.post(columns, {"title": "Hvad", "url": "Hvor"})
    run.refresh_from_db()
    assert (run.state, run.found["first"][0]["title"]) == (State.READY, "Regneark")
    assert Feed.objects.get().mapping == {"title": "Hvad", "url": "Hvor"}


@pytest.mark.parametrize(
    "address", ["http://k.example/", "https://127.0.0.1/feed", "https://intranet/feed", "javascript:x"]
)
def test_an_address_that_cannot_be_fetched_is_refused_beside_its_field(client: Client, address: str) -> None:
    organisation = make_organisation()
    _educator(client, organisation)
    given = {"organisation": organisation.slug, "title": "Feed", "address": address}
    page = client.post(reverse("feeds"), given)
    assert (page.status_code, Feed.objects.count()) == (422, 0)
    assert page.context["form"].errors["address"]


def test_the_pages_of_a_feed_are_for_those_who_teach_for_its_institution(client: Client) -> None:
    offer = make_offer()
    run = FeedRun.objects.get()
    there = [reverse("feed", args=[offer.feed.uuid]), reverse("feed_run", args=[run.uuid]),
             reverse("feed_run_faults", args=[run.uuid]), reverse("feed_run_progress", args=[run.uuid]),
             reverse("outside_offer_judge", args=[offer.uuid])]  # fmt: skip
    assert client.get(there[0]).status_code == 302
    secretary = make_member(Role.STUDY_SECRETARY, offer.feed.organisation)
    neighbour = make_member(Role.EDUCATOR, make_organisation())
    for stranger in (make_person(), secretary, neighbour):
        _signed_in(client, stranger)
        assert [client.get(one).status_code for one in there] == [404] * len(there)
    for nobody in (make_person(), secretary):
        _signed_in(client, nobody)
        assert client.get(reverse("feeds")).status_code == 404
        assert client.get(reverse("vetting_queue")).status_code == 404
    _educator(client, offer.feed.organisation, Role.PROGRAMME_LEAD)
    assert [client.get(one).status_code for one in there] == [200] * len(there)


def test_how_often_a_feed_is_fetched_by_itself_is_said_on_its_page_by_those_who_keep_it(client: Client) -> None:
    feed = make_feed(address="https://kurser.example/feed.json")
    page, rhythm = feed.get_absolute_url(), reverse("feed_rhythm", args=[feed.uuid])
    _signed_in(client, make_member(Role.EDUCATOR, make_organisation()))
    assert client.post(rhythm, {"every_days": "7"}).status_code == 404
    _educator(client, feed.organisation)
    assert client.post(rhythm, {"every_days": "2"}).status_code == 422
    assert client.post(rhythm, {"every_days": "7"}).status_code == 302
    feed.refresh_from_db()
    assert feed.every_days == 7
    assert "Hentes næste gang" in client.get(page).content.decode()
    client.post(rhythm, {"every_days": ""})
    assert Feed.objects.get(pk=feed.pk).due_at is None
    without = reverse("feed_rhythm", args=[make_feed(feed.organisation).uuid])
    assert client.post(without, {"every_days": "1"}).status_code == 422


def test_everybody_can_read_an_offer_and_hostile_html_in_it_is_harmless(client: Client) -> None:
    hostile = (
        "<img src=x onerror=alert(1)><script>alert(2)</script>&lt;script&gt;alert(3)&lt;/script&gt;<b>Fed</b> tekst"
    )
    offer = make_offer(name="<i>Kursus</i>", description=hostile)
    page = client.get(reverse("outside_offer", args=[offer.uuid])).content.decode()
    assert offer.title == "Kursus"
    assert "Fed tekst" in page
    assert not [bad for bad in ("onerror", "alert(2)", "<script>alert") if bad in page]
    assert client.get(reverse("outside_offer", args=["ikke-en-uuid"])).status_code == 404


def test_a_judgement_is_made_shown_and_taken_back_on_the_pages(client: Client) -> None:
    offer = make_offer()
    competence = make_competence(label_da="vurdere kilder")
    offer.competences.add(competence)
    _educator(client, offer.feed.organisation)
    judge = reverse("outside_offer_judge", args=[offer.uuid])
    given = {"verdict": "counts", "competences": [competence.slug], "level": "6", "ects": "5", "hours": "", "more": "",
             "until": str(timezone.localdate() + timedelta(days=400)), "grounds": "for kort"}  # fmt: skip
    refused = client.post(judge, given)
    assert (refused.status_code, "for kort" in refused.content.decode()) == (422, True)
    given["grounds"] = "Vi har set materialet og prøven, og de svarer til vores eget modul."
    assert client.post(judge, given).status_code == 302
    page = client.get(reverse("outside_offer", args=[offer.uuid])).content.decode()
    for said in ("Vurderet af", "gælder til", "vurdere kilder", "svarer til vores eget modul"):
        assert said in page
    assert client.post(judge, given).status_code == 422  # somebody else was first, seen from this form
    client.post(reverse("outside_offer_withdraw", args=[offer.uuid]), {"grounds": "Udbyderen har skiftet underviser."})
    page = client.get(reverse("outside_offer", args=[offer.uuid])).content.decode()
    assert ("Ikke vurderet" in page, "skiftet underviser" in page) == (True, True)


def test_the_queue_and_the_feeds_cost_the_same_however_much_waits(client: Client, count_queries: CountQueries) -> None:
    organisation = make_organisation()
    feed = make_feed(organisation)
    take_in(feed, item_list(course(number) for number in range(2)))
    _educator(client, organisation)
    few = _queries_of_lists(client, count_queries)
    take_in(feed, item_list(course(number) for number in range(15)), now=NOW)
    assert _queries_of_lists(client, count_queries) == few
    assert "Kursus 1" in client.get(reverse("vetting_queue"), {"q": "kursus 1"}).content.decode()


def _queries_of_lists(client: Client, count_queries: CountQueries) -> tuple[int, int]:
    return (
        count_queries(lambda: client.get(reverse("vetting_queue"))),
        count_queries(lambda: client.get(reverse("feeds"))),
    )
