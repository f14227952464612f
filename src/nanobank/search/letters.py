"""The e-mail about what is new for a saved search: at most one a day, in the language in which it was saved."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from nanobank.catalogue.cards import cards
from nanobank.catalogue.question import Question, parse
from nanobank.search import finding
from nanobank.search.models import SavedSearch
from nanobank.search.tokens import token_of
from nanobank.search.wording import in_words

_SHOWN: Final = 10


def tell(now: datetime) -> int:
    """Write to everybody for whose searches something new was published; how many letters went out.

    That something was told is noted before it is, so that whatever goes wrong nobody gets it twice.
    """
    sent = 0
    waiting = SavedSearch.objects.filter(person__is_active=True, told_until__lt=now).select_related("person")
    with get_connection() as post:
        for saved in waiting.order_by("pk").iterator(500):
            found = new_since(saved, now)
            unchanged = SavedSearch.objects.filter(pk=saved.pk, told_until=saved.told_until)
            if unchanged.update(told_until=now) and found.total and saved.person.email:
                letter(saved, found, post).send()
                sent += 1
    return sent


def question_of(saved: SavedSearch, now: datetime) -> Question:
    """What was asked for."""
    return parse(QueryDict(saved.address), timezone.localdate(now))


def new_since(saved: SavedSearch, now: datetime) -> finding.Found:
    """What holds every word, meets every filter and was published since the last letter."""
    question = replace(question_of(saved, now), since=saved.told_until)
    found = finding.part(question, offset=0, limit=_SHOWN, meaning=False)
    return replace(found, listings=[], total=0) if found.is_near or found.meant else found


def letter(saved: SavedSearch, found: finding.Found, post: BaseEmailBackend | None = None) -> EmailMessage:
    """The mail about some news; one click ends it, also the mail program's own (RFC 8058)."""
    with override(saved.language):
        words = in_words(question_of(saved, saved.told_until))
        stop = f"{settings.BASE_URL}{reverse('search_stop', args=[token_of(saved)])}"
        context = {
            "name": saved.person.given_name,
            "words": words,
            "cards": cards(found.listings),
            "more": max(found.total - _SHOWN, 0),
            "base": settings.BASE_URL,
            "all": f"{settings.BASE_URL}{reverse('catalogue')}?{saved.address}",
            "stop": stop,
        }
        subject = _("New for your search: %(words)s") % {"words": words}
        body = render_to_string("search/letter.txt", context)
    headers = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return EmailMessage(subject, body, to=[saved.person.email], headers=headers, connection=post)
