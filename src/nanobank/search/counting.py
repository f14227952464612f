"""How often something is looked for, and in vain: counted without any person, for those who decide what to teach.

A browser counts once a week for the same words: that it has is remembered for a while in this process alone, under a
number that only this process can make. Counts are gathered there too, and written a few at a time.
"""

import secrets
import threading
import time
from collections import Counter
from datetime import date, timedelta
from hashlib import blake2b
from typing import Final

from django.db import transaction
from django.db.models import F, Sum

from nanobank.catalogue.words import asked
from nanobank.search.models import SearchCount

LEAST: Final = 5
"""Smaller groups are never shown."""
KEPT_ALONE: Final = timedelta(weeks=8)
"""After so long, what fewer than ``LEAST`` looked for is forgotten."""
_WRITTEN_AFTER: Final = 20.0
_REMEMBERED: Final = 50_000
_LONGEST: Final = 200

_Key = tuple[date, str, str]


def words_of(text: str) -> str:
    """The telling words of a question as they are counted; without digits and addresses: those are somebody's."""
    telling = asked(" ".join(part for part in text.split() if "@" not in part))
    return " ".join(sorted({word for word in telling if word.isalpha()}))[:_LONGEST]


class Counting:
    """One process's counts that are not yet written. Safe to share between threads."""

    def __init__(self) -> None:
        self._secret = secrets.token_bytes(16)
        self._seen: set[bytes] = set()
        self._searches: Counter[_Key] = Counter()
        self._in_vain: Counter[_Key] = Counter()
        self._written = time.monotonic()
        self._lock = threading.Lock()

    def count(self, text: str, *, in_vain: bool, browser: str, day: date, region: str = "") -> None:
        """A search that somebody settled on. ``browser`` tells one visitor from another and is not kept."""
        words = words_of(text)
        if not words:
            return
        key = (day - timedelta(days=day.weekday()), words, region)
        mark = blake2b(repr((browser, key)).encode(), key=self._secret, digest_size=8).digest()
        with self._lock:
            if mark in self._seen:
                return
            if len(self._seen) >= _REMEMBERED:
                self._seen.clear()
            self._seen.add(mark)
            self._searches[key] += 1
            self._in_vain[key] += in_vain
        if time.monotonic() - self._written > _WRITTEN_AFTER:
            self.write()

    def write(self) -> None:
        """Put what has been gathered in the database."""
        with self._lock:
            searches, in_vain = self._searches, self._in_vain
            self._searches, self._in_vain = Counter(), Counter()
            self._written = time.monotonic()
        _add(searches, in_vain)


@transaction.atomic
def _add(searches: Counter[_Key], in_vain: Counter[_Key]) -> None:
    """One row a key, made where it is missing; in order, so that two processes never wait for each other."""
    keys = sorted(searches)
    SearchCount.objects.bulk_create(
        (SearchCount(week=week, words=words, region=region) for week, words, region in keys), ignore_conflicts=True
    )
    for key in keys:
        week, words, region = key
        SearchCount.objects.filter(week=week, words=words, region=region).update(
            searches=F("searches") + searches[key], without_hit=F("without_hit") + in_vain[key]
        )


def forget_rare(today: date) -> int:
    """Forget what few looked for long ago; how many rows that were."""
    return SearchCount.objects.filter(week__lt=today - KEPT_ALONE, searches__lt=LEAST).delete()[0]


def sought(since: date, *, region: str = "", most: int = 40) -> list[tuple[str, int, int]]:
    """What was looked for since: words, searches, of which in vain; most in vain first. No group below ``LEAST``."""
    rows = SearchCount.objects.filter(week__gte=since, **({"region": region} if region else {}))
    added = rows.values_list("words").annotate(all=Sum("searches"), vain=Sum("without_hit")).filter(all__gte=LEAST)
    return [(words, total, vain) for words, total, vain in added.order_by("-vain", "-all", "words")[:most]]


counting: Final = Counting()
"""This process's own."""
