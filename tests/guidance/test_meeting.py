"""A mentor's free times, taken once each; and what calendars are told."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.test import Client
from icalendar import Calendar

from factories import NOW, make_person
from factories_guidance import Guided, make_hours, make_profile
from nanobank.bank.models import Mentorship
from nanobank.bank.services import begin_mentorship
from nanobank.common.errors import Conflict, NotYours, Refused
from nanobank.guidance import queries, services
from nanobank.guidance.addresses import feed_address
from nanobank.guidance.models import Appointment
from nanobank.guidance.times import Hours, slots_between

pytestmark = pytest.mark.django_db
DANISH = ZoneInfo("Europe/Copenhagen")


def test_free_times_are_the_weeks_hours_without_what_is_taken_and_away() -> None:
    guided = Guided()
    make_profile(guided.internal)
    make_hours(guided.internal)
    first, second, third = queries.free_times(guided.internal, NOW)[:3]
    assert first.begins == datetime(2026, 11, 25, 9, 0, tzinfo=DANISH)
    assert (second.begins - first.begins, third.begins - first.begins) == (timedelta(minutes=30), timedelta(days=7))
    services.book(mentorship=guided.inside, begins=first.begins, words="", by=guided.learner, now=NOW)
    services.add_absence(mentor=guided.internal, first_on=date(2026, 12, 1), last_on=date(2026, 12, 3))
    times = [slot.begins.date().day for slot in queries.free_times(guided.internal, NOW)]
    assert times == [25, 9, 9, 16, 16]


def test_no_turn_lies_across_the_hour_that_summer_time_moves() -> None:
    night = [Hours(6, time(1, 0), time(4, 0), 60, "video")]
    given = {"zone": DANISH, "not_before": NOW - timedelta(days=999)}
    spring = slots_between(night, first=date(2026, 3, 29), last=date(2026, 3, 29), **given)  # type: ignore[arg-type]
    autumn = slots_between(night, first=date(2026, 10, 25), last=date(2026, 10, 25), **given)  # type: ignore[arg-type]
    assert [slot.begins.hour for slot in spring] == [3]
    assert [slot.begins.hour for slot in autumn] == [1, 3] or [slot.begins.hour for slot in autumn] == [3]


def test_of_two_who_take_the_same_time_one_gets_it() -> None:
    guided, other = Guided(), make_person()
    make_hours(guided.internal)
    theirs = begin_mentorship(learner=other, mentor=guided.internal, kind=Mentorship.Kind.INTERNAL, now=NOW)
    begins = queries.free_times(guided.internal, NOW)[0].begins
    services.book(mentorship=guided.inside, begins=begins, words="", by=guided.learner, now=NOW)
    with pytest.raises(Conflict):
        services.book(mentorship=theirs, begins=begins, words="", by=other, now=NOW)
    assert Appointment.objects.count() == 1


def test_no_time_that_is_not_offered_can_be_taken_nor_by_anybody_else() -> None:
    guided = Guided()
    make_hours(guided.internal)
    begins = queries.free_times(guided.internal, NOW)[0].begins
    with pytest.raises(Conflict):
        services.book(
            mentorship=guided.inside, begins=begins + timedelta(minutes=5), words="", by=guided.learner, now=NOW
        )
    with pytest.raises(NotYours):
        services.book(mentorship=guided.inside, begins=begins, words="", by=guided.external, now=NOW)
    for slot in queries.free_times(guided.internal, NOW)[:3]:
        services.book(mentorship=guided.inside, begins=slot.begins, words="", by=guided.learner, now=NOW)
    with pytest.raises(Refused, match="tre"):
        services.book(
            mentorship=guided.inside,
            begins=queries.free_times(guided.internal, NOW)[0].begins,
            words="",
            by=guided.learner,
            now=NOW,
        )


def test_both_get_an_invitation_that_names_nobody_elses_address_and_its_changes() -> None:
    guided = Guided()
    make_hours(guided.internal)
    free = queries.free_times(guided.internal, NOW)
    made = services.book(mentorship=guided.inside, begins=free[0].begins, words="Min plan", by=guided.learner, now=NOW)
    for letter in mail.outbox[-2:]:
        calendar = Calendar.from_ical(letter.attachments[0][1])
        assert calendar["METHOD"] == "REQUEST"
        assert calendar.walk("VEVENT")[0]["ATTENDEE"] == f"mailto:{letter.to[0]}"
        assert sum(person.email in letter.attachments[0][1] for person in (guided.learner, guided.internal)) == 1
    services.move(appointment=made, begins=free[1].begins, by=guided.internal, now=NOW)
    services.cancel(appointment=made, by=guided.learner, now=NOW)
    last = Calendar.from_ical(mail.outbox[-1].attachments[0][1])
    assert (last["METHOD"], last.walk("VEVENT")[0]["SEQUENCE"]) == ("CANCEL", 2)
    with pytest.raises(Conflict):
        services.cancel(appointment=made, by=guided.learner, now=NOW)
    with pytest.raises(NotYours):
        services.cancel(appointment=made, by=guided.external, now=NOW)


def test_the_calendar_is_fetched_at_a_secret_address_until_it_is_renewed() -> None:
    guided = Guided()
    make_hours(guided.internal)
    begins = queries.free_times(guided.internal, NOW)[0].begins
    services.book(mentorship=guided.inside, begins=begins, words="", by=guided.learner, now=NOW)
    address = feed_address(services.feed_of(person=guided.internal)).removeprefix("http://testserver")
    answer = Client().get(address)
    assert str(Calendar.from_ical(answer.content).walk("VEVENT")[0]["SUMMARY"]).endswith("Jonas Revsgaard")
    services.renew_feed(person=guided.internal)
    assert Client().get(address).status_code == 404


def test_hours_that_make_no_sense_are_refused_where_they_stand() -> None:
    mentor = Guided().internal
    make_hours(mentor)
    for field, more in (
        ("ends", {"begins": time(10), "ends": time(9)}),
        ("minutes", {"begins": time(12), "ends": time(12, 20), "minutes": 30}),
        ("begins", {"begins": time(9, 30), "ends": time(11)}),
    ):
        with pytest.raises(Refused) as refused:
            make_hours(mentor, **more)
        assert refused.value.field == field
    with pytest.raises(NotYours):
        make_hours(make_person())
