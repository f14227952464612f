from datetime import date
from decimal import Decimal
from functools import partial

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertHTMLEqual

from conftest import CountQueries
from factories import NOW, make_competence, make_micro_credential, make_organisation, make_person
from factories_pathways import make_life, make_mentor, make_pathway, make_teaching
from nanobank.catalogue.services.reindexing import reindex
from nanobank.pathways.forms.life import LifeForm
from nanobank.pathways.inputs import plain_input
from nanobank.pathways.models import DegreeProgramme, Pathway, Planning, Role
from nanobank.pathways.queries import said
from nanobank.pathways.terms import HoursTerms

pytestmark = pytest.mark.django_db


def signed_in(pathway: Pathway, client: Client) -> Client:
    client.force_login(pathway.person)
    return client


def life_as_shown(client: Client, pathway: Pathway) -> dict[str, object]:
    """What a browser would send back of the page of the life, untouched."""
    form = client.get(f"/forloeb/{pathway.uuid}/liv/").context["form"]
    sent: dict[str, object] = {}
    for field in form:
        value = field.value()
        if value is not None and value is not False:
            sent[field.html_name] = value
    return sent


def test_a_visitor_is_asked_to_sign_in_first(client: Client) -> None:
    for path in ("/forloeb/", "/forloeb/nyt/", "/en/forloeb/nyt/"):
        assert client.get(path).status_code == 302


def test_own_words_are_read_into_competences_that_one_can_untick(client: Client) -> None:
    client.force_login(make_person())
    wanted, other = make_competence(label_da="lave statistik"), make_competence(label_da="lave kaffe")
    make_teaching(make_organisation(), "tal", wanted)
    reindex(now=NOW)
    page = client.get("/forloeb/nyt/?q=statistik")
    assert [(box.competence, box.is_ticked) for box in page.context["boxes"]] == [(wanted, True)]
    more = client.post(
        "/forloeb/nyt/", {"kind": "own_words", "words": "kaffe", "find": "1", "seen": [wanted.slug]}
    ).context["boxes"]
    assert [(box.competence, box.is_ticked) for box in more] == [(wanted, False), (other, True)]


def test_a_goal_in_own_words_leads_on_to_the_life(client: Client) -> None:
    client.force_login(person := make_person())
    wanted = make_competence()
    sent = {"kind": "own_words", "words": "Skrive om tal", "competences": [wanted.slug], "level": "6"}
    answer = client.post("/forloeb/nyt/", sent)
    pathway = Pathway.objects.get(person=person)
    assert answer.headers["Location"] == f"/forloeb/{pathway.uuid}/liv/"
    assert pathway.title == "Skrive om tal"
    assert [(one.slug, one.level) for one in said(pathway).goal.competences] == [(wanted.slug, 6)]


def test_a_goal_that_says_nothing_keeps_what_was_written(client: Client) -> None:
    client.force_login(make_person())
    answer = client.post("/forloeb/nyt/", {"kind": "own_words", "words": "noget med mennesker"})
    assert answer.status_code == 422
    assert "noget med mennesker" in answer.content.decode()
    assert "Sæt kryds ved mindst én kompetence" in answer.content.decode()


def test_a_micro_credential_a_role_and_a_degree_can_be_the_goal(client: Client) -> None:
    client.force_login(person := make_person())
    micro_credential = make_micro_credential()
    role = Role.objects.create(slug="formidler", label_da="formidler", label_en="communicator")
    degree = DegreeProgramme.objects.create(
        slug="master", title_da="Master", title_en="Master", level=7, ects=60, months=24, rules={"min_ects": "60"}
    )
    for kind, one in (("micro_credential", micro_credential), ("role", role), ("degree", degree)):
        assert client.post("/forloeb/nyt/", {"kind": kind, kind: one.slug}).status_code == 302
    kinds = Pathway.objects.filter(person=person).values_list("goal_kind", flat=True)
    assert set(kinds) == {"micro_credential", "role", "degree"}
    assert "Mindst 60 ECTS." in client.get("/forloeb/nyt/?maade=uddannelse").content.decode()


def test_a_micro_credential_is_chosen_already_when_one_comes_from_its_page(client: Client) -> None:
    client.force_login(make_person())
    micro_credential = make_micro_credential(title_da="Klart sprog")
    reindex(now=NOW)
    page = client.get(f"/forloeb/nyt/?mikro={micro_credential.slug}").content.decode()
    assert f'value="{micro_credential.slug}" checked' in page


def test_a_life_that_is_sent_as_it_was_shown_stays_as_it_was(client: Client) -> None:
    today = timezone.localdate()
    periods = (HoursTerms(since=today, hours=Decimal(8)), HoursTerms(since=date(2027, 1, 20), hours=Decimal("2.5")))
    life = make_life().model_copy(update={"begins": today, "hours": periods})
    pathway = make_pathway(life=life)
    client = signed_in(pathway, client)
    answer = client.post(f"/forloeb/{pathway.uuid}/liv/", life_as_shown(client, pathway))
    assert answer.headers["Location"] == f"/forloeb/{pathway.uuid}/"
    pathway.refresh_from_db()
    assert said(pathway).life == life
    assert Planning.objects.get(pathway=pathway).state == "waiting"


