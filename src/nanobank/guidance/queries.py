"""What learners, mentors and the study office see of guidance; a constant number of queries each."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.timezone import localdate

from nanobank.accounts.models import Person
from nanobank.bank.models import Mentorship
from nanobank.catalogue.models import Competence, Module, ModuleVersion
from nanobank.common.errors import NotYours
from nanobank.guidance.bridge import Offered, Suggested, Wanted, suggest_mentors
from nanobank.guidance.models import (
    Absence,
    Appointment,
    Invitation,
    MentorProfile,
    Message,
    OpenHours,
    Part,
    Side,
    Thread,
)
from nanobank.guidance.permissions import threads_seen_by
from nanobank.guidance.times import Hours, Slot, slots_between
from nanobank.ledger.queries import positions_of
from nanobank.organisations.models import Membership, Organisation, Role
from nanobank.pathways.queries import pathways_of

BOOKED_AHEAD: Final = timedelta(days=28)
AT_LEAST_BEFORE: Final = timedelta(hours=2)
KEPT_IN_FEED: Final = timedelta(days=90)
"""So long a calendar is still told of what has been."""
_TO_DO, _DONE, _IN_A_PLAN = 2.0, 1.0, 1.0
"""How much a competence is wanted for being taught in a module that is planned or under way, completed, in a plan."""


def running_mentorship(viewer: Person, uuid: UUID, *, now: datetime) -> Mentorship:
    """One in force of which the viewer is either. Raises NotYours."""
    either = Mentorship.objects.at(now).filter(Q(learner=viewer) | Q(mentor=viewer), uuid=uuid)
    found = either.select_related("learner", "mentor").first()
    if found is None:
        raise NotYours("")
    return found


def mentorships_of(person: Person, now: datetime) -> list[Mentorship]:
    """In force, either way: internal first."""
    either = Mentorship.objects.at(now).filter(Q(learner=person) | Q(mentor=person))
    return list(either.select_related("learner", "mentor").order_by("-kind", "learner__given_name", "pk"))


def free_times(mentor: Person, now: datetime) -> list[Slot]:
    """What can be had of a mentor's time in the four weeks to come: three queries."""
    today = localdate(now)
    hours = [
        Hours(one.weekday, one.begins, one.ends, one.minutes, one.meeting, one.place)
        for one in OpenHours.objects.filter(mentor=mentor)
    ]
    away = Absence.objects.filter(profile__person=mentor, last_on__gte=today).values_list("first_on", "last_on")
    taken = Appointment.objects.filter(
        Q(mentor=mentor) | Q(learner=mentor), cancelled_at__isnull=True, ends__gt=now
    ).values_list("begins", "ends")
    return slots_between(
        hours,
        first=today,
        last=today + BOOKED_AHEAD,
        zone=ZoneInfo(settings.TIME_ZONE),
        away=away,
        taken=taken,
        not_before=now + AT_LEAST_BEFORE,
    )


def appointments_of(person: Person, *, since: datetime) -> QuerySet[Appointment]:
    """Those that end after then, the first first, with both people; cancelled ones too."""
    either = Appointment.objects.filter(Q(mentor=person) | Q(learner=person), ends__gt=since)
    return either.select_related("mentor", "learner", "mentorship")


@dataclass(frozen=True)
class ThreadLine:
    """A thread in a list; ``mine`` when it is the viewer's turn, ``new`` when there is something unread."""

    thread: Thread
    last_by: str
    mine: bool
    new: bool

    @property
    def waits(self) -> bool:
        """Whether somebody else's turn it is."""
        return bool(self.thread.awaits) and not self.mine


def thread_lines(viewer: Person, now: datetime, *, of: Mentorship | None = None, most: int = 50) -> list[ThreadLine]:
    """The viewer's threads, those where it is their turn first, then the latest: two queries."""
    seen = threads_seen_by(viewer, now)
    if of is not None:
        both = Part.objects.filter(thread=OuterRef("pk"), person=of.mentor_id)
        seen = seen.filter(Exists(both), learner=of.learner_id)
    mine = Part.objects.filter(thread=OuterRef("pk"), person=viewer)
    read = mine.filter(read_at__gte=OuterRef("last_at"))
    threads = list(seen.annotate(is_read=Exists(read)).select_related("learner").order_by("-last_at", "-pk")[:most])
    last = Message.objects.filter(thread__in=threads, at=F("thread__last_at")).select_related("by")
    by = {message.thread_id: message.by.name for message in last}
    lines = [ThreadLine(one, by.get(one.pk, ""), one.awaits == _side(viewer, one), not one.is_read) for one in threads]
    return sorted(lines, key=lambda line: not line.mine)


