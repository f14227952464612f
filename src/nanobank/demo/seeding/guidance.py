"""Mentors with profiles and hours, and what passes between them and their learners, with the clock turned back."""

from datetime import datetime, time, timedelta
from uuid import UUID

from django.utils import timezone

from nanobank.accounts.models import Person
from nanobank.bank.models import Mentorship, Sight
from nanobank.catalogue.models import Competence, Module
from nanobank.demo.seeding.files import Row, rows
from nanobank.demo.seeding.hours import by_day
from nanobank.guidance import services
from nanobank.guidance.models import About, Meeting, Thread, Tongue, Weekday
from nanobank.guidance.queries import free_times
from nanobank.guidance.services import Profile
from nanobank.notices.letters import no_letters
from nanobank.pathways.models import Pathway
from nanobank.withdrawals.models import Withdrawal

_FILE = "guidance.toml"


@no_letters()
def seed_guidance(people: dict[str, Person], competences: dict[str, Competence], now: datetime) -> int:
    """All of it; how many talks there are. What is told stands in the app; no mail goes out."""
    _limit_external()
    for row in rows(_FILE, "profile"):
        _profile(row, people[row["person"]], competences, now)
    listed = rows(_FILE, "thread")
    for row in listed:
        _talk(row, people, now)
    for row in rows(_FILE, "appointment"):
        mentorship = _mentorship(people, row)
        slot = free_times(mentorship.mentor, now)[row["slot"]]
        then = now - timedelta(days=3)
        services.book(mentorship=mentorship, begins=slot.begins, words=row["words"], by=mentorship.learner, now=then)
    for row in rows(_FILE, "note"):
        mentorship = _mentorship(people, {**row, "mentor": row["author"]})
        services.note(mentorship=mentorship, words=row["words"], by=mentorship.mentor, now=now - timedelta(days=9))
    for row in rows(_FILE, "question"):
        services.invite(
            learner=people[row["learner"]],
            kind=Mentorship.Kind(row["kind"]),
            mentor=people[row["mentor"]],
            words=row["words"],
            sights=[Sight(one) for one in row["sees"]],
            now=by_day(now - timedelta(hours=30)),
        )
    services.nudge(now)
    return len(listed)


def _limit_external() -> None:
    """In the demo external mentors see the bank and the plans, and no more."""
    seen = frozenset({Sight.BANK, Sight.PLANS})
    for one in Mentorship.objects.filter(kind=Mentorship.Kind.EXTERNAL).select_related("learner"):
        services.show_mentor(mentorship=one, sights=seen, by=one.learner)


def _profile(row: Row, mentor: Person, competences: dict[str, Competence], now: datetime) -> None:
    said = Profile(
        words=row["words"],
        most=row["most"],
        meetings=[Meeting(one) for one in row["meetings"]],
        tongues=[Tongue(one) for one in row["tongues"]],
        competences=[competences[key] for key in row["competences"]],
    )
    services.save_profile(person=mentor, said=said, now=now)
    for weekday, begins, ends, minutes, meeting, place in row.get("hours", ()):
        services.add_hours(
            mentor=mentor,
            weekday=Weekday(weekday),
            begins=time.fromisoformat(begins),
            ends=time.fromisoformat(ends),
            minutes=minutes,
            meeting=Meeting(meeting),
            place=place,
            now=now,
        )
    today = timezone.localdate(now)
    for first, last in row.get("away", ()):
        services.add_absence(
            mentor=mentor, first_on=today + timedelta(days=first), last_on=today + timedelta(days=last)
        )


def _talk(row: Row, people: dict[str, Person], now: datetime) -> None:
    learner: Person = people[row["learner"]]
    first, *later = row["messages"]
    thread = services.begin_thread(
        learner=learner,
        mentors=[people[key] for key in row["mentors"]],
        about=About(row["about"]),
        anchor=_anchor(row, learner),
        title=row["title"],
        words=first["words"],
        by=people[first["by"]],
        now=by_day(now - timedelta(hours=first["hours_ago"])),
        expects_answer=first["expects"],
        office_sees=row.get("office_sees", False),
    )
    for said in later:
        _say(thread, said, people[said["by"]], by_day(now - timedelta(hours=said["hours_ago"])))


def _say(thread: Thread, said: Row, by: Person, then: datetime) -> None:
    services.open_thread(thread=thread, by=by, now=then)
    services.say(
        thread=thread,
        words=said["words"],
        by=by,
        now=then,
        expects_answer=said["expects"],
        by_mail=said.get("by_mail", False),
    )


def _anchor(row: Row, learner: Person) -> UUID | None:
    about = About(row["about"])
    if about is About.MODULE:
        return Module.objects.get(slug=row["module"]).uuid
    if about is About.PLAN:
        return Pathway.objects.filter(person=learner).earliest("pk").uuid
    if about is About.WITHDRAWAL:
        return Withdrawal.objects.filter(person=learner).earliest("pk").uuid
    return None


def _mentorship(people: dict[str, Person], row: Row) -> Mentorship:
    return Mentorship.objects.select_related("learner", "mentor").get(
        learner=people[row["learner"]], mentor=people[row["mentor"]]
    )
