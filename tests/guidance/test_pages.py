"""The pages of guidance: who sees them, what they refuse, what they cost; and the same by API."""

import json
from collections.abc import Callable
from datetime import time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from clients import signed_in
from factories import NOW, make_competence, make_member, make_organisation, make_person
from factories_guidance import Guided, make_hours, make_profile
from nanobank.accounts.models import Person
from nanobank.accounts.services import create_token
from nanobank.bank.models import Sight
from nanobank.guidance import queries, services
from nanobank.guidance.models import Appointment, Meeting, MentorProfile, Message, Thread
from nanobank.organisations.models import Role

pytestmark = pytest.mark.django_db
CountQueries = Callable[[Callable[[], object]], int]


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def test_the_two_see_what_is_theirs_and_a_neighbour_and_a_visitor_do_not() -> None:
    guided = Guided()
    talk = guided.talk(mentors=[guided.internal])
    pages = [
        reverse("thread", args=[talk.uuid]),
        reverse("mentorship", args=[guided.inside.uuid]),
        reverse("mentor_times", args=[guided.inside.uuid]),
    ]
    neighbour = make_member(Role.INTERNAL_MENTOR, guided.institution)
    office = make_member(Role.STUDY_SECRETARY, guided.institution)
    answers = {
        person: {signed_in(person).get(page).status_code for page in pages}
        for person in (guided.learner, guided.internal, guided.external, neighbour, office, None)
    }
    assert list(answers.values()) == [{200}, {200}, {404}, {404}, {404}, {302}]


def test_a_learner_writes_and_a_mentor_answers_on_the_page() -> None:
    guided = Guided()
    client = signed_in(guided.learner)
    new = reverse("thread_new")
    assert client.post(new, {"title": "", "words": "Hej", "mentors": str(guided.internal.uuid)}).status_code == 422
    sent = {"title": "Et spørgsmål", "words": "<script>alert(1)</script> Hej", "mentors": str(guided.internal.uuid)}
    address = client.post(new, {**sent, "expects_answer": "on"})["Location"]
    page = signed_in(guided.internal).get(address).content.decode()
    assert "Din tur" in page or "din tur" in page
    assert "<script>alert" not in page
    assert signed_in(guided.internal).post(address, {"words": " "}).status_code == 422
    assert signed_in(guided.internal).post(address, {"words": "Hej Jonas"}).status_code == 302
    assert "Hej Jonas" in client.get(address).content.decode()
    thread = Thread.objects.get()
    assert client.post(reverse("thread_settle", args=[thread.uuid])).status_code == 302


def test_two_mentors_are_chosen_between_and_a_talk_says_whom_it_goes_to() -> None:
    guided = Guided()
    client, new = signed_in(guided.learner), reverse("thread_new")
    assert not client.get(new).context["form"].initial["mentors"]
    named = client.get(new, {"til": str(guided.outside.uuid)}).context["form"].initial["mentors"]
    assert named == [str(guided.external.uuid)]
    said = {"title": "Hej", "words": "Kan du hjælpe?"}
    assert "Vælg mindst én af dine mentorer" in client.post(new, said).content.decode()
    sent = client.post(new, {**said, "mentors": named}, follow=True).content.decode()
    assert f"Den er sendt til {guided.external.name}." in sent
    assert f"<strong>Til:</strong> {guided.external.name}</p>" in sent


def test_a_time_says_how_and_where_before_it_is_taken() -> None:
    guided = Guided()
    make_hours(guided.internal)
    make_hours(guided.internal, begins=time(13), ends=time(14), meeting=Meeting.IN_PERSON, place="Lokale 3.12")
    make_hours(guided.internal, begins=time(15), ends=time(16), meeting=Meeting.PHONE, place="")
    page = signed_in(guided.learner).get(reverse("mentor_times", args=[guided.inside.uuid])).content.decode()
    assert "<p>Video: https://moede.example/torkil</p>" in page
    assert "Lokale 3.12</p>" in page
    assert '15:00–15:30 <span class="gd-where">Telefon</span>' in page


def test_a_time_is_taken_moved_and_cancelled_on_the_pages() -> None:
    guided = Guided()
    make_hours(guided.internal)
    client, times = signed_in(guided.learner), reverse("mentor_times", args=[guided.inside.uuid])
    first, second = [slot.begins.isoformat() for slot in queries.free_times(guided.internal, NOW)[:2]]
    assert client.post(times, {"begins": first, "words": "Min plan"}).status_code == 302
    assert client.post(times, {"begins": first}).status_code == 422
    made = Appointment.objects.get()
    assert client.post(times, {"begins": second, "move": str(made.uuid)}).status_code == 302
    cancel = reverse("appointment_cancel", args=[made.uuid])
    assert [signed_in(person).post(cancel).status_code for person in (guided.external, guided.internal)] == [404, 302]


