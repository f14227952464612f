"""Appointments as iCalendar: a feed (RFC 5545), and the invitation that a mail carries (iTIP, RFC 5546)."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress

from nanobank.accounts.models import Person
from nanobank.guidance.models import Appointment


def feed_as_ical(appointments: Iterable[Appointment], person: Person, now: datetime) -> bytes:
    """All that the person has agreed, those cancelled too, so that calendars take them out."""
    calendar = _calendar()
    calendar.add("name", _("Guidance"))
    calendar.add("x-wr-calname", _("Guidance"))
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    for one in appointments:
        calendar.add_component(_event(one, person, now))
    written: bytes = calendar.to_ical()
    return written


def invitation_as_ical(appointment: Appointment, person: Person, now: datetime) -> str:
    """For one of the two: METHOD:REQUEST, or CANCEL. Names nobody's address but the reader's and the site's."""
    calendar = _calendar()
    calendar.add("method", "REQUEST" if appointment.stands else "CANCEL")
    event = _event(appointment, person, now)
    event["organizer"] = vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    attendee = vCalAddress(f"mailto:{person.email}")
    attendee.params["PARTSTAT"] = "ACCEPTED"
    event.add("attendee", attendee, encode=False)
    calendar.add_component(event)
    return str(calendar.to_ical().decode())


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Nanobanken//DA")
    calendar.add("version", "2.0")
    return calendar


def _event(appointment: Appointment, person: Person, now: datetime) -> Event:
    other = appointment.mentor if person.pk == appointment.learner_id else appointment.learner
    event = Event()
    event.add("uid", f"{appointment.uuid}@nanobanken")
    event.add("dtstamp", now)
    event.add("sequence", appointment.sequence)
    event.add("dtstart", appointment.begins)
    event.add("dtend", appointment.ends)
    event.add("summary", _("Guidance: %s") % other.name)
    event.add("location", appointment.place or appointment.get_meeting_display())
    event.add("status", "CONFIRMED" if appointment.stands else "CANCELLED")
    event.add("url", f"{settings.BASE_URL}{reverse('mentorship', args=[appointment.mentorship.uuid])}")
    if appointment.words:
        event.add("description", appointment.words)
    return event
