"""A plan as an iCalendar (RFC 5545) that calendars fetch: classes and modules as days, deadlines, this week's hours."""

from datetime import date, datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from nanobank.catalogue.models import ModuleVersion
from nanobank.pathways.models import Pathway
from nanobank.pathways.queries import exam_of

_A_DAY: Final = timedelta(days=1)


def calendar_of(pathway: Pathway, now: datetime) -> bytes:
    """The plan that is chosen, in the language active now; empty before one is. A constant number of queries."""
    calendar = Calendar()
    calendar.add("prodid", "-//Nanobanken//DA")
    calendar.add("version", "2.0")
    calendar.add("name", pathway.title)
    calendar.add("x-wr-calname", pathway.title)
    calendar.add("refresh-interval", timedelta(hours=12), parameters={"VALUE": "DURATION"})
    version = pathway.chosen
    if version is not None:
        titles = _titles(version.steps)
        for step in version.steps:
            calendar.add_component(_module(pathway, step, titles.get(step["module"], step["module"]), now))
        exam = exam_of(pathway)
        if exam is not None and version.steps:
            last = max(date.fromisoformat(step["ends_on"]) for step in version.steps)
            summary = _("From today you can put yourself forward for exam: %s") % exam.micro_credential.title
            calendar.add_component(_days(pathway, "exam", summary, (last + _A_DAY, last + _A_DAY), now))
    written: bytes = calendar.to_ical()
    return written


def _titles(steps: list[dict[str, Any]]) -> dict[str, str]:
    slugs = [step["module"] for step in steps]
    found = ModuleVersion.objects.filter(current_of__slug__in=slugs).select_related("module")
    return {one.module.slug: one.title for one in found}


def _module(pathway: Pathway, step: dict[str, Any], title: str, now: datetime) -> Event:
    days = (date.fromisoformat(step["begins_on"]), date.fromisoformat(step["ends_on"]))
    event = _days(pathway, step["module"], title, days, now)
    event.add("url", f"{settings.BASE_URL}{reverse('module', args=[step['module']])}")
    return event


def _days(pathway: Pathway, about: str, summary: str, days: tuple[date, date], now: datetime) -> Event:
    """Something from a first to a last day that does not make one busy."""
    event = Event()
    event.add("uid", f"{pathway.uuid}-{about}@nanobanken")
    event.add("dtstamp", now)
    event.add("dtstart", days[0])
    event.add("dtend", days[1] + _A_DAY)
    event.add("summary", summary)
    event.add("transp", "TRANSPARENT")
    return event