def test_a_mentor_says_what_they_help_with_and_when() -> None:
    mentor, known = make_member(Role.INTERNAL_MENTOR), make_competence(label_da="grave i arkiver")
    client, page = signed_in(mentor), reverse("mentor_profile")
    said = {"most": "3", "meetings": "video", "tongues": "da", "is_open": "on", "words": "Hej"}
    refused = client.post(page, {**said, "competences": "grave"})
    assert refused.status_code == 422
    assert "grave i arkiver" in refused.content.decode()
    assert client.post(page, {**said, "competences": "Grave i arkiver"}).status_code == 302
    assert list(MentorProfile.objects.get(person=mentor).competences.all()) == [known]
    hours = {"weekday": "2", "begins": "09:00", "ends": "10:00", "minutes": "30", "meeting": "video"}
    assert client.post(reverse("mentor_hours_add"), hours).status_code == 302
    assert client.post(reverse("mentor_hours_add"), hours).status_code == 422
    away = {"first_on": "2026-12-01", "last_on": "2026-11-01"}
    assert client.post(reverse("mentor_absence_add"), away).status_code == 422
    assert signed_in(make_person()).get(page).status_code == 404


def test_a_learner_asks_on_the_page_and_what_lacks_is_said() -> None:
    learner, mentor = make_person(), make_profile(make_member(Role.EXTERNAL_MENTOR)).person
    client, page = signed_in(learner), reverse("mentor_find", args=["ekstern"])
    assert mentor.name in client.get(page).content.decode()
    assert client.post(page, {"mentor": "", "email": ""}).status_code == 422
    assert client.post(page, {"mentor": str(mentor.uuid), "sights": ["bank"]}).status_code == 302
    assert client.get(reverse("mentor_find", args=["andet"])).status_code == 404
    asked = queries.questions_to(mentor, NOW)[0]
    answer = reverse("mentor_answer", args=[asked.uuid])
    assert signed_in(make_person()).post(answer, {"answer": "yes"}).status_code == 404
    assert signed_in(mentor).post(answer, {"answer": "yes"}).status_code == 302
    assert learner.name in signed_in(mentor).get(reverse("guidance")).content.decode()


def test_a_learner_finds_how_to_get_a_mentor_until_there_are_two() -> None:
    alone, guided = signed_in(make_person()), Guided()
    for page in (reverse("guidance"), reverse("bank"), reverse("home")):
        assert "Find eller invitér en mentor" in alone.get(page).content.decode()
    there = alone.get(reverse("guidance")).content.decode()
    assert all(reverse("mentor_find", args=[kind]) in there for kind in ("intern", "ekstern"))
    both = signed_in(guided.learner)
    for page in (reverse("guidance"), reverse("bank")):
        assert "Du har to mentorer" in both.get(page).content.decode()
    services.end_mentorship(mentorship=guided.outside, by=guided.learner, now=NOW)
    left = both.get(reverse("guidance")).content.decode()
    assert [reverse("mentor_find", args=[kind]) in left for kind in ("intern", "ekstern")] == [False, True]


def test_who_has_a_mentor_of_a_kind_is_sent_back_and_little_is_shown_unasked() -> None:
    guided = Guided()
    client = Client()
    client.force_login(guided.learner)
    assert client.get(reverse("mentor_find", args=["intern"]))["Location"] == reverse("guidance")
    client.force_login(make_person())
    form = client.get(reverse("mentor_find", args=["intern"])).context["form"]
    assert list(form.initial["sights"]) == [Sight.BANK, Sight.PLANS]


def test_a_mentor_is_found_by_what_help_is_wanted_with() -> None:
    digging, singing = make_competence(label_da="grave i arkiver"), make_competence(label_da="synge i kor")
    singer = make_profile(make_member(Role.INTERNAL_MENTOR, given_name="Aksel"), singing).person
    digger = make_profile(make_member(Role.INTERNAL_MENTOR, given_name="Bodil"), digging).person
    client, page = signed_in(make_person()), reverse("mentor_find", args=["intern"])
    asked = client.get(page, {"om": "grave i arkiver"}).content.decode()
    assert asked.index(digger.name) < asked.index(singer.name)
    assert "Kan det, du spørger om" in asked
    nothing = client.get(page, {"om": "qqqq"}).content.decode()
    assert "Vi kender ingen kompetence" in nothing


@pytest.mark.parametrize("office_sees", [True, False])
def test_the_office_sees_who_waits_and_how_long_and_no_more_than_the_learner_lets_it(*, office_sees: bool) -> None:
    guided = Guided()
    guided.talk(title="Min sygdom", words="Noget privat", office_sees=office_sees, now=NOW - timedelta(days=3))
    page = signed_in(make_member(Role.STUDY_SECRETARY, guided.institution)).get(reverse("guidance_office"))
    text = page.content.decode()
    assert guided.internal.name in text
    assert "3 dage" in text
    assert (guided.learner.name in text, "Min sygdom" in text) == (office_sees, office_sees)
    assert "Noget privat" not in text
    assert guided.external.name not in text
    elsewhere = signed_in(make_member(Role.STUDY_SECRETARY, make_organisation())).get(reverse("guidance_office"))
    assert guided.internal.name not in elsewhere.content.decode()
    assert signed_in(guided.internal).get(reverse("guidance_office")).status_code == 404


