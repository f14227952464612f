import re
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from conftest import CountQueries
from factories import make_competence, make_member, make_organisation, make_person
from factories_pathways import make_teaching
from factories_teams import make_team, make_workplace, team_planned, team_sent
from nanobank.organisations.models import Kind, Role
from nanobank.pathways.models import Pathway, Planning, PlanningState, Team, TeamPart
from nanobank.pathways.teams.queries import members_of, said

pytestmark = pytest.mark.django_db
STILL = re.compile(r"\s+")


def read(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return STILL.sub(" ", answer.content.decode())


def a_team(people: int = 3) -> tuple[Team, Client, Client]:
    """A team with a plan, its lead, and the first of those in it."""
    wanted = make_competence(label_da="kunne stille spørgsmål")
    make_teaching(make_organisation(), "spoerg", wanted, price=1500)
    team, lead = make_team(wanted, people=people)
    leading, learning = Client(), Client()
    leading.force_login(lead)
    learning.force_login(members_of(team)[0].person)
    return team, leading, learning


def test_an_employer_says_who_is_to_learn_what_and_the_plan_is_asked_for(client: Client) -> None:
    workplace, lead, staff = make_workplace(2)
    wanted = make_competence(label_da="kunne stille spørgsmål")
    make_teaching(make_organisation(), "spoerg", wanted)
    client.force_login(lead)
    page = read(client, f"/forloeb/hold/nyt/?organisation={workplace.slug}&kompetence={wanted.slug}&titel=Vagthold")
    for words in ("Hvem skal lære hvad?", "kunne stille spørgsmål", "Vagthold", *(one.name for one in staff)):
        assert words.lower() in page.lower()
    given = {
        "title": "Vagthold",
        "kind": "own_words",
        "competences": wanted.slug,
        "level": "1",
        "begins": str(timezone.localdate()),
        "hours": "5,5",
        "away_at_once": "1",
        "people": [str(one.uuid) for one in staff],
        f"hours-{staff[1].uuid}": "3",
    }
    assert client.post("/forloeb/hold/nyt/", {**given, "people": []}).status_code == 422
    assert "Vælg mindst én person" in STILL.sub(
        " ", client.post("/forloeb/hold/nyt/", {**given, "people": []}).content.decode()
    )
    assert client.post("/forloeb/hold/nyt/", {**given, "people": [str(make_person().uuid)]}).status_code == 422
    answer = client.post("/forloeb/hold/nyt/", given)
    team = Team.objects.get()
    assert answer.headers["Location"] == f"/forloeb/hold/{team.uuid}/"
    assert (said(team).hours, said(team).away_at_once) == (Decimal("5.5"), 1)
    assert [member.hours for member in members_of(team)] == [None, 3]
    assert Planning.objects.get().state == PlanningState.WAITING
    assert "Du er den næste" in read(client, f"/forloeb/hold/{team.uuid}/")
    client.post(f"/forloeb/hold/{team.uuid}/stands/")
    assert "Fortsæt" in read(client, f"/forloeb/hold/{team.uuid}/")
    edited = read(client, f"/forloeb/hold/{team.uuid}/ret/")
    assert 'value="5,5"' in edited
    assert edited.count(" checked") >= 3


def test_a_search_keeps_all_that_was_written(client: Client) -> None:
    workplace, lead, staff = make_workplace(1)
    client.force_login(lead)
    given = {
        "find": "1",
        "kind": "role",
        "title": "Vagthold",
        "words": "xyz",
        "hours": "7",
        "people": str(staff[0].uuid),
    }
    answer = client.post(f"/forloeb/hold/nyt/?organisation={workplace.slug}", given)
    assert answer.status_code == 200
    page = answer.content.decode()
    for words in ('value="Vagthold"', ">\nxyz</textarea>", 'value="7"', f'value="{staff[0].uuid}" checked'):
        assert words in page
    assert "form-error-message" not in page


def test_the_plan_shows_who_takes_what_when_and_what_it_costs(client: Client) -> None:
    team, leading, _learning = a_team()
    team_planned(team, team.made_by)
    page = read(leading, f"/forloeb/hold/{team.uuid}/")
    for words in ("3 af 3", "4.500 kr.", "Spoerg", "Hver plan er bevist bedst", "Send den til holdet"):
        assert words in page
    assert "style=" not in page
    assert "Send it to the team" in read(leading, f"/en/forloeb/hold/{team.uuid}/")


def test_each_is_sent_their_part_and_says_yes_or_no() -> None:
    team, leading, learning = a_team()
    team_planned(team, team.made_by)
    leading.post(f"/forloeb/hold/{team.uuid}/send/")
    assert len(mail.outbox) == 3
    assert "har lagt en plan for dig" in mail.outbox[0].subject
    part = TeamPart.objects.order_by("member__person__given_name")[0]
    assert any(f"/forloeb/hold/del/{part.uuid}/" in letter.body for letter in mail.outbox)
    assert "Fra din arbejdsplads" in read(learning, "/forloeb/")
    assert "Ja, gør det til mit forløb" in read(learning, f"/forloeb/hold/del/{part.uuid}/")
    learning.post(f"/forloeb/hold/del/{part.uuid}/bank/", {"counts": "yes"})
    assert "Tæl det ikke længere med" in read(learning, f"/forloeb/hold/del/{part.uuid}/")
    answer = learning.post(f"/forloeb/hold/del/{part.uuid}/svar/", {"answer": "yes", "words": "Gerne!"})
    pathway = Pathway.objects.get()
    assert answer.headers["Location"] == f"/forloeb/{pathway.uuid}/"
    assert "Spoerg" in read(learning, f"/forloeb/{pathway.uuid}/")
    page = read(leading, f"/forloeb/hold/{team.uuid}/")
    assert "Har sagt ja" in page
    assert "Gerne!" in page
    assert leading.get(f"/forloeb/{pathway.uuid}/").status_code == 404


def test_nobody_else_sees_a_team_or_anybodys_part() -> None:
    team, leading, learning = a_team()
    (part, *_others) = team_sent(team, team.made_by)
    neighbour, other, mentor = Client(), Client(), Client()
    neighbour.force_login(make_member(Role.EMPLOYER, make_organisation(Kind.EMPLOYER)))
    other.force_login(members_of(team)[1].person)
    mentor.force_login(make_person())
    for path in ("", "ret/", "undervejs/"):
        for client in (neighbour, other, mentor, learning):
            assert client.get(f"/forloeb/hold/{team.uuid}/{path}").status_code == 404
        assert leading.get(f"/forloeb/hold/{team.uuid}/{path}").status_code == 200
    for path in ("laeg/", "stands/", "send/", "laeg-vaek/"):
        for client in (neighbour, other, mentor, learning):
            assert client.post(f"/forloeb/hold/{team.uuid}/{path}").status_code == 404
    for client in (leading, neighbour, other, mentor):
        assert client.get(f"/forloeb/hold/del/{part.uuid}/").status_code == 404
        for path in ("svar/", "bank/"):
            assert client.post(f"/forloeb/hold/del/{part.uuid}/{path}").status_code == 404
    for client in (other, mentor, learning):
        assert client.get("/forloeb/hold/").status_code == 404
        assert client.get("/forloeb/hold/nyt/").status_code == 404
    assert team.title in read(leading, "/forloeb/hold/")
    assert team.title not in read(neighbour, "/forloeb/hold/")
    assert neighbour.get(f"/forloeb/hold/nyt/?organisation={team.organisation.slug}").status_code == 404
    assert leading.get(f"/forloeb/hold/{uuid4()}/").status_code == 404
    leading.post(f"/forloeb/hold/{team.uuid}/laeg-vaek/")
    assert learning.get(f"/forloeb/hold/del/{part.uuid}/").status_code == 404
    assert Client().get(f"/forloeb/hold/{team.uuid}/").status_code == 302


def test_the_page_costs_no_more_queries_for_a_larger_team(count_queries: CountQueries) -> None:
    counts = []
    for people in (1, 5):
        Team.objects.all().delete()
        team, leading, _learning = a_team_of(people)
        leading.get(f"/forloeb/hold/{team.uuid}/")
        counts.append(count_queries(lambda team=team, leading=leading: leading.get(f"/forloeb/hold/{team.uuid}/")))  # type: ignore[misc]
    assert counts[0] == counts[1]


def a_team_of(people: int) -> tuple[Team, Client, Client]:
    wanted = make_competence()
    make_teaching(make_organisation(), f"modul-{people}", wanted)
    team, lead = make_team(wanted, people=people)
    team_sent(team, lead)
    leading = Client()
    leading.force_login(lead)
    return team, leading, Client()