def test_hours_are_told_month_by_month_and_read_as_periods(client: Client) -> None:
    pathway = make_pathway()
    client = signed_in(pathway, client)
    sent = life_as_shown(client, pathway)
    months = [name for name in sent if name.startswith("h-")]
    sent |= dict.fromkeys(months[2:5], "3,5") | dict.fromkeys(months[5:6], "0") | {"intensity": "150"}
    assert client.post(f"/forloeb/{pathway.uuid}/liv/", sent).status_code == 302
    pathway.refresh_from_db()
    life = said(pathway).life
    assert [period.hours for period in life.hours] == [10, Decimal("3.5"), 0, 10]
    assert life.hours[1].since == date.fromisoformat(f"{months[2][2:]}-01")
    assert life.intensity == 150


def test_what_makes_no_sense_is_said_beside_its_field_and_all_is_kept(client: Client) -> None:
    pathway = make_pathway()
    client = signed_in(pathway, client)
    sent = life_as_shown(client, pathway) | {"deadline": "2020-01-01", "postcode": "12", "distance_km": "20"}
    answer = client.post(f"/forloeb/{pathway.uuid}/liv/", sent)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"deadline", "postcode"}
    assert 'value="12"' in answer.content.decode()
    assert not Planning.objects.exists()


def test_places_times_and_what_one_can_are_kept(client: Client) -> None:
    pathway, known = make_pathway(), make_competence()
    client = signed_in(pathway, client)
    sent = life_as_shown(client, pathway) | {
        "postcode": "6700",
        "distance_km": "40",
        "participation": ["online", "blended"],
        "times": ["mon-evening", "tue-evening"],
        "knows": [known.slug],
        "held_title": "Bachelor i historie",
        "held_ects": "180",
        "order": "cost",
        "only_assessed": "on",
        "budget": "12000",
    }
    assert client.post(f"/forloeb/{pathway.uuid}/liv/", sent).status_code == 302
    pathway.refresh_from_db()
    told = said(pathway)
    assert (told.life.postcode, told.life.distance_km, told.life.budget) == ("6700", 40, Decimal(12000))
    assert told.life.forms == ("online", "blended")
    assert told.life.times == ("mon-evening", "tue-evening")
    assert told.life.accepts == ("own", "vetted")
    assert [one.slug for one in told.life.knows] == [known.slug]
    assert [one.title for one in told.life.holds] == ["Bachelor i historie"]
    assert told.wishes.order[0] == "cost"
    shown = client.get(f"/forloeb/{pathway.uuid}/liv/").content.decode()
    assert "Bachelor i historie" in shown


@pytest.mark.parametrize("page", ["maal", "liv"])
def test_only_the_learner_says_what_they_want(client: Client, page: str) -> None:
    pathway = make_pathway()
    path = f"/forloeb/{pathway.uuid}/{page}/"
    assert signed_in(pathway, client).get(path).status_code == 200
    for other in (make_person(), make_mentor(pathway.person)):
        client.force_login(other)
        assert client.get(path).status_code == 404
        assert client.post(path, {"kind": "own_words"}).status_code == 404


def test_the_page_of_the_life_asks_as_much_however_much_one_can(client: Client, count_queries: CountQueries) -> None:
    client.force_login(person := make_person())
    little, much = (
        make_pathway(person=person, life=make_life(knows=[{"slug": make_competence().slug} for _ in range(number)]))
        for number in (1, 9)
    )
    client.get(f"/forloeb/{little.uuid}/liv/")
    few, many = (count_queries(partial(client.get, f"/forloeb/{one.uuid}/liv/")) for one in (little, much))
    assert many == few


def test_the_hours_of_a_week_are_one_field_and_months_that_differ_stay(client: Client) -> None:
    pathway = make_pathway()
    client = signed_in(pathway, client)
    sent = life_as_shown(client, pathway)
    assert sent["usual"] == "10"
    months = [name for name in sent if name.startswith("h-")]
    client.post(f"/forloeb/{pathway.uuid}/liv/", {**sent, months[3]: "0", "usual": "5"})
    pathway.refresh_from_db()
    assert [int(one.hours) for one in said(pathway).life.hours] == [5, 0, 5]
    by_script = {**life_as_shown(client, pathway), "usual": "8", "spread": "1"}
    client.post(f"/forloeb/{pathway.uuid}/liv/", by_script)
    pathway.refresh_from_db()
    assert [int(one.hours) for one in said(pathway).life.hours] == [5, 0, 5]


def test_an_input_that_is_drawn_without_a_template_is_the_same(client: Client) -> None:
    pathway = make_pathway()
    client = signed_in(pathway, client)
    for sent in ({}, {"begins": "i morgen", "distance_km": "20", "postcode": "<b>", "held_ects": "mange"}):
        form = LifeForm(sent or None, life=said(pathway).life, wishes=said(pathway).wishes)
        for name in ("begins", "deadline", "budget", "postcode", "distance_km", "held_title", "held_ects"):
            drawn = plain_input(form[name], is_optional=not form.fields[name].required)
            assertHTMLEqual(drawn, form[name].as_field_group())
