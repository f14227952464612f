"""The mails: one at once, or one a day that gathers what came. A worker writes them once the change stands."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext, override
from django_tasks import task

from nanobank.accounts.models import Person
from nanobank.common import clock
from nanobank.notices.models import Language, Notice, Reader

_PAUSES: Final = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))
"""How long to wait before each further try, when the mail server takes nothing."""
_LONGEST_SUBJECT: Final = 150

_withheld: ContextVar[bool] = ContextVar("withheld", default=False)


@contextmanager
def no_letters() -> Iterator[None]:
    """What happens in here stands in the app but is not mailed: it is invented, or happened long ago."""
    before = _withheld.set(True)
    try:
        yield
    finally:
        _withheld.reset(before)


def letters_withheld() -> bool:
    """Whether mails are kept back just now."""
    return _withheld.get()


@task()
def write(notices: list[str], tries: int = 0) -> int:
    """Mail these notices, each to its person; how many went out. A mail server that takes nothing is tried again.

    That one is mailed is noted before it is, so that nobody gets two; it is taken back if it could not be.
    """
    left = Notice.objects.filter(uuid__in=notices, mailed_at__isnull=True, person__is_active=True)
    left = left.exclude(person__email="")
    sent = 0
    with get_connection() as post:
        for notice in left.select_related("person").order_by("pk"):
            if not left.filter(pk=notice.pk).update(mailed_at=clock.now()):
                continue
            try:
                _letter(notice, post).send()
            except OSError:
                Notice.objects.filter(pk=notice.pk).update(mailed_at=None)
                if tries == len(_PAUSES) or not write.get_backend().supports_defer:
                    raise
                write.using(run_after=clock.now() + _PAUSES[tries]).enqueue(notices=notices, tries=tries + 1)
                break
            sent += 1
    return sent


def language_of(person: Person) -> str:
    """The language in which a person reads mails; Danish as long as they have not chosen."""
    found = Reader.objects.filter(person=person).values_list("language", flat=True).first()
    return found or Language.DANISH


def _letter(notice: Notice, post: BaseEmailBackend) -> EmailMessage:
    with override(language_of(notice.person)):
        sentence = notice.sentence
        context = {
            "name": notice.person.given_name,
            "sentence": sentence,
            "quote": notice.quote,
            "address": settings.BASE_URL + notice.address,
            "settings": settings.BASE_URL + reverse("notice_preferences"),
            "can_reply": bool(notice.reply_to),
            "stop": notice.stop,
        }
        body = render_to_string("notices/letter.txt", context)
    mail = EmailMessage(_on_one_line(sentence), body, to=[notice.person.email], connection=post)
    if notice.reply_to:
        mail.reply_to = [notice.reply_to]
    if notice.stop:
        mail.extra_headers |= {
            "List-Unsubscribe": f"<{notice.stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    if notice.calendar:
        method = "CANCEL" if "METHOD:CANCEL" in notice.calendar else "REQUEST"
        mail.attach("invitation.ics", notice.calendar, f"text/calendar; method={method}")
    return mail


def _on_one_line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_SUBJECT else line[: _LONGEST_SUBJECT - 1] + "…"


def send_digests(now: datetime) -> int:
    """Write to all for whom something has gathered and who have had no digest today; how many got one."""
    today = timezone.localdate(now)
    waiting = Person.objects.filter(is_active=True, pk__in=Notice.objects.for_digest(now).values("person"))
    waiting = waiting.exclude(email="")
    sent = 0
    with get_connection() as post:
        for person in waiting.order_by("pk").iterator(500):
            Reader.objects.get_or_create(person=person)
            unsent = Reader.objects.filter(Q(digested_on__isnull=True) | Q(digested_on__lt=today), person=person)
            if unsent.update(digested_on=today):
                sent += _send_digest(person, now, post)
    return sent


@task()
def digest() -> int:
    """The day's digests, by a worker; how many."""
    return send_digests(clock.now())


def _send_digest(person: Person, now: datetime, post: BaseEmailBackend) -> int:
    """One person's; what could not be sent waits for tomorrow's."""
    rows = list(Notice.objects.of(person).for_digest(now).order_by("at", "pk"))
    ours = Notice.objects.filter(pk__in=[row.pk for row in rows])
    ours.update(mailed_at=now)
    try:
        _gathered(person, rows, post).send()
    except OSError:
        ours.update(mailed_at=None)
        return 0
    return 1


def _gathered(person: Person, rows: Sequence[Notice], post: BaseEmailBackend) -> EmailMessage:
    with override(language_of(person)):
        lines = [(row.sentence, settings.BASE_URL + row.address) for row in rows]
        preferences = settings.BASE_URL + reverse("notice_preferences")
        context = {"name": person.given_name, "lines": lines, "settings": preferences}
        body = render_to_string("notices/digest.txt", context)
        subject = ngettext("%d new thing for you", "%d new things for you", len(rows)) % len(rows)
    return EmailMessage(f"Nanobanken: {subject}", body, to=[person.email], connection=post)
