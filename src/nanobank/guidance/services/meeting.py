"""When a mentor can be met; a time is booked, moved and cancelled."""

from datetime import date, datetime, time
from secrets import token_urlsafe
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from nanobank.accounts.models import Person
from nanobank.accounts.services import lock
from nanobank.bank.models import Mentorship
from nanobank.common.addresses import danish_address
from nanobank.common.errors import Conflict, NotYours, Refused
from nanobank.guidance.calendars import invitation_as_ical
from nanobank.guidance.models import Absence, Appointment, CalendarFeed, Meeting, MentorProfile, OpenHours, Weekday
from nanobank.guidance.permissions import check_is_either, check_is_mentor
from nanobank.guidance.queries import free_times
from nanobank.guidance.times import Slot
from nanobank.notices.letters import language_of
from nanobank.notices.models import NoticeKind
from nanobank.notices.services import Enclosed, tell

MOST_TO_COME: Final = 3
_MOST_HOURS: Final = 30
_MOST_ABSENCES: Final = 50


def add_hours(
    *,
    mentor: Person,
    weekday: Weekday,
    begins: time,
    ends: time,
    minutes: int,
    meeting: Meeting,
    place: str,
    now: datetime,
) -> OpenHours:
    """From now on the mentor can be met in this stretch of every week. Raises NotYours, and Refused by field."""
    check_is_mentor(mentor, now)
    stretch = (ends.hour - begins.hour) * 60 + ends.minute - begins.minute
    if stretch <= 0:
        raise Refused(_("It has to end after it begins."), field="ends")
    if not 10 <= minutes <= stretch:  # ten minutes are too short for anything less
        raise Refused(_("A turn is at least ten minutes and no longer than the whole stretch."), field="minutes")
    mine = OpenHours.objects.filter(mentor=mentor)
    if mine.filter(weekday=weekday, begins__lt=ends, ends__gt=begins).exists():
        raise Refused(_("You already have hours then. Take those away first."), field="begins")
    if mine.count() >= _MOST_HOURS:
        raise Refused(_("That is more stretches than a week needs."), field="begins")
    return OpenHours.objects.create(
        mentor=mentor, weekday=weekday, begins=begins, ends=ends, minutes=minutes, meeting=meeting, place=place.strip()
    )


def drop_hours(*, mentor: Person, uuid: UUID) -> None:
    """These hours are no longer offered; what is agreed stands. Raises NotYours."""
    if not OpenHours.objects.filter(mentor=mentor, uuid=uuid).delete()[0]:
        raise NotYours("")


def add_absence(*, mentor: Person, first_on: date, last_on: date) -> Absence:
    """The mentor is away these days; what is agreed stands until it is moved. Raises NotYours, and Refused by field."""
    profile = MentorProfile.objects.filter(person=mentor).first()
    if profile is None:
        raise NotYours("")
    if last_on < first_on:
        raise Refused(_("The last day lies before the first."), field="last_on")
    if profile.absences.count() >= _MOST_ABSENCES:
        raise Refused(_("Take away some of the days that have passed first."), field="first_on")
    return Absence.objects.create(profile=profile, first_on=first_on, last_on=last_on)


def drop_absence(*, mentor: Person, absence: int) -> None:
    """The mentor is there after all. Raises NotYours."""
    if not Absence.objects.filter(profile__person=mentor, pk=absence).delete()[0]:
        raise NotYours("")


@transaction.atomic
def book(*, mentorship: Mentorship, begins: datetime, words: str, by: Person, now: datetime) -> Appointment:
    """The learner takes one of the mentor's free times. Of two at once one gets it, the other a Conflict."""
    if by.pk != mentorship.learner_id:
        raise NotYours(_("There is no such mentor."))
    _check_runs(mentorship, now)
    slot = _free(mentorship, begins, now)
    standing = Appointment.objects.filter(learner=by, cancelled_at__isnull=True)
    if standing.filter(mentorship=mentorship, begins__gt=now).count() >= MOST_TO_COME:
        raise Refused(_("You have three times to come already. Let others have a turn."), field="begins")
    _check_learner_is_free(by, slot, None)
    appointment = _taken(
        Appointment(
            mentorship=mentorship,
            mentor=mentorship.mentor,
            learner=by,
            begins=slot.begins,
            ends=slot.ends,
            meeting=slot.meeting,
            place=slot.place,
            words=words.strip()[:500],
        )
    )
    _tell_both(appointment, gettext_noop("Appointment with %(who)s: %(when)s"), now)
    return appointment