def test_the_pages_cost_the_same_however_many_talks(count_queries: CountQueries) -> None:
    guided = Guided()
    talk = guided.talk()
    office = make_member(Role.STUDY_SECRETARY, guided.institution)
    pages = [(guided.learner, reverse("guidance")), (guided.internal, reverse("mentorship", args=[guided.inside.uuid]))]
    pages += [(guided.learner, reverse("thread", args=[talk.uuid])), (office, reverse("guidance_office"))]
    looks = [(signed_in(person), page) for person, page in pages]
    few = [count_queries(lambda client=client, page=page: client.get(page)) for client, page in looks]  # type: ignore[misc]
    for _ in range(4):
        guided.talk()
        services.say(thread=talk, words="Mere", by=guided.learner, now=NOW, expects_answer=True)
    signed_in(guided.learner).get(reverse("guidance"))
    many = [count_queries(lambda client=client, page=page: client.get(page)) for client, page in looks]  # type: ignore[misc]
    assert all(now <= before for now, before in zip(many, few, strict=True))


def test_both_languages_are_there_and_the_start_page_says_what_waits() -> None:
    guided = Guided()
    guided.talk(by=guided.internal, title="Har du set fristen?")
    client = signed_in(guided.learner)
    assert "Nobody has to find" in client.get("/en/vejledning/").content.decode() or "nobody has to find" in (
        client.get("/en/vejledning/").content.decode()
    )
    assert "Har du set fristen?" in client.get("/min-side/").content.decode()
    assert "1 samtale venter på dig." in client.get("/min-side/").content.decode()


class Program:
    """Somebody's program."""

    def __init__(self, person: Person) -> None:
        self._secret = create_token(person=person, name="x", days=None, now=NOW).secret

    def send(self, method: str, path: str, **body: Any) -> Any:
        """The answer."""
        headers = {"authorization": f"Bearer {self._secret}"}
        return Client().generic(method, f"/api/v1{path}", json.dumps(body), "application/json", headers=headers)


def test_a_program_does_what_the_pages_do() -> None:
    guided = Guided()
    make_hours(guided.internal)
    mine, mentor, outsider = Program(guided.learner), Program(guided.internal), Program(make_person())
    inside = str(guided.inside.uuid)
    assert [one["kind"] for one in mine.send("GET", "/mentorships").json()] == ["internal", "external"]
    made = mine.send("POST", "/threads", mentorships=[inside], title="Hej", words="Kan du hjælpe?")
    talk = made.json()["uuid"]
    assert made.status_code == 201
    assert mentor.send("POST", f"/threads/{talk}/messages", words="Ja").status_code == 201
    assert [one["words"] for one in mine.send("GET", f"/threads/{talk}").json()["messages"]] == ["Kan du hjælpe?", "Ja"]
    assert outsider.send("GET", f"/threads/{talk}").status_code == 404
    begins = mine.send("GET", f"/mentorships/{inside}/times").json()[0]["begins"]
    booked = mine.send("POST", f"/mentorships/{inside}/appointments", begins=begins)
    assert booked.status_code == 201
    assert mine.send("POST", f"/mentorships/{inside}/appointments", begins=begins).status_code == 409
    assert outsider.send("DELETE", f"/appointments/{booked.json()['uuid']}").status_code == 404
    assert mentor.send("DELETE", f"/appointments/{booked.json()['uuid']}").status_code == 204
    assert mentor.send("PUT", f"/mentorships/{inside}/sees", sees=["bank"]).status_code == 404
    assert mine.send("PUT", f"/mentorships/{inside}/sees", sees=["bank"]).json()["sees"] == ["bank"]
    assert mentor.send("POST", f"/mentorships/{inside}/notes", words="Husk").status_code == 201
    assert mine.send("GET", f"/mentorships/{inside}/notes").json() == []
    assert mine.send("DELETE", f"/mentorships/{inside}").status_code == 204
    assert mentor.send("GET", f"/threads/{talk}").status_code == 404
    assert Message.objects.count() == 2


def test_a_program_asks_and_answers_for_mentors() -> None:
    learner, mentor = make_person(), make_profile(make_member(Role.INTERNAL_MENTOR)).person
    mine, theirs = Program(learner), Program(mentor)
    suggested = mine.send("GET", "/mentors/suggested?kind=internal").json()[0]
    asked = mine.send("POST", "/mentors/asked", kind="internal", mentor=suggested["mentor"], sees=["plans"])
    uuid = asked.json()["uuid"]
    assert mine.send("POST", f"/mentors/asked/{uuid}", accepted=True).status_code == 404
    assert theirs.send("POST", f"/mentors/asked/{uuid}", accepted=True).json()["state"] == "accepted"
    assert mine.send("DELETE", f"/mentors/asked/{uuid}").status_code == 409
    assert mine.send("GET", "/mentorships").json()[0]["sees"] == ["plans"]
