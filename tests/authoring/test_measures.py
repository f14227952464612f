"""What is measured of a draft is told beside it, to those who write it."""

from hashlib import sha256
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

import factories_media as files
from conftest import CountQueries
from factories import NOW, make_member, make_module, make_organisation, make_person
from nanobank.accounts.models import Person, PersonalToken
from nanobank.authoring.measuring import measures_of
from nanobank.authoring.services import uploading
from nanobank.catalogue.models import ModuleVersion
from nanobank.organisations.models import Organisation, Role
from nanobank.study.models import Step

pytestmark = pytest.mark.django_db
HEAVY = "Såfremt lederen påbegynder forløbet, skal rapporten fremsendes. ![](/a.png)"


@pytest.fixture
def provider() -> Organisation:
    return make_organisation()


@pytest.fixture
def version(provider: Organisation) -> ModuleVersion:
    made = make_module(provider, published=False, ects="2.00", description="").versions.get()
    made.learning_outcomes = [
        {"da": "Forstå data", "en": "Understand data"},
        {"da": "", "en": "Clean a data set in a newsroom"},
    ]
    made.save()
    return made


def program(person: Person) -> Client:
    """Somebody's program."""
    token = f"nb_{person.pk}_{person.email}"
    PersonalToken.objects.create(
        person=person, name="test", digest=sha256(token.encode()).digest(), hint=token[-4:], created_at=NOW
    )
    return Client(headers={"Authorization": f"Bearer {token}", "Accept-Language": "da"})


def write(version: ModuleVersion, kind: str = "text", **fields: object) -> Step:
    position = version.steps.count() + 1
    return Step.objects.create(version=version, position=position, kind=kind, title=f"Trin {position}", **fields)


def test_the_words_of_a_document_are_counted_as_reading(version: ModuleVersion) -> None:
    document = BytesIO()
    with ZipFile(document, "w") as parts:
        words = "<w:p><w:r><w:t>or</w:t></w:r><w:r><w:t>det </w:t></w:r></w:p>" * 400
        parts.writestr("word/document.xml", f'<w:d xmlns:w="urn:w">{words}</w:d>')
    write(version, "file", minutes=60, file=ContentFile(document.getvalue(), name="noter.docx"))
    write(version, "file", minutes=7, file=ContentFile(b"a,b", name="tal.csv"))
    write(version, "file", minutes=5, file=ContentFile(b"%PDF-1.7 ikke en", name="brudt.pdf"))
    work = measures_of(version).work.work
    assert (work.reading, work.unmeasured) == (2 + 7 + 5, 12)


def test_hours_are_measured_beside_those_claimed(version: ModuleVersion) -> None:
    write(version, body="ord " * 2000, minutes=5)
    write(version, "quiz", minutes=10).questions.create(position=1, kind="single", prompt="?", definition={})
    work = measures_of(version).work
    assert work.work.reading == 10
    assert work.work.doing == 1.5
    assert work.claimed_hours == 2 * float(version.module.provider.hours_per_ects)
    assert work.verdict == "own_work"
    assert [one.step.title for one in work.too_short] == ["Trin 1"]


def test_more_than_the_ects_allow_is_told(version: ModuleVersion) -> None:
    write(version, "file", minutes=5000)
    assert measures_of(version).work.verdict == "too_much"


def test_a_film_is_as_long_as_its_file_says(version: ModuleVersion, provider: Organisation) -> None:
    by = make_member(Role.EDUCATOR, provider)
    sent = ContentFile(files.mp4(600), name="film.mp4")
    item = uploading.send_whole(provider=provider, module=None, file=sent, by=by, clock=lambda: NOW)
    write(version, "video", minutes=1, file=item.file.name)
    assert measures_of(version).work.work.viewing == 15
    item.delete()
    assert measures_of(version).work.work.viewing == 15


