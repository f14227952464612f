"""The learner's pages: who sees what, what is said, and that it works without JavaScript."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from clients import signed_in
from factories import NOW, make_member, make_micro_credential, make_person
from factories_study import (
    TEXT,
    complete,
    make_enrolment,
    make_taught_module,
    right_answers,
    steps_of,
    webm,
)
from nanobank.catalogue.models import Offering
from nanobank.organisations.models import Role
from nanobank.study.models import Enrolment, QuizAttempt, StepProgress
from nanobank.study.services import NewStep, complete_step

pytestmark = pytest.mark.django_db


def step_url(enrolment: Enrolment, position: int, name: str = "step") -> str:
    return reverse(name, args=[enrolment.uuid, position])


def test_a_visitor_is_asked_to_sign_in(client: Client) -> None:
    enrolment = make_enrolment()
    for url in (reverse("enrolment", args=[enrolment.uuid]), step_url(enrolment, 1)):
        assert client.get(url)["Location"].startswith(reverse("account_login"))


def test_a_learner_cannot_see_another_learners_progress() -> None:
    enrolment, neighbour = make_enrolment(), signed_in(make_person())
    for name, args in (("enrolment", []), ("step", [1]), ("study_leave", [])):
        assert neighbour.get(reverse(name, args=[enrolment.uuid, *args])).status_code == 404
    assert neighbour.post(step_url(enrolment, 1)).status_code == 404
    body = json.dumps({"kind": "complete"})
    report = neighbour.post(step_url(enrolment, 1, "step_report"), body, content_type="application/json")
    assert report.status_code == 404
    assert not StepProgress.objects.exists()


def test_starting_goes_to_the_module_and_starting_again_goes_on() -> None:
    module, person = make_taught_module(), make_person()
    client = signed_in(person)
    first = client.post(reverse("study_start", args=[module.slug]))
    enrolment = Enrolment.objects.get()
    assert first["Location"] == reverse("enrolment", args=[enrolment.uuid])
    assert client.post(reverse("study_start", args=[module.slug]))["Location"] == first["Location"]


def test_the_page_says_kindly_that_the_last_seat_is_gone() -> None:
    module = make_taught_module()
    Offering.objects.filter(module=module).update(seats=1, seats_taken=1)
    offering = Offering.objects.get(module=module)
    page = signed_in(make_person()).post(reverse("study_start", args=[module.slug]), {"offering": str(offering.uuid)})
    assert page.status_code == 409
    assert "plads" in page.content.decode().lower() or "seat" in page.content.decode().lower()


def test_the_start_page_says_what_it_would_be_good_to_know_first() -> None:
    module = make_taught_module(requires=(make_taught_module(TEXT, title_da="Grundlag for tal"),))
    page = signed_in(make_person()).get(reverse("study_start", args=[module.slug]))
    assert "Grundlag for tal" in page.content.decode()


def test_a_whole_module_can_be_done_with_forms_alone() -> None:
    module = make_taught_module()
    make_micro_credential(required=[module], title_da="Den store datajournalist")
    enrolment = make_enrolment(module)
    client = signed_in(enrolment.person)
    assert client.post(step_url(enrolment, 1))["Location"] == step_url(enrolment, 2)
    quiz = steps_of(enrolment.version)[1]
    wrong = client.post(step_url(enrolment, 2), {}, follow=True)
    assert "0 %" in wrong.content.decode()
    answers = {f"q-{name}": str(answer) for name, answer in right_answers(quiz).items()}
    marked = client.post(step_url(enrolment, 2), {**answers, "key": str(uuid4())}, follow=True).content.decode()
    assert "100 %" in marked
    assert "Netop." in marked
    done = client.get(reverse("enrolment", args=[enrolment.uuid])).content.decode()
    assert "Den store datajournalist" in done


def test_reports_from_the_script_count_once_and_bad_ones_are_refused() -> None:
    enrolment = make_enrolment()
    client, quiz = signed_in(enrolment.person), steps_of(enrolment.version)[1]

    def report(position: int, body: Any) -> Any:
        text = body if isinstance(body, str) else json.dumps(body)
        return client.post(step_url(enrolment, position, "step_report"), text, content_type="application/json")

    assert report(1, {"kind": "progress", "seconds": 12.6}).status_code == 200
    assert StepProgress.objects.get().seconds == 12
    answers = {"kind": "answers", "key": str(uuid4()), "answers": right_answers(quiz)}
    for _ in range(2):
        assert report(2, answers).json()["next"] == step_url(enrolment, 2)
    assert QuizAttempt.objects.count() == 1
    assert report(1, {"kind": "complete"}).json()["next"] == reverse("enrolment", args=[enrolment.uuid])
    for bad in (
        "",
        "[" * 5000,
        "null",
        {"kind": "progress", "seconds": -1},
        {"kind": "x"},
        '{"kind": "progress", "seconds": NaN}',
    ):
        assert report(1, bad).status_code == 400
    assert report(9, {"kind": "complete"}).status_code == 404
    assert report(2, {"kind": "complete"}).status_code == 422
    client.logout()
    assert report(1, {"kind": "complete"}).status_code == 401


def test_a_video_has_captions_and_remembers_its_position() -> None:
    video = NewStep("video", "Se en kilde", file=webm(), captions=ContentFile(b"WEBVTT\n", name="a.vtt"))
    enrolment = make_enrolment(make_taught_module(video))
    step = steps_of(enrolment.version)[0]
    StepProgress.objects.create(enrolment=enrolment, step=step, opened_at=NOW, seconds=95)
    page = signed_in(enrolment.person).get(step_url(enrolment, 1)).content.decode()
    assert 'data-seconds="95"' in page
    assert '<track kind="captions" default' in page
    assert reverse("step_captions", args=[step.uuid]) in page


@pytest.mark.parametrize(
    ("asked", "status", "expected"),
    [
        (None, 200, slice(None)),
        ("bytes=0-3", 206, slice(0, 4)),
        ("bytes=990-", 206, slice(990, None)),
        ("bytes=-10", 206, slice(-10, None)),
        ("bytes=10-99999", 206, slice(10, None)),
        ("bytes=1000-", 416, None),
        ("bytes=9-3", 416, None),
        ("bytes=-0", 416, None),
        ("bytes=-", 200, slice(None)),
        ("bytes=0-1,5-6", 200, slice(None)),
        ("lines=1-2", 200, slice(None)),
    ],
)
def test_a_player_can_ask_for_a_part_of_a_video(asked: str | None, status: int, expected: slice | None) -> None:
    enrolment = make_enrolment(make_taught_module(NewStep("video", "Se", file=webm(1000))))
    headers = {"Range": asked} if asked else {}
    url = reverse("step_file", args=[steps_of(enrolment.version)[0].uuid])
    answer = signed_in(enrolment.person).get(url, headers=headers)
    whole = webm(1000).read()
    assert answer.status_code == status
    assert answer["Accept-Ranges"] == "bytes"
    if expected is not None:
        body = answer.getvalue()
        assert body == whole[expected]
        assert answer["Content-Length"] == str(len(body))
        assert answer["Content-Type"] == "video/webm"
    else:
        assert answer["Content-Range"] == "bytes */1000"
    answer.close()


def test_a_file_is_only_for_those_who_take_the_module_and_its_educators() -> None:
    file = NewStep("file", "Skabelon / aktindsigt", file=ContentFile(b"<script>", name="../../x.md"))
    module = make_taught_module(file)
    enrolment = make_enrolment(module)
    url = reverse("step_file", args=[steps_of(module.current)[0].uuid])
    answer = signed_in(enrolment.person).get(url)
    assert answer["Content-Disposition"] == 'attachment; filename="skabelon-aktindsigt.md"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer.getvalue() == b"<script>"
    educator = signed_in(make_member(Role.EDUCATOR, module.provider)).get(url)
    assert educator.getvalue() == b"<script>"
    for other in (make_person(), make_member(Role.EDUCATOR), make_member(Role.STUDY_SECRETARY, module.provider)):
        assert signed_in(other).get(url).status_code == 404
    assert Client().get(url).status_code == 302


def test_leaving_asks_first_and_says_what_is_kept() -> None:
    enrolment = make_enrolment()
    client = signed_in(enrolment.person)
    url = reverse("study_leave", args=[enrolment.uuid])
    assert client.get(url).status_code == 200
    assert client.post(url)["Location"] == reverse("module", args=[enrolment.version.module.slug])
    enrolment.refresh_from_db()
    assert enrolment.state == "left"


def test_the_page_of_a_module_costs_the_same_however_many_steps(django_assert_max_num_queries: Any) -> None:
    few, many = make_enrolment(make_taught_module(TEXT)), make_enrolment(make_taught_module(*[TEXT] * 12))
    for enrolment in (few, many):
        client = signed_in(enrolment.person)
        with django_assert_max_num_queries(6):
            assert client.get(reverse("enrolment", args=[enrolment.uuid])).status_code == 200


def test_both_languages_are_there() -> None:
    enrolment = make_enrolment()
    client = signed_in(enrolment.person)
    complete_step(enrolment=enrolment, step=steps_of(enrolment.version)[0], now=NOW + timedelta(hours=1))
    url = reverse("enrolment", args=[enrolment.uuid])
    assert "Fortsæt" in client.get(url).content.decode()
    assert "Go on" in client.get(f"/en{url}").content.decode()


def test_a_completed_module_can_be_looked_at_again() -> None:
    enrolment = complete(make_enrolment(make_taught_module(TEXT)))
    assert signed_in(enrolment.person).get(step_url(enrolment, 1)).status_code == 200
