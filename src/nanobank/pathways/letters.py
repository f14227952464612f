"""The weekly *hvad nu*: one mail a week at most to each who asked for it, about what their plans say of the week."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from nanobank.accounts.models import Person
from nanobank.pathways.models import Reminder
from nanobank.pathways.this_week import ThisWeek, this_week
from nanobank.pathways.weeks import monday_of, week_of

_DANISH: Final = "da"


def send_weekly(now: datetime) -> int:
    """Write to all who have not had this week's mail; how many got one. Who has nothing to do is not written to.

    That a mail is sent is noted before it is, so that whatever goes wrong nobody gets two.
    """
    monday = monday_of(week_of(timezone.localdate(now)))
    sent = 0
    with get_connection() as post:
        for reminder in _waiting(now):
            unsent = Reminder.objects.filter(Q(sent_for__isnull=True) | Q(sent_for__lt=monday), pk=reminder.pk)
            if unsent.update(sent_for=monday):
                week = this_week(reminder.person, now)
                if week.due or week.coming:
                    letter(reminder, week, post).send()
                    sent += 1
    return sent


def language_of(person: Person) -> str:
    """The language in which the person asked for mails; Danish as long as they have not."""
    asked = Reminder.objects.filter(person=person).values_list("language", flat=True).first()
    return asked or _DANISH


def _waiting(now: datetime) -> Iterator[Reminder]:
    monday = monday_of(week_of(timezone.localdate(now)))
    wanted = Reminder.objects.filter(Q(sent_for__isnull=True) | Q(sent_for__lt=monday), wanted=True)
    return wanted.filter(person__is_active=True).select_related("person").order_by("pk").iterator(500)


def letter(reminder: Reminder, week: ThisWeek, post: BaseEmailBackend | None = None) -> EmailMessage:
    """The mail about one week."""
    with override(reminder.language):
        context = {
            "name": reminder.person.given_name,
            "week": week,
            "address": f"{settings.BASE_URL}{reverse('pathways')}",
        }
        subject = _("What now? Your plan for week %d") % week.monday.isocalendar().week
        body = render_to_string("pathways/week.txt", context)
    return EmailMessage(subject, body, to=[reminder.person.email], connection=post)
