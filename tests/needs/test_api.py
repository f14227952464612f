"""What the pages can, a program can: from words to a class, for each side, and nothing for anybody else."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from factories import NOW, make_competence, make_member, make_person
from factories_needs import make_enquiry, make_firm, make_institution, make_need, terms
from nanobank.accounts.models import Person
from nanobank.accounts.services import create_token
from nanobank.needs.models import Need
from nanobank.organisations.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    cache.clear()


class Program:
    """A program with a person's token."""

    def __init__(self, person: Person) -> None:
        secret = create_token(person=person, name="prøve", days=None, now=NOW).secret
        self.headers = {"Authorization": f"Bearer {secret}"}
        self.client = Client()

    def get(self, path: str) -> Any:
        return self.client.get(f"/api/v1{path}", headers=self.headers)

    def post(self, path: str, body: Any = None) -> Any:
        return self.client.post(f"/api/v1{path}", body or {}, content_type="application/json", headers=self.headers)

    def put(self, path: str, body: Any) -> Any:
        return self.client.put(f"/api/v1{path}", body, content_type="application/json", headers=self.headers)


def test_a_program_goes_from_words_to_a_reserved_class() -> None:
    competence = make_competence()
    firm, boss = make_firm()
    institution, lead, module = make_institution(competence)
    assert module is not None
    employer, office = Program(boss), Program(lead)
    said = {"words": "CSRD", "people": 12, "organisation": firm.slug, "competences": [competence.slug]}
    made = employer.post("/needs", said)
    assert made.status_code == 201
    uuid = made.json()["uuid"]
    assert (made.json()["region"], made.json()["origin"]) == ("DK-82", "employer")
    assert employer.get("/needs").json()[0]["uuid"] == uuid
    (suggestion,) = employer.get(f"/needs/{uuid}/suggestions").json()
    assert (suggestion["institution"], suggestion["covers"]) == (institution.slug, [competence.slug])
    (asked,) = employer.post(f"/needs/{uuid}/enquiries", {"institutions": [institution.slug]}).json()
    (head,) = office.get("/enquiries").json()
    assert head["uuid"] == asked["uuid"]
    path = f"/enquiries/{asked['uuid']}"
    assert "Brodal" not in str(office.get(path).json())
    assert office.post(f"{path}/messages", {"words": "Kan I om onsdagen?"}).status_code == 201
    offer = terms()
    body = {
        "words": offer.words, "price": "48000", "seats": 12, "form": "blended",
        "starts_on": offer.starts_on.isoformat(), "ends_on": offer.ends_on.isoformat(),
        "parts": [{"module": module.slug}, {"title": "Nyt", "ects": "1", "competences": [competence.slug]}],
    }  # fmt: skip
    answer = office.post(f"{path}/answers", body)
    assert answer.status_code == 201, answer.content
    (compared,) = employer.get(f"/needs/{uuid}/answers").json()
    assert (compared["covers"], compared["modules_to_be_written"]) == ([competence.slug], 1)
    accepted = employer.post(f"/need-answers/{answer.json()['uuid']}/accept").json()
    assert all(part["offering"] for part in accepted["answer"]["parts"])
    assert employer.post(f"/need-answers/{answer.json()['uuid']}/accept").status_code == 409
    assert employer.get(f"/needs/{uuid}").json()["state"] == "met"
    assert office.get(path).json()["asker"] == "Brodal Teknik"


def test_words_are_read_for_anybody_and_nothing_is_kept(client: Client) -> None:
    words = "Vi skal kunne læse en CSRD-rapport."
    read = client.post("/api/v1/needs/read", {"words": words}, content_type="application/json")
    assert read.status_code == 200
    assert set(read.json()) == {"language", "remarks", "competences", "not_understood"}
    assert read.json()["not_understood"] == [words]
    long = client.post("/api/v1/needs/read", {"words": "å" * 20_001}, content_type="application/json")
    assert (long.status_code, long.json()["field"]) == (422, "words")
    assert not Need.objects.exists()


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("words", {"words": " "}),
        ("competences", {"competences": ["findes-ikke"]}),
        ("people", {"people": 0}),
        ("region", {"region": "DK-99"}),
        ("sector", {"sector": "Å"}),
    ],
)
def test_what_is_wrong_is_told_by_field(field: str, wrong: dict[str, Any]) -> None:
    answer = Program(make_person()).post("/needs", {"words": "CSRD", **wrong})
    assert answer.status_code == 422
    assert field in str(answer.json())


def test_a_need_is_corrected_and_closed() -> None:
    program = Program(make_person())
    uuid = program.post("/needs", {"words": "CSRD"}).json()["uuid"]
    assert program.put(f"/needs/{uuid}", {"words": "ESRS", "people": 2}).json()["words"] == "ESRS"
    assert program.post(f"/needs/{uuid}/found").json()["state"] == "met"
    assert program.post(f"/needs/{uuid}/withdraw").status_code == 409


@pytest.mark.parametrize("role", [*Role, None])
def test_anothers_need_and_request_do_not_exist(role: Role | None) -> None:
    enquiry = make_enquiry()
    stranger = Program(make_person() if role is None else make_member(role))
    for path in (f"/needs/{enquiry.need.uuid}", f"/needs/{enquiry.need.uuid}/answers", f"/enquiries/{enquiry.uuid}"):
        assert stranger.get(path).status_code == 404
    assert stranger.post(f"/enquiries/{enquiry.uuid}/messages", {"words": "Hej"}).status_code == 404
    assert stranger.post(f"/needs/{enquiry.need.uuid}/withdraw").status_code == 404


def test_an_institution_that_is_not_there_cannot_be_asked() -> None:
    need = make_need()
    assert need.by is not None
    answer = Program(need.by).post(f"/needs/{need.uuid}/enquiries", {"institutions": ["findes-ikke"]})
    assert (answer.status_code, answer.json()["field"]) == (422, "institutions")


def test_the_radar_and_writing_from_it(client: Client) -> None:
    competence = make_competence()
    for number in range(5):
        firm, boss = make_firm()
        make_need(firm, boss, words=f"Behov {number}", competences=[competence], may_be_contacted=True)
    radar = client.get("/api/v1/need-radar?region=DK-82").json()
    assert [(one["competence"], one["askers"], one["people"]) for one in radar["wanted"]] == [(competence.slug, 5, 60)]
    institution, lead, _module = make_institution()
    words = "Vi overvejer et hold om klimaregnskab til foråret."
    body = {"institution": institution.slug, "competence": competence.slug, "words": words}
    office = Program(lead)
    made = office.post("/outreaches", body)
    assert (made.status_code, made.json()["reached"], made.json()["yes"]) == (201, 5, [])
    asker = Program(boss)
    (mine,) = asker.get("/needs").json()
    contact = mine["contacts"][0]["uuid"]
    assert asker.post(f"/need-contacts/{contact}/reply", {"yes": True, "words": "Ja tak"}).status_code == 204
    assert asker.post(f"/need-contacts/{contact}/reply", {"yes": False}).status_code == 409
    (yes,) = office.get(f"/outreaches/{made.json()['uuid']}").json()["yes"]
    assert [one["uuid"] for one in office.get("/outreaches").json()] == [made.json()["uuid"]]
    assert asker.get("/outreaches").status_code == 404
    assert yes["email"] == boss.email
    assert Program(make_person()).post("/outreaches", body).status_code == 404
