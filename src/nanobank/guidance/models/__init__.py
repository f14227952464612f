"""Mentors and who asked them, threads, and times to meet."""

from nanobank.guidance.models.mentors import (
    Absence,
    Answered,
    Invitation,
    InvitationQuerySet,
    Meeting,
    MentorProfile,
    Note,
    Tongue,
)
from nanobank.guidance.models.threads import About, Message, Part, ReceivedMail, Side, Thread
from nanobank.guidance.models.times import Appointment, CalendarFeed, OpenHours, Weekday

__all__ = [
    "About",
    "Absence",
    "Answered",
    "Appointment",
    "CalendarFeed",
    "Invitation",
    "InvitationQuerySet",
    "Meeting",
    "MentorProfile",
    "Message",
    "Note",
    "OpenHours",
    "Part",
    "ReceivedMail",
    "Side",
    "Thread",
    "Tongue",
    "Weekday",
]