def _side(viewer: Person, thread: Thread) -> str:
    return Side.LEARNER if viewer.pk == thread.learner_id else Side.MENTORS


def thread_of(viewer: Person, uuid: UUID, *, now: datetime) -> Thread:
    """A thread that the viewer sees. Raises NotYours."""
    found = threads_seen_by(viewer, now).select_related("learner").filter(uuid=uuid).first()
    if found is None:
        raise NotYours("")
    return found


def messages_in(thread: Thread) -> list[Message]:
    """All that was said, the first first: one query."""
    return list(thread.messages.select_related("by"))


def read_marks(thread: Thread, viewer: Person) -> list[Part]:
    """Up to when the others have read: one query."""
    return list(thread.parts.exclude(person=viewer).select_related("person").order_by("person__given_name", "pk"))


def questions_to(person: Person, now: datetime) -> list[Invitation]:
    """Who asks the person to be their mentor."""
    return list(Invitation.objects.waiting(now).filter(mentor=person).select_related("learner").order_by("at", "pk"))


def questions_by(person: Person, now: datetime) -> list[Invitation]:
    """Whom the learner has asked and has no answer from; and who said no in the last month."""
    recent = Q(state="declined", answered_at__gt=now - timedelta(days=30))
    open_ones = Q(state="waiting", expires_at__gt=now)
    found = Invitation.objects.filter(open_ones | recent, learner=person).select_related("mentor")
    return list(found.order_by("-at", "-pk"))


@dataclass(frozen=True)
class Suggestion:
    """A mentor who fits, and why: the ``competences`` that are wanted, and what ``others`` they help with."""

    profile: MentorProfile
    why: Suggested
    competences: list[Competence]
    others: list[Competence]


def suggestions(
    learner: Person,
    kind: str,
    *,
    now: datetime,
    languages: Collection[str] = (),
    meetings: Collection[str] = (),
    about: Collection[Competence] = (),
) -> list[Suggestion]:
    """Mentors of a kind, the best first, each with the reasons: by the competences ``about`` which help is wanted,
    or else by what the learner works on and plans."""
    today = localdate(now)
    profiles = MentorProfile.objects.filter(kind=kind, is_open=True, person__is_active=True).exclude(person=learner)
    found = {
        str(one.pk): one
        for one in profiles.select_related("person", "organisation").prefetch_related("competences", "absences")
    }
    people = [one.person_id for one in found.values()]
    running = Mentorship.objects.at(now).filter(mentor__in=people)
    learners = Counter(running.values_list("mentor_id", flat=True))
    offered = [_offered(one, one.most - learners[one.person_id], today) for one in found.values()]
    weights = {one.slug: 1.0 for one in about} or _wanted_by(learner)
    wanted = Wanted(weights, tuple(languages), tuple(meetings))
    best = suggest_mentors(wanted, offered)
    return [_suggestion(found[why.key], why) for why in best]


def _offered(profile: MentorProfile, room: int, today: date) -> Offered:
    away = profile.away_until(today)
    return Offered(
        key=str(profile.pk),
        competences=frozenset(one.slug for one in profile.competences.all()),
        room=room,
        most=profile.most,
        languages=frozenset(profile.tongues),
        meetings=frozenset(profile.meetings),
        away_days=(away - today).days + 1 if away else 0,
    )


def _suggestion(profile: MentorProfile, why: Suggested) -> Suggestion:
    named = {one.slug: one for one in profile.competences.all()}
    others = sorted((one for slug, one in named.items() if slug not in why.shared), key=lambda one: one.label)
    return Suggestion(profile, why, [named[slug] for slug in why.shared], others)


def _wanted_by(learner: Person) -> dict[str, float]:
    """Competences by how much the learner's bank and plans ask for them: four queries."""
    weights = {
        module: _TO_DO if at.planned or at.under_way else _DONE
        for module, at in positions_of(learner).items()
        if at.total
    }
    slugs = {step["module"] for pathway in pathways_of(learner) if pathway.chosen for step in pathway.chosen.steps}
    for module in Module.objects.filter(slug__in=slugs).values_list("pk", flat=True):
        weights[module] = weights.get(module, 0) + _IN_A_PLAN
    taught = ModuleVersion.objects.filter(current_of__in=weights, competences__isnull=False)
    wanted: dict[str, float] = {}
    for module, slug in taught.values_list("current_of", "competences__slug"):
        wanted[slug] = wanted.get(slug, 0) + weights[module]
    return wanted


