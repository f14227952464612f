"""The pages of competences, roles and frameworks, and those on which a framework is taken in."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from conftest import CountQueries
from factories import make_competence, make_member, make_organisation, make_person
from factories_catalogue import published_module
from factories_frameworks import (
    SKILL,
    hand_over,
    make_concept,
    skill,
    skills_csv,
    small_esco,
    take_in,
    zipped,
)
from nanobank.catalogue.models import Competence
from nanobank.frameworks.models import Concept, Framework, ImportRun, Kind, Requirement, State
from nanobank.organisations.models import Role

pytestmark = pytest.mark.django_db


def _role_asking(count: int, *, taught: int = 0) -> Concept:
    role = make_concept(label_da="kommunikatør", label_en="communicator")
    for n in range(count):
        competence = make_competence(slug=f"{role.slug}-{n}", label_da=f"kunne noget {n}")
        asked = make_concept(
            Kind.COMPETENCE,
            slug=competence.slug,
            uri=competence.uri,
            label_da=competence.label_da,
            competence=competence,
        )
        Requirement.objects.create(framework=role.framework, asking=role, asked=asked, essential=n % 2 == 0)
        if n < taught:
            published_module(title_da=f"Modul om noget {n}", competences=(competence,))
    return role


def test_a_competence_says_where_it_lies_who_needs_it_what_else_it_is_called_and_whom_to_thank(client: Client) -> None:
    take_in(zipped(small_esco()), "esco.zip")
    page = client.get("/kompetencer/communicate-about-health/").content.decode()
    for text in (
        "Kommunikere om sundhed", "sundhedskommunikation", "communicate about health", "Communication", "Journalist",
        "Denne tjeneste bruger Europa-Kommissionens ESCO-klassifikation.", "Ingen underviser i den her endnu",
    ):  # fmt: skip
        assert text in page
    assert "uofficielle" not in page
    english = client.get("/en/kompetencer/communicate-about-health/").content.decode()
    assert "Communicate about health" in english
    assert "This service uses the ESCO classification of the European Commission." in english


def test_an_unofficial_danish_name_says_that_it_is(client: Client) -> None:
    make_competence(slug="ours")
    assert "uofficielle" in client.get("/kompetencer/ours/").content.decode()


def test_a_retired_competence_is_still_there_and_says_so(client: Client) -> None:
    take_in(zipped(small_esco()), "esco.zip")
    assert "Rammen bruger ikke længere" in client.get("/kompetencer/use-a-telex/").content.decode()


def test_a_role_says_what_it_takes_what_of_that_is_taught_and_what_to_do_about_the_rest(client: Client) -> None:
    role = _role_asking(6, taught=1)
    page = client.get(f"/roller/{role.slug}/").content.decode()
    for text in ("Kommunikatør", "1 af 3 kan læres her.", "Modul om noget 0", "Dækker 1 af 6 kompetencer"):
        assert text in page
    assert f"?stilling={role.slug}" in page
    assert f"kompetence={role.slug}-2" in page


@pytest.mark.parametrize("where", ["competence", "occupation", "group", "competences", "occupations", "frameworks"])
def test_ten_more_rows_cost_no_more_queries(client: Client, count_queries: CountQueries, where: str) -> None:
    take_in(zipped(small_esco()), "esco.zip")
    few, many = _role_asking(2, taught=1), _role_asking(12, taught=6)
    addresses: dict[str, Callable[[Concept], str]] = {
        "competence": lambda role: f"/kompetencer/{role.slug}-0/",
        "occupation": lambda role: f"/roller/{role.slug}/",
        "group": lambda role: "/kompetencer/omraade/communication/",
        "competences": lambda role: "/kompetencer/?q=kunne",
        "occupations": lambda role: "/roller/?q=kommunikat",
        "frameworks": lambda role: "/rammer/",
    }
    client.get(addresses[where](many))
    first = count_queries(lambda: client.get(addresses[where](few)))
    assert count_queries(lambda: client.get(addresses[where](many))) <= first


@pytest.mark.parametrize(
    "address",
    [
        "/kompetencer/", "/kompetencer/?q=sundhed", "/kompetencer/?q=findes-ikke", "/roller/", "/roller/?q=journalist",
        "/rammer/", "/rammer/esco/", "/kompetencer/omraade/communication/", "/roller/omraade/journalists/",
        "/roller/journalist/",
    ],
)  # fmt: skip
def test_everybody_may_read(client: Client, address: str) -> None:
    take_in(zipped(small_esco()), "esco.zip")
    for language in ("", "/en"):
        assert client.get(language + address).status_code == 200


@pytest.mark.parametrize(
    "address", ["/kompetencer/x/", "/roller/x/", "/kompetencer/omraade/x/", "/roller/omraade/x/", "/rammer/x/"]
)
def test_what_is_not_there_is_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_role_is_not_shown_as_an_area(client: Client) -> None:
    role = make_concept()
    assert client.get(f"/kompetencer/omraade/{role.slug}/").status_code == 404


def test_whoever_runs_the_bank_hands_files_over_looks_and_takes_them_in(client: Client) -> None:
    client.force_login(make_person(is_staff=True))
    file = SimpleUploadedFile("esco.zip", zipped(small_esco()))
    answer = client.post("/rammer/indlaesninger/", {"package": file})
    run = ImportRun.objects.get()
    assert answer.headers["Location"] == reverse("framework_import", args=[run.uuid])
    assert run.state == State.READY  # the tests' worker works at once
    page = client.get(answer.headers["Location"]).content.decode()
    assert "Bruges ikke: conceptSchemes_en.csv" in page
    client.post(reverse("framework_import_begin", args=[run.uuid]))
    run.refresh_from_db()
    assert run.state == State.FINISHED
    assert "Se rammen" in client.get(reverse("framework_import", args=[run.uuid])).content.decode()
    assert client.get(reverse("framework_import_progress", args=[run.uuid])).headers["HX-Refresh"] == "true"


def test_several_files_are_taken_together(client: Client) -> None:
    client.force_login(make_person(is_staff=True))
    files = [
        SimpleUploadedFile("skills_en.csv", skills_csv(skill(1, "check sources"))),
        SimpleUploadedFile("da.zip", zipped({"skills_da.csv": skills_csv(skill(1, "tjekke kilder"))})),
    ]
    client.post("/rammer/indlaesninger/", {"package": files})
    run = ImportRun.objects.get()
    assert run.found["languages"] == ["da", "en"]
    client.post(reverse("framework_import_begin", args=[run.uuid]))
    assert Competence.objects.get(uri=SKILL.format(1)).label_da == "tjekke kilder"


def test_what_is_wrong_stands_on_the_page_and_in_a_list(client: Client) -> None:
    client.force_login(make_person(is_staff=True))
    run = hand_over(skills_csv(skill(1, "check sources"), {**skill(2, "=1+1"), "conceptUri": "=1+1"}), "skills_en.csv")
    page = client.get(reverse("framework_import", args=[run.uuid])).content.decode()
    assert "Det er ikke en adresse." in page
    answer = client.get(reverse("framework_import_faults", args=[run.uuid]))
    listed = b"".join(answer).decode()
    assert "skills_en.csv;3;conceptUri;'=1+1;" in listed


@pytest.mark.parametrize("data", [{}, {"package": SimpleUploadedFile("x.csv", b"kode;navn\r\nx;y\r\n")}])
def test_a_form_that_lacks_something_is_shown_again(client: Client, data: dict[str, object]) -> None:
    client.force_login(make_person(is_staff=True))
    answer = client.post("/rammer/indlaesninger/", data)
    assert answer.status_code == 422
    assert not ImportRun.objects.exists()


def test_nobody_but_those_who_run_the_bank_sees_an_import(client: Client) -> None:
    run = hand_over(zipped(small_esco()), "esco.zip")
    addresses = [reverse("framework_imports")] + [
        reverse(name, args=[run.uuid])
        for name in ("framework_import", "framework_import_progress", "framework_import_faults")
    ]
    verbs = [reverse(f"framework_import_{verb}", args=[run.uuid]) for verb in ("begin", "stop", "go_on", "withdraw")]
    for address in addresses:
        assert client.get(address).status_code == 302
    organisation = make_organisation()
    for role in Role:
        client.force_login(make_member(role, organisation))
        assert [client.get(address).status_code for address in addresses] == [404] * len(addresses)
        assert [client.post(address).status_code for address in verbs] == [404] * len(verbs)
    run.refresh_from_db()
    assert run.state == State.READY
    assert not Framework.objects.exists()
