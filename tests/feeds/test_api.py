"""What programs can do with offers from outside."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from factories import NOW, make_competence, make_member, make_organisation
from factories_feeds import course, item_list, make_feed, make_offer
from nanobank.accounts.services import create_token
from nanobank.organisations.models import Organisation, Role

pytestmark = pytest.mark.django_db


def _educator(organisation: Organisation) -> Client:
    person = make_member(Role.EDUCATOR, organisation)
    secret = create_token(person=person, name="test", days=None, now=NOW).secret
    return Client(headers={"authorization": f"Bearer {secret}", "accept-language": "da"})


def test_a_program_hands_a_feed_over_looks_at_it_and_takes_it_in() -> None:
    organisation = make_organisation()
    client = _educator(organisation)
    file = SimpleUploadedFile("kurser.json", item_list([course(1), course(2, url="http://10.0.0.1/")]))
    given = {"organisation": organisation.slug, "title": "Kursushuset", "file": file}
    run = client.post("/api/v1/feeds", given).json()
    assert (run["state"], run["lines"], run["faulty"], run["new"]) == ("ready", 2, 1, 1)
    faults = client.get(f"/api/v1/feed-runs/{run['uuid']}/faults").json()
    assert [one["line"] for one in faults["items"]] == [2]
    done = client.post(f"/api/v1/feed-runs/{run['uuid']}/begin").json()
    assert (done["state"], done["added"]) == ("finished", 1)
    offers = client.get("/api/v1/outside-offers").json()
    assert [(one["title"], one["line"]) for one in offers["items"]] == [("Kursus 1", "Ikke vurderet")]
    stranger = _educator(make_organisation())
    assert stranger.get(f"/api/v1/feed-runs/{run['uuid']}").status_code == 404


def test_a_program_lets_a_feed_be_fetched_by_itself() -> None:
    feed = make_feed(address="https://kurser.example/feed.json")
    path = f"/api/v1/feeds/{feed.uuid}/rhythm"
    client = _educator(feed.organisation)
    assert client.put(path, {"every_days": 7}, "application/json").status_code == 204
    (told,) = client.get("/api/v1/feeds").json()
    assert (told["every_days"], told["due_at"] is not None) == (7, True)
    assert client.put(path, {"every_days": 2}, "application/json").status_code == 422
    assert _educator(make_organisation()).put(path, {"every_days": 7}, "application/json").status_code == 404


def test_two_programs_judge_one_offer_and_the_second_is_told() -> None:
    offer = make_offer()
    competence = make_competence()
    client = _educator(offer.feed.organisation)
    given = {
        "verdict": "counts",
        "until": str(timezone.localdate() + timedelta(days=400)),
        "grounds": "Vi har set materialet og prøven, og de svarer til vores eget.",
        "competences": [competence.slug],
    }
    answers = [
        client.post(f"/api/v1/outside-offers/{offer.uuid}/vettings", given, "application/json") for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [201, 409]
    told = client.get(f"/api/v1/outside-offers/{offer.uuid}").json()
    assert told["line"].startswith("Vurderet af")
    assert len(told["vettings"]) == 1