@dataclass(frozen=True)
class Waiting:
    """Somebody waits for an answer of a mentor's; without ``learner`` the learner has not let the office see more."""

    mentors: str
    learner: str
    title: str
    since: datetime
    days: int


@dataclass(frozen=True)
class MentorLoad:
    """How many learners an internal mentor has, and room for."""

    name: str
    learners: int
    most: int
    away_until: date | None
    asked: int


@dataclass(frozen=True)
class Office:
    """Who waits, the longest first, and how much each mentor has."""

    waiting: list[Waiting]
    mentors: list[MentorLoad]


def office_of(organisation: Organisation, now: datetime) -> Office:
    """What the study office sees of its internal mentors: no words, and no names that the learner keeps back."""
    people = Membership.objects.filter(organisation=organisation, role=Role.INTERNAL_MENTOR).at(now)
    mentors = list(people.values_list("person_id", flat=True))
    running = Mentorship.objects.at(now).filter(mentor__in=mentors, kind=Mentorship.Kind.INTERNAL)
    mine = Part.objects.filter(person__in=mentors).filter(
        Exists(running.filter(learner=OuterRef("thread__learner"), mentor=OuterRef("person")))
    )
    waiting = mine.filter(thread__awaits=Side.MENTORS).select_related("thread__learner", "person")
    by_thread: dict[int, list[Part]] = {}
    for part in waiting.order_by("thread__waits_since", "thread_id", "person__given_name"):
        by_thread.setdefault(part.thread_id, []).append(part)
    return Office([_waiting(parts, now) for parts in by_thread.values()], _loads(mentors, running, now))


def _waiting(parts: list[Part], now: datetime) -> Waiting:
    thread = parts[0].thread
    since = thread.waits_since or thread.last_at
    return Waiting(
        mentors=", ".join(part.person.name for part in parts),
        learner=thread.learner.name if thread.office_sees else "",
        title=thread.title if thread.office_sees else "",
        since=since,
        days=(now - since).days,
    )


def _loads(mentors: list[int], running: QuerySet[Mentorship], now: datetime) -> list[MentorLoad]:
    learners = Counter(running.values_list("mentor_id", flat=True))
    asked = dict(
        Invitation.objects.waiting(now)
        .filter(mentor__in=mentors)
        .order_by()
        .values_list("mentor_id")
        .annotate(Count("pk"))
    )
    profiles = {
        one.person_id: one for one in MentorProfile.objects.filter(person__in=mentors).prefetch_related("absences")
    }
    today = localdate(now)
    loads = []
    for person in Person.objects.filter(pk__in=mentors).order_by("given_name", "family_name", "pk"):
        profile = profiles.get(person.pk)
        loads.append(
            MentorLoad(
                name=person.name,
                learners=learners[person.pk],
                most=profile.most if profile and profile.is_open else 0,
                away_until=profile.away_until(today) if profile else None,
                asked=asked.get(person.pk, 0),
            )
        )
    return loads


@dataclass(frozen=True)
class Waits:
    """What waits for a person: threads where it is their turn, questions to them, the next appointment."""

    threads: list[Thread]
    questions: int
    next_appointment: Appointment | None
    runs: bool


def waits_for(person: Person, now: datetime) -> Waits:
    """Four queries, and fewer when nothing runs."""
    turn = Q(learner=person, awaits=Side.LEARNER) | (~Q(learner=person) & Q(awaits=Side.MENTORS))
    running = Mentorship.objects.at(now).filter(Q(learner=person) | Q(mentor=person)).exists()
    threads = threads_seen_by(person, now).filter(turn).order_by("waits_since")[:3] if running else []
    standing = appointments_of(person, since=now).filter(cancelled_at__isnull=True)
    return Waits(
        threads=list(threads),
        questions=Invitation.objects.waiting(now).filter(mentor=person).count(),
        next_appointment=standing.first() if running else None,
        runs=running,
    )


def open_kinds(mentors: Iterable[Mentorship], asked: Iterable[Invitation]) -> list[Mentorship.Kind]:
    """The kinds of mentor that a learner lacks who has these and has asked for those."""
    taken = {one.kind for one in mentors} | {one.kind for one in asked if one.state == "waiting"}
    return [kind for kind in Mentorship.Kind if kind not in taken]


def open_kinds_of(person: Person, *, now: datetime) -> list[Mentorship.Kind]:
    """The kinds of mentor that the person lacks and has not asked for: two queries."""
    mentors = (one for one in mentorships_of(person, now) if one.learner_id == person.pk)
    return open_kinds(mentors, questions_by(person, now))
