from typing import Any

import pytest
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse

from conftest import CountQueries
from factories import NOW, make_member, make_micro_credential, make_organisation, make_person
from factories_exams import make_examiner, make_handed_in
from factories_withdrawals import make_asked
from nanobank.bank.models import Mentorship
from nanobank.bank.services import begin_mentorship
from nanobank.organisations.models import Kind, Role
from nanobank.site.views import broken

pytestmark = pytest.mark.django_db


def test_a_browser_that_speaks_english_meets_danish_first_and_english_one_click_away(client: Client) -> None:
    page = client.get("/", headers={"Accept-Language": "en-GB,en;q=0.9"}).content.decode()
    assert '<html lang="da">' in page
    assert "Hvad vil du kunne?" in page
    assert 'href="/en/"' in page


def test_the_same_page_in_english_leads_back_to_danish(client: Client) -> None:
    page = client.get("/en/katalog/?q=data").content.decode()
    assert '<html lang="en">' in page
    assert 'href="/katalog/?q=data"' in page


def test_every_page_says_what_it_will_never_do(client: Client) -> None:
    policy = client.get("/").headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


def test_an_address_with_nothing_says_so_in_danish(client: Client) -> None:
    answer = client.get("/findes/ikke/")
    assert answer.status_code == 404
    assert "Her er ikke noget" in answer.content.decode()


@pytest.mark.parametrize("role", Role)
def test_each_role_has_a_start_page(client: Client, role: Role) -> None:
    kind = {Role.EMPLOYER: Kind.EMPLOYER, Role.FUNDER: Kind.REGION}.get(role, Kind.UNIVERSITY)
    organisation = make_organisation(kind)
    client.force_login(make_member(role, organisation, given_name="Ingeborg"))
    page = client.get("/min-side/").content.decode()
    assert "Hej Ingeborg" in page
    assert (organisation.name_da in page) is (role not in {Role.EXAMINER, Role.EMPLOYEE})


def test_somebody_new_is_shown_where_to_begin(client: Client) -> None:
    client.force_login(make_person())
    page = client.get("/min-side/").content.decode()
    assert "Din nanobank er tom" in page
    assert f'href="{reverse("my_workplaces")}"' in page


def test_the_start_page_does_not_ask_more_as_the_institution_grows(client: Client, count_queries: CountQueries) -> None:
    organisation = make_organisation()
    client.force_login(make_member(Role.STUDY_SECRETARY, organisation))
    few = count_queries(lambda: client.get("/min-side/"))
    for _ in range(10):
        make_member(Role.EDUCATOR, organisation)
    assert count_queries(lambda: client.get("/min-side/")) == few


def test_what_waits_stands_first_and_is_nobody_elses(client: Client) -> None:
    withdrawal = make_asked()
    educator, neighbour = withdrawal.educator, make_member(Role.EDUCATOR, withdrawal.provider)
    assert educator is not None
    client.force_login(educator)
    assert "1 udtræk venter på din afgørelse" in client.get("/min-side/").content.decode()
    client.force_login(neighbour)
    assert "udtræk venter" not in client.get("/min-side/").content.decode()


def test_a_learner_without_a_mentor_is_shown_the_way_to_one(client: Client) -> None:
    learner = make_person()
    client.force_login(learner)
    assert "Find eller invitér en mentor" in client.get("/min-side/").content.decode()
    begin_mentorship(learner=learner, mentor=make_person(), kind=Mentorship.Kind.INTERNAL, now=NOW)
    page = client.get("/min-side/").content.decode()
    assert "Find eller invitér en mentor" not in page
    assert "/vejledning/" in page


def test_a_visitor_has_no_start_page(client: Client) -> None:
    assert client.get("/min-side/").headers["Location"].startswith("/konto/login/")


def test_the_demo_list_is_on_the_sign_in_page_in_demo_mode_alone(client: Client) -> None:
    assert "Hvem vil du være?" in client.get("/konto/login/").content.decode()
    with override_settings(DEMO=False):
        assert "Hvem vil du være?" not in client.get("/konto/login/").content.decode()


def test_a_text_too_large_to_take_in_is_refused_on_a_page_of_ours(client: Client) -> None:
    answer = client.post("/konto/login/", {"login": "x" * 6_500_000})
    assert answer.status_code == 400
    assert '<html lang="da"' in answer.content.decode()


def test_a_form_from_elsewhere_is_refused_on_a_page_of_ours() -> None:
    answer = Client(enforce_csrf_checks=True).post("/kontroller/", {"document": "{}"})
    assert answer.status_code == 403
    assert '<html lang="da"' in answer.content.decode()


@pytest.mark.parametrize(
    ("path", "words"), [("/bank/", "Noget gik galt hos os"), ("/en/bank/", "Something went wrong")]
)
def test_when_something_breaks_it_is_said_in_the_language_of_the_address_without_the_database(
    path: str, words: str, rf: RequestFactory, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        answer = broken(rf.get(path))
    assert answer.status_code == 500
    assert words in answer.content.decode()
    assert "nanobank.css" in answer.content.decode()


def test_the_front_page_has_a_way_in_for_those_who_teach_and_for_workplaces(client: Client) -> None:
    page = client.get("/").content.decode()
    assert 'id="for-undervisere"' in page
    assert f'href="{reverse("workplace_new")}"' in page


def test_an_examiner_is_told_first_of_what_waits_to_be_assessed(client: Client) -> None:
    micro_credential = make_micro_credential(by_hand_in=True)
    examiner = make_examiner(micro_credential)
    make_handed_in(micro_credential)
    client.force_login(examiner)
    assert "1 eksamen venter på din bedømmelse" in client.get("/min-side/").content.decode()


def test_signing_in_says_why_and_goes_on_there(client: Client) -> None:
    assert "/konto/login/?next=/undervisning/nyt-modul/" in client.get("/").content.decode()
    page = client.get("/konto/login/?next=/forloeb/nyt/").content.decode()
    assert "Log ind for at lægge en plan" in page
    assert page.count('name="next" value="/forloeb/nyt/"') >= 1
    assert "Log ind først" in client.get("/konto/login/?next=/bank/").content.decode()
    without = client.get("/konto/login/").content.decode()
    assert "Log ind først" not in without
    assert "E-mail</label>" in without.replace("\n", "")


def test_what_a_programme_lead_can_do_stands_in_groups(client: Client) -> None:
    client.force_login(make_member(Role.PROGRAMME_LEAD))
    page = client.get("/min-side/").content.decode()
    for words in ("Eksamenskontor", "<h3>Beviser</h3>", "<h3>Det, vi udbyder</h3>", "Hvad der bliver brug for"):
        assert words in page
