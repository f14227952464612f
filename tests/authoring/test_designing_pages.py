"""The designer's pages: one screen a question, what stands on one side, nobody else's to see."""

import pytest
from django.test import Client
from django.urls import reverse

from conftest import CountQueries
from factories import make_organisation, make_person
from factories_catalogue import published_module
from factories_designing import answer_all, make_design, make_designer
from nanobank.accounts.models import Person
from nanobank.authoring.designing.questions import ADDRESSES
from nanobank.authoring.models import Design
from nanobank.catalogue.models import MicroCredential
from nanobank.organisations.models import Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider() -> Organisation:
    return make_organisation()


@pytest.fixture
def designer(provider: Organisation, client: Client) -> Person:
    person = make_designer(provider)
    client.force_login(person)
    return person


def url(design: Design, word: str) -> str:
    return reverse("design_question", args=[design.uuid, word])


def test_from_a_working_title_to_the_first_question(client: Client, provider: Organisation, designer: Person) -> None:
    sent = {"provider": provider.slug, "title": "AI i dansk"}
    page = client.post(reverse("design_new"), sent, follow=True)
    design = Design.objects.get()
    assert page.redirect_chain[-1][0] == url(design, "hvem")
    assert "Hvem er den til?" in page.content.decode()
    assert "Medborger" not in page.content.decode()
    page = client.post(reverse("design_new"), {"provider": provider.slug, "title": ""})
    assert page.status_code == 422


def test_every_question_has_its_page_and_each_answer_leads_on(
    client: Client, provider: Organisation, designer: Person
) -> None:
    design = answer_all(make_design(provider, designer), designer)
    for word in ADDRESSES.values():
        page = client.get(url(design, word))
        assert page.status_code == 200
        assert "11 af 11 er på plads" in page.content.decode()
    page = client.post(url(design, "niveau"), {"level": "7", "revision": "1"})
    assert page["Location"] == url(design, "moduler")


def test_the_assessment_is_suggested_with_reasons_and_an_example(
    client: Client, provider: Organisation, designer: Person
) -> None:
    design = answer_all(make_design(provider, designer), designer)
    page = client.get(url(design, "eksamen")).content.decode()
    assert "»undervise« er noget, man gør" in page
    assert "undervise med AI i dansk." in page


def test_a_suggestion_is_used_by_a_button_and_keeps_what_was_typed(
    client: Client, provider: Organisation, designer: Person
) -> None:
    design = answer_all(make_design(provider, designer), designer)
    there = url(design, "eksamen")
    best = client.get(there).context["suggested"][0]
    assert f'value="use:{best.assessment}">Brug forslaget' in client.get(there).content.decode()
    typed = {"grading": "pass_fail", "exam_guidance_da": "Tag en kollega med.", "exam_guidance_en": ""}
    page = client.post(there, {**typed, "revision": "1", "do": f"use:{best.assessment}"})
    assert page["Location"] == f"{there}#answer"
    kept = design.answers.get(question="assessment").values
    assert (kept["assessment"], kept["by_hand_in"]) == (best.assessment, best.handed_in)
    assert kept["exam_guidance_da"] == f"Tag en kollega med.\n\n{best.guidance['da']}"
    assert kept["exam_guidance_en"] == best.guidance["en"]
    assert "The participant" in best.guidance["en"]


def test_what_is_to_be_looked_at_again_says_why_and_leads_there(
    client: Client, provider: Organisation, designer: Person
) -> None:
    design = make_design(provider, designer)
    client.post(url(design, "hvem"), {"audiences": ["professionals"], "target_da": "", "revision": "0"})
    page = client.get(url(design, "niveau")).content.decode()
    assert f'<a href="{url(design, "hvem")}#mangler">Skriv, hvem de er' in page
    there = client.get(url(design, "hvem")).content.decode()
    assert 'id="mangler"' in there
    assert "nb-message--error" not in there


