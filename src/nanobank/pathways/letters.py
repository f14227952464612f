"""The weekly *hvad nu*: once a week at most to each who asked for it, about what their plans say of the week."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_noop, override

from nanobank.accounts.models import Person
from nanobank.common.addresses import danish_address
from nanobank.notices.letters import language_of
from nanobank.notices.models import NoticeKind
from nanobank.notices.services import Enclosed, reads_in, tell
from nanobank.pathways.models import Reminder
from nanobank.pathways.this_week import this_week
from nanobank.pathways.weeks import monday_of, week_of


def send_weekly(now: datetime) -> int:
    """Tell all who have not been told this week; how many were. Who has nothing to do is not written to.

    That somebody is told is noted together with it, so that whatever goes wrong nobody is told twice.
    """
    monday = monday_of(week_of(timezone.localdate(now)))
    told = 0
    for reminder in _waiting(now):
        with transaction.atomic():
            unsent = Reminder.objects.filter(Q(sent_for__isnull=True) | Q(sent_for__lt=monday), pk=reminder.pk)
            if unsent.update(sent_for=monday):
                told += _tell(reminder, now)
    return told


def _waiting(now: datetime) -> Iterator[Reminder]:
    monday = monday_of(week_of(timezone.localdate(now)))
    wanted = Reminder.objects.filter(Q(sent_for__isnull=True) | Q(sent_for__lt=monday), wanted=True)
    return wanted.filter(person__is_active=True).select_related("person").order_by("pk").iterator(500)


def _tell(reminder: Reminder, now: datetime) -> int:
    """1, or 0 when the week has nothing in it. Who has chosen no language reads in that of the page they asked on."""
    reads_in(person=reminder.person, language=reminder.language)
    week = this_week(reminder.person, now)
    if not (week.due or week.coming):
        return 0

    def enclosing(person: Person) -> Enclosed:
        with override(language_of(person)):
            return Enclosed(quote=render_to_string("pathways/week.txt", {"week": this_week(person, now)}).strip())

    url = danish_address("pathways")
    tell(
        people=[reminder.person],
        kind=NoticeKind.WEEK,
        message=gettext_noop("What now? Your plan for week %(week)s"),
        values={"week": str(week.monday.isocalendar().week)},
        url=url,
        now=now,
        enclosing=enclosing,
    )
    return 1
