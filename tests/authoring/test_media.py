"""The shelf: what is said of a thing, who sees it, and how a step comes to show it."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

import factories_media as files
from conftest import CountQueries
from factories import NOW, make_member, make_module, make_organisation, make_person
from factories_study import make_enrolment, make_taught_module
from nanobank.accounts.models import Person
from nanobank.authoring.models import MediaItem
from nanobank.authoring.services import shelving, uploading
from nanobank.authoring.shelf import markdown_of
from nanobank.catalogue.models import Module
from nanobank.common.errors import Conflict, Refused
from nanobank.organisations.models import Organisation, Role
from nanobank.study.models import Step
from nanobank.study.services import NewStep

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider() -> Organisation:
    return make_organisation()


@pytest.fixture
def educator(provider: Organisation) -> Person:
    return make_member(Role.EDUCATOR, provider)


def lay(provider: Organisation, by: Person, content: bytes, name: str) -> MediaItem:
    sent = ContentFile(content, name=name)
    return uploading.send_whole(provider=provider, module=None, file=sent, by=by, clock=lambda: NOW)


def say(item: MediaItem, by: Person, **said: Any) -> MediaItem:
    given: dict[str, Any] = {"alt_da": "", "alt_en": "", "is_decorative": False, **said}
    return shelving.describe(item=item, **given, by=by, now=NOW)


def test_a_picture_asks_for_words_or_to_be_called_decorative(provider: Organisation, educator: Person) -> None:
    item = lay(provider, educator, files.png(), "kort.png")
    assert item.lacks == "alt"
    for said in ({}, {"alt_da": "IMG_2041.jpg"}, {"alt_da": "x" * 251}):
        with pytest.raises(Refused):
            say(item, educator, **said)
    assert say(item, educator, alt_da="Et kort over Fyn").lacks == ""
    assert markdown_of(item, "en") == f"![Et kort over Fyn]({item.address})"
    assert markdown_of(say(item, educator, is_decorative=True), "da") == f"![]({item.address}#pynt)"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"WEBVTT\n\n00:05.000 --> 00:04.000\nHej\n", "3"),
        (b"WEBVTT\n\nHej\n", "."),
        (b"WEBVTT\n\n\xff\xfe", "UTF-8"),
        (b"WEBVTT\n\n00:01.000 --> 20:02.000\nHej\n", "20:02"),
    ],
)
def test_captions_that_cannot_be_shown_are_refused(
    provider: Organisation, educator: Person, content: bytes, says: str
) -> None:
    item = lay(provider, educator, files.mp4(600), "film.mp4")
    sent = ContentFile(content, name="tekst.vtt")
    with pytest.raises(Refused, match=says) as refused:
        shelving.caption(item=item, file=sent, language="da", by=educator, now=NOW)
    assert refused.value.field == "captions"


def test_a_step_of_a_draft_shows_a_film_with_its_captions(provider: Organisation, educator: Person) -> None:
    item = lay(provider, educator, files.mp4(), "film.mp4")
    sent = ContentFile(files.VTT, name="tekst.vtt")
    assert "0:03" in shelving.caption(item=item, file=sent, language="da", by=educator, now=NOW)
    version = make_module(provider, published=False).versions.get()
    step = Step.objects.create(version=version, position=1, kind="video", title="Se")
    shelving.use_in_step(item=item, step=step, by=educator, now=NOW)
    step.refresh_from_db()
    assert (step.file.name, step.captions.name) == (item.file.name, item.captions.name)
    text = Step.objects.create(version=version, position=2, kind="text", title="Læs")
    with pytest.raises(Refused):
        shelving.use_in_step(item=item, step=text, by=educator, now=NOW)


def test_a_published_step_is_not_given_another_film(provider: Organisation, educator: Person) -> None:
    item = lay(provider, educator, files.mp4(), "film.mp4")
    module = make_taught_module(NewStep("video", "Se", url="https://example.dk/film.mp4"), provider=provider)
    step = Step.objects.get(version=module.current)
    with pytest.raises(Conflict):
        shelving.use_in_step(item=item, step=step, by=educator, now=NOW)


def look(client: Client, address: str) -> Any:
    """The answer; what is streamed is read to its end, which closes the file."""
    answer: Any = client.get(address)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer


def taught(provider: Organisation, item: MediaItem) -> Module:
    return make_taught_module(NewStep("text", "Læs", 10, f"Se ![kortet]({item.address})."), provider=provider)


def test_a_learner_sees_a_picture_of_a_step_they_take_and_nobody_else_does(
    client: Client, provider: Organisation, educator: Person
) -> None:
    item = lay(provider, educator, files.png(), "kort.png")
    learner = make_enrolment(taught(provider, item)).person
    for person, status in ((learner, 200), (educator, 200), (make_person(), 404), (make_member(Role.EDUCATOR), 404)):
        client.force_login(person)
        assert look(client, item.address).status_code == status
    client.logout()
    assert look(client, item.address).status_code == 302


def test_who_has_adapted_a_module_sees_its_pictures(provider: Organisation, educator: Person) -> None:
    item = lay(provider, educator, files.png(), "kort.png")
    other = make_organisation()
    taught(other, item)
    client = Client()
    client.force_login(make_member(Role.EDUCATOR, other))
    assert look(client, item.address).status_code == 200
    assert client.get(reverse("media_item", args=[item.uuid])).status_code == 404


def test_a_file_is_served_so_that_it_can_do_nothing(client: Client, provider: Organisation, educator: Person) -> None:
    item = lay(provider, educator, b"<script>alert(1)</script>", "side.txt")
    client.force_login(educator)
    answer = look(client, item.address)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].endswith("; sandbox")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    part = client.get(item.address, headers={"Range": "bytes=1-6"})
    assert (part.status_code, b"".join(part)) == (206, b"script")


def test_the_shelf_works_without_javascript(client: Client, provider: Organisation, educator: Person) -> None:
    client.force_login(educator)
    shelf = reverse("media_shelf", args=[provider.slug])
    assert client.get(reverse("media_shelves")).headers["Location"] == shelf
    sent = client.post(shelf, {"file": SimpleUploadedFile("kort.png", files.png())})
    item = MediaItem.objects.get()
    assert sent.headers["Location"] == reverse("media_item", args=[item.uuid])
    empty = client.post(reverse("media_describe", args=[item.uuid]), {"alt_da": "", "alt_en": ""})
    assert empty.status_code == 422
    client.post(reverse("media_describe", args=[item.uuid]), {"alt_da": "Et kort", "alt_en": ""})
    page = client.get(reverse("media_item", args=[item.uuid])).content.decode()
    assert f"![Et kort]({item.address})" in page
    refused = client.post(shelf, {"file": SimpleUploadedFile("kort.png", b"MZ et program")})
    assert refused.status_code == 422
    client.post(reverse("media_retire", args=[item.uuid]))
    assert "kort.png" not in client.get(shelf).content.decode()


def test_no_neighbour_comes_near_the_shelf(client: Client, provider: Organisation, educator: Person) -> None:
    item = lay(provider, educator, files.mp4(), "film.mp4")
    version = make_module(provider, published=False).versions.get()
    for person in (make_member(Role.EDUCATOR), make_member(Role.EXAMINER, provider), make_person()):
        client.force_login(person)
        for address in (
            reverse("media_shelf", args=[provider.slug]),
            reverse("media_item", args=[item.uuid]),
            reverse("media_choose", args=[version.uuid]),
        ):
            assert client.get(address).status_code == 404
        for name in ("media_describe", "media_add_captions", "media_retire"):
            assert client.post(reverse(name, args=[item.uuid])).status_code == 404


def test_what_can_be_chosen_for_a_step_is_ready_to_put_in(
    client: Client, provider: Organisation, educator: Person
) -> None:
    say(lay(provider, educator, files.png(), "kort.png"), educator, alt_da="Et kort")
    film = lay(provider, educator, files.mp4(), "film.mp4")
    version = make_module(provider, published=False).versions.get()
    step = Step.objects.create(version=version, position=1, kind="video", title="Se")
    client.force_login(educator)
    page = client.get(reverse("media_choose", args=[version.uuid]), {"trin": str(step.uuid)}).content.decode()
    assert 'data-insert="![Et kort](' in page
    assert reverse("media_use", args=[film.uuid, step.uuid]) in page


def test_a_full_shelf_asks_no_more_of_the_database(
    client: Client, provider: Organisation, educator: Person, count_queries: CountQueries
) -> None:
    client.force_login(educator)
    shelf = reverse("media_shelf", args=[provider.slug])
    lay(provider, educator, files.png(), "1.png")
    client.get(shelf)
    few = count_queries(lambda: client.get(shelf))
    for number in range(4):
        lay(provider, educator, files.mp4(), f"{number}.mp4")
    assert count_queries(lambda: client.get(shelf)) == few