def test_modules_are_found_added_moved_and_named_without_javascript(
    client: Client, provider: Organisation, designer: Person
) -> None:
    design = make_design(provider, designer)
    module = published_module(provider)
    there = url(design, "moduler")
    client.post(there, {"ects": "5", "revision": "0", "do": f"add:{module.slug}"})
    rows = {"part_module": [module.slug], "part_title": ["x"], "part_ects": ["2.5"], "part_kind": ["required"]}
    new = {"new_title": "AI som modspil", "new_ects": "2,5", "do": "write"}
    page = client.post(there, {"ects": "5", "revision": "1", **rows, **new})
    assert page["Location"] == f"{there}#parts"
    rows = {name: [*values, {"part_module": "", "part_title": "AI som modspil", "part_ects": "2,5",
                             "part_kind": "elective"}[name]] for name, values in rows.items()}  # fmt: skip
    client.post(there, {"ects": "5", "revision": "2", **rows, "do": "up:1"})
    assert design.answers.get(question="modules").values["parts"] == [
        {"title": "AI som modspil", "ects": "2.5", "elective": True},
        {"module": module.slug, "elective": False},
    ]
    page = client.post(there, {"ects": "5", "revision": "3", "new_title": "For stort", "new_ects": "30"})
    assert page.status_code == 422
    assert "højst 10 ECTS" in page.content.decode()


def test_who_comes_second_is_told_and_keeps_what_was_typed(
    client: Client, provider: Organisation, designer: Person
) -> None:
    design = answer_all(make_design(provider, designer), designer)
    sent = {"title_da": "Dansk med AI", "title_en": "x", "summary_da": "y", "summary_en": "z", "revision": "1"}
    page = client.post(url(design, "navn"), sent)
    assert page.status_code == 409
    said = page.content.decode()
    assert f"{designer.name} har ændret svaret, mens du skrev" in said
    assert 'value="Dansk med AI"' in said
    assert "Undervis med AI." in said
    assert 'name="revision" value="2"' in said
    assert client.post(url(design, "navn"), {**sent, "revision": "2"}).status_code == 302


def test_the_design_becomes_a_micro_credential_and_can_be_designed_anew(
    client: Client, provider: Organisation, designer: Person
) -> None:
    design = make_design(provider, designer)
    page = client.post(reverse("design_finish", args=[design.uuid]))
    assert page.status_code == 422
    answer_all(design, designer)
    page = client.post(reverse("design_finish", args=[design.uuid]), follow=True)
    made = MicroCredential.objects.get()
    assert "er oprettet" in page.content.decode()
    assert client.get(url(design, "navn")).status_code == 302
    client.post(reverse("design_anew", args=[made.slug]), {"aim": "change"})
    page = client.post(reverse("design_anew", args=[made.slug]), {"aim": "change"}, follow=True)
    assert "Arbejd videre på det design" in page.content.decode()
    assert Design.objects.count() == 2


@pytest.mark.parametrize("path", ["", "navn/", "bliver-til/", "opgives/"])
def test_neighbours_and_learners_find_no_design(client: Client, provider: Organisation, path: str) -> None:
    there = f"{reverse('design', args=[make_design(provider).uuid])}{path}"
    asked = client.post if path in ("bliver-til/", "opgives/") else client.get
    assert asked(there)["Location"].startswith(reverse("account_login"))
    for person in (make_designer(make_organisation()), make_person()):
        client.force_login(person)
        assert asked(there).status_code == 404
    assert Design.objects.exists()


def test_the_list_takes_as_many_queries_whatever_it_holds(
    client: Client, provider: Organisation, designer: Person, count_queries: CountQueries
) -> None:
    make_design(provider, designer)
    client.get(reverse("designs"))
    few = count_queries(lambda: client.get(reverse("designs")))
    for _number in range(4):
        answer_all(make_design(provider, designer), designer)
    assert count_queries(lambda: client.get(reverse("designs"))) == few
    client.force_login(make_person())
    assert client.get(reverse("designs")).status_code == 404
