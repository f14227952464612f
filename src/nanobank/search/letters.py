"""The notice about what is new for a saved search: at most one a day for each, told as the person has chosen."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction
from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop, override

from nanobank.accounts.models import Person
from nanobank.catalogue.cards import cards
from nanobank.catalogue.question import Question, parse
from nanobank.common.addresses import danish_address
from nanobank.notices.letters import language_of
from nanobank.notices.models import NoticeKind
from nanobank.notices.services import Enclosed, reads_in
from nanobank.notices.services import tell as tell_people
from nanobank.search import finding
from nanobank.search.models import SavedSearch
from nanobank.search.tokens import token_of
from nanobank.search.wording import in_words

_SHOWN: Final = 10


def tell(now: datetime) -> int:
    """Tell everybody for whose searches something new was published; how many searches that was.

    That something was told is noted together with the notice, so that whatever goes wrong nobody gets it twice.
    """
    told = 0
    waiting = SavedSearch.objects.filter(person__is_active=True, told_until__lt=now).select_related("person")
    for saved in waiting.order_by("pk").iterator(500):
        found = new_since(saved, now)
        with transaction.atomic():
            unchanged = SavedSearch.objects.filter(pk=saved.pk, told_until=saved.told_until)
            if unchanged.update(told_until=now) and found.total:
                _tell(saved, found, now)
                told += 1
    return told


def question_of(saved: SavedSearch, now: datetime) -> Question:
    """What was asked for."""
    return parse(QueryDict(saved.address), timezone.localdate(now))


def new_since(saved: SavedSearch, now: datetime) -> finding.Found:
    """What holds every word, meets every filter and was published since the last letter."""
    question = replace(question_of(saved, now), since=saved.told_until)
    found = finding.part(question, offset=0, limit=_SHOWN, meaning=False)
    return replace(found, listings=[], total=0) if found.is_near or found.meant else found


def _tell(saved: SavedSearch, found: finding.Found, now: datetime) -> None:
    """Who has not chosen a language reads in that in which they saved the search."""
    reads_in(person=saved.person, language=saved.language)
    question = question_of(saved, saved.told_until)
    words = {}
    for language in ("da", "en"):
        with override(language):
            words[f"words_{language}"] = in_words(question)
    url = f"{danish_address('catalogue')}?{saved.address}"
    tell_people(
        people=[saved.person],
        kind=NoticeKind.SEARCH,
        message=gettext_noop("New for your search: %(words)s"),
        values=words,
        url=url,
        now=now,
        enclosing=_enclosing(saved, found),
    )


def _enclosing(saved: SavedSearch, found: finding.Found) -> Callable[[Person], Enclosed]:
    """What is new, as far as a mail holds it, and the address where one click ends it, also the mail program's own."""

    def enclosed(person: Person) -> Enclosed:
        with override(language_of(person)):
            stop = f"{settings.BASE_URL}{reverse('search_stop', args=[token_of(saved)])}"
            more = max(found.total - _SHOWN, 0)
            context = {"cards": cards(found.listings), "more": more, "base": settings.BASE_URL}
            return Enclosed(quote=render_to_string("search/letter.txt", context).strip(), stop=stop)

    return enclosed