@transaction.atomic
def move(*, appointment: Appointment, begins: datetime, by: Person, now: datetime) -> Appointment:
    """Either of the two takes another of the mentor's free times. Raises NotYours, Conflict when it is gone."""
    _check_may_change(appointment, by, now)
    _check_runs(appointment.mentorship, now)
    slot = _free(appointment.mentorship, begins, now)
    _check_learner_is_free(appointment.learner, slot, appointment)
    appointment.begins, appointment.ends = slot.begins, slot.ends
    appointment.meeting, appointment.place = slot.meeting, slot.place
    appointment.sequence += 1
    _taken(appointment)
    _tell_both(appointment, gettext_noop("The appointment with %(who)s is moved to %(when)s"), now)
    return appointment


@transaction.atomic
def cancel(*, appointment: Appointment, by: Person, now: datetime) -> None:
    """Either of the two cancels. Raises NotYours, Conflict when it has been cancelled or has passed."""
    _check_may_change(appointment, by, now)
    standing = Appointment.objects.filter(pk=appointment.pk, cancelled_at__isnull=True)
    if not standing.update(cancelled_at=now, cancelled_by=by, sequence=appointment.sequence + 1):
        raise Conflict(_("It has been cancelled already."))
    appointment.refresh_from_db()
    _tell_both(appointment, gettext_noop("The appointment with %(who)s is cancelled: %(when)s"), now)


def cancel_all(*, mentorship: Mentorship, by: Person, now: datetime) -> None:
    """All that was to come between the two is cancelled."""
    coming = Appointment.objects.filter(mentorship=mentorship, cancelled_at__isnull=True, begins__gt=now)
    for one in coming.select_related("mentorship", "mentor", "learner"):
        cancel(appointment=one, by=by, now=now)


def _check_runs(mentorship: Mentorship, now: datetime) -> None:
    if not Mentorship.objects.at(now).filter(pk=mentorship.pk).exists():
        raise NotYours(_("There is no such mentor."))


def _check_may_change(appointment: Appointment, by: Person, now: datetime) -> None:
    check_is_either(by, appointment.mentorship)
    if not appointment.stands:
        raise Conflict(_("It has been cancelled already."))
    if appointment.begins <= now:
        raise Conflict(_("It has begun already."))


def _free(mentorship: Mentorship, begins: datetime, now: datetime) -> Slot:
    lock(mentorship.mentor)
    slot = next((one for one in free_times(mentorship.mentor, now) if one.begins == begins), None)
    if slot is None:
        raise Conflict(_("Somebody else has just taken that time. Choose another."), field="begins")
    return slot


def _check_learner_is_free(learner: Person, slot: Slot, besides: Appointment | None) -> None:
    others = Appointment.objects.filter(
        learner=learner, cancelled_at__isnull=True, begins__lt=slot.ends, ends__gt=slot.begins
    )
    if besides is not None:
        others = others.exclude(pk=besides.pk)
    if others.exists():
        raise Refused(_("There is another appointment at that time."), field="begins")


def _taken(appointment: Appointment) -> Appointment:
    try:
        with transaction.atomic():
            appointment.save()
    except IntegrityError as error:
        raise Conflict(_("Somebody else has just taken that time. Choose another."), field="begins") from error
    return appointment


def _tell_both(appointment: Appointment, message: str, now: datetime) -> None:
    url = danish_address("mentorship", appointment.mentorship.uuid)
    for person, other in (
        (appointment.learner, appointment.mentor),
        (appointment.mentor, appointment.learner),
    ):
        tell(
            people=[person],
            kind=NoticeKind.APPOINTMENT,
            message=message,
            values={"who": other.name, **_when(appointment.begins)},
            url=url,
            now=now,
            enclosing=lambda one: Enclosed(quote=appointment.words, calendar=_calendar(appointment, one, now)),
        )


def _calendar(appointment: Appointment, person: Person, now: datetime) -> str:
    with override(language_of(person)):
        return invitation_as_ical(appointment, person, now)


def _when(moment: datetime) -> dict[str, str]:
    said = {}
    for language in ("da", "en"):
        with override(language):
            said[f"when_{language}"] = date_format(localtime(moment), "j. F Y H:i")
    return said


def feed_of(*, person: Person) -> CalendarFeed:
    """The secret address of the person's appointments, made the first time."""
    feed, _made = CalendarFeed.objects.get_or_create(person=person, defaults={"secret": token_urlsafe(24)})
    return feed


def renew_feed(*, person: Person) -> CalendarFeed:
    """A new secret address; whoever has the old one gets nothing from now on."""
    CalendarFeed.objects.filter(person=person).update(secret=token_urlsafe(24))
    return feed_of(person=person)