def test_the_panel_says_what_to_do_and_where(client: Client, version: ModuleVersion, provider: Organisation) -> None:
    step = write(version, body=HEAVY)
    client.force_login(make_member(Role.EDUCATOR, provider))
    page = client.get(reverse("measures", args=[version.uuid])).content.decode()
    for said in ("såfremt", "hvis", "tovholder", "Forstå data", reverse("step_edit", args=[step.uuid])):
        assert said in page
    panel = client.get(
        reverse("measures", args=[version.uuid]), {"del": f"step:{step.uuid}"}, headers={"HX-Request": "true"}
    ).content.decode()
    assert "<html" not in panel
    assert "påbegynder" in panel
    odd = client.get(reverse("measures", args=[version.uuid]), {"del": "step:noget"})
    assert odd.status_code == 200


def test_only_those_who_write_it_see_what_is_measured(client: Client, version: ModuleVersion) -> None:
    for person in (make_member(Role.EDUCATOR), make_person()):
        client.force_login(person)
        assert client.get(reverse("measures", args=[version.uuid])).status_code == 404


def test_many_steps_ask_no_more_of_the_database(
    client: Client, version: ModuleVersion, provider: Organisation, count_queries: CountQueries
) -> None:
    client.force_login(make_member(Role.EDUCATOR, provider))
    write(version, body=HEAVY)
    write(version, "quiz")
    address = reverse("measures", args=[version.uuid])
    client.get(address)
    few = count_queries(lambda: client.get(address))
    for _number in range(5):
        write(version, body=HEAVY)
        write(version, "quiz").questions.create(position=1, kind="single", prompt="?", definition={})
    assert count_queries(lambda: client.get(address)) == few


def test_a_program_measures_a_version_and_any_text(version: ModuleVersion, provider: Organisation) -> None:
    write(version, body=HEAVY)
    by = make_member(Role.EDUCATOR, provider)
    client = program(by)
    found = client.get(f"/api/v1/versions/{version.uuid}/measures").json()
    assert found["faults"][0]["code"] == "no_alt"
    assert found["outcomes"][0]["faults"]
    assert found["outcomes"][1]["faults"] == []
    text = client.post("/api/v1/measures/text", {"text": HEAVY, "language": "da"}, content_type="application/json")
    assert {"words": "såfremt", "instead": "hvis"}.items() <= text.json()["plainer"][0].items()
    assert program(make_person()).get(f"/api/v1/versions/{version.uuid}/measures").status_code == 404


def test_a_program_sends_a_file_and_says_what_it_shows(provider: Organisation) -> None:
    client, content = program(make_member(Role.EDUCATOR, provider)), files.png()
    asked = {"provider": provider.slug, "name": "kort.png", "size": len(content)}
    begun = client.post("/api/v1/uploads", asked, content_type="application/json").json()
    address = f"/api/v1/uploads/{begun['uuid']}"
    piece = "application/offset+octet-stream"
    assert client.generic("PATCH", address, content[:9], piece, headers={"Upload-Offset": "0"}).status_code == 204
    assert client.get(address).json()["received"] == 9
    assert client.head(address).headers["Upload-Offset"] == "9"
    behind = client.generic("PATCH", address, b"x", piece, headers={"Upload-Offset": "4"})
    assert (behind.status_code, behind.headers["Upload-Offset"]) == (409, "9")
    last = client.generic("PATCH", address, content[9:], piece, headers={"Upload-Offset": "9"})
    item = last.headers["Location"]
    assert client.get(item).json()["lacks"] == "alt"
    assert client.put(item, {}, content_type="application/json").status_code == 422
    told = client.put(item, {"alt_da": "Et kort"}, content_type="application/json").json()
    assert told["markdown"].startswith("![Et kort](")
    assert client.get("/api/v1/media", {"provider": provider.slug}).json()["count"] == 1
    huge = client.post("/api/v1/uploads", {**asked, "name": "f.mp4", "size": 2**31}, content_type="application/json")
    assert huge.status_code == 422
    neighbour = program(make_member(Role.EDUCATOR))
    for path in (item, address, f"/api/v1/media?provider={provider.slug}"):
        assert neighbour.get(path).status_code == 404
    assert client.delete(item).status_code == 204
    assert client.get("/api/v1/media", {"provider": provider.slug}).json()["count"] == 0
