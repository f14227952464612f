"""When a module can be begun: an educator says so on a page, and sees how many seats are taken."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from conftest import CountQueries
from factories import make_member
from factories_study import TEXT, make_enrolment, make_taught_module
from nanobank.catalogue.models import Module, Offering
from nanobank.common import clock
from nanobank.organisations.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def module() -> Module:
    module = make_taught_module(TEXT)
    module.offerings.all().delete()
    return module


@pytest.fixture
def browser(module: Module) -> Client:
    client = Client()
    client.force_login(make_member(Role.EDUCATOR, module.provider))
    return client


def url_of(module: Module) -> str:
    return reverse("offerings", args=[module.slug])


def test_a_class_is_offered_and_its_seats_are_counted(module: Module, browser: Client) -> None:
    first = clock.now().date() + timedelta(days=30)
    days = {"starts_on": first.isoformat(), "ends_on": (first + timedelta(days=40)).isoformat()}
    given = {"when": "dates", **days, "place": "Odense", "seats": "12"}
    assert browser.post(url_of(module), given)["Location"] == url_of(module)
    offering = Offering.objects.get(module=module)
    assert (offering.starts_on, offering.place, offering.seats) == (first, "Odense", 12)
    make_enrolment(module)
    page = browser.get(url_of(module)).content.decode()
    assert "Odense" in page
    assert "1 af 12 pladser er taget" in page


def test_any_day_needs_no_dates_no_weekdays_and_no_end_of_seats(module: Module, browser: Client) -> None:
    days = {"starts_on": "2027-01-01", "ends_on": "sludder", "times": ["tue-evening", "never"]}
    assert browser.post(url_of(module), {"when": "any_day", **days, "place": "", "seats": ""}).status_code == 302
    offering = Offering.objects.get(module=module)
    assert offering.is_rolling
    assert offering.times == []
    assert offering.seats is None
    assert url_of(module) in browser.get(reverse("teaching")).content.decode()


def test_a_class_says_where_it_is_and_when_one_must_be_there(module: Module, browser: Client) -> None:
    first = clock.now().date() + timedelta(days=30)
    days = {"starts_on": first.isoformat(), "ends_on": (first + timedelta(days=40)).isoformat()}
    given = {"when": "dates", **days, "place": "Odense", "times": ["thu-evening", "tue-evening"]}
    assert "Et postnummer har fire cifre." in browser.post(url_of(module), {**given, "postcode": "50"}).content.decode()
    assert browser.post(url_of(module), {**given, "postcode": "5000"}).status_code == 302
    offering = Offering.objects.get(module=module)
    assert (offering.postcode, offering.times) == ("5000", ["tue-evening", "thu-evening"])
    assert "Torsdag aften" in browser.get(url_of(module)).content.decode()


@pytest.mark.parametrize(
    "given",
    [
        {"when": "dates", "starts_on": "2027-01-01", "ends_on": ""},
        {"when": "dates", "starts_on": "2027-02-01", "ends_on": "2027-01-01"},
        {"when": "dates", "starts_on": "i morgen", "ends_on": "2027-01-01"},
        {"when": "any_day", "seats": "0"},
        {"when": "any_day", "place": "x" * 81},
        {"when": "aldrig"},
        {},
    ],
)
def test_what_makes_no_sense_is_said_beside_the_field_and_kept(
    module: Module, browser: Client, given: dict[str, Any]
) -> None:
    page = browser.post(url_of(module), {"place": "Ribe Katedralskole", **given})
    assert page.status_code == 422
    text = page.content.decode()
    assert "form-error-message" in text or "errorlist" in text
    assert given.get("place", "Ribe Katedralskole") in text
    assert not Offering.objects.filter(module=module).exists()


def test_the_page_costs_the_same_however_many_classes(
    module: Module, browser: Client, count_queries: CountQueries
) -> None:
    browser.get(url_of(module))
    few = count_queries(lambda: browser.get(url_of(module)))
    for month in range(1, 9):
        Offering.objects.create(module=module, starts_on=date(2026, month, 1), ends_on=date(2026, month, 20))
    assert count_queries(lambda: browser.get(url_of(module))) == few
    assert "Slut" in browser.get(url_of(module)).content.decode()
