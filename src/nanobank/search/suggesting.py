"""What is offered while somebody is typing: by words alone, which takes a millisecond, and never counted."""

from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from nanobank.catalogue.cards import cards
from nanobank.catalogue.lines import Listed
from nanobank.catalogue.question import Question
from nanobank.catalogue.words import words
from nanobank.search import finding

_CONTENT: Final = 5
_NAMES: Final = 3
_SHORTEST: Final = 2


def _begins(listing: Listed, typed: list[str]) -> bool:
    """Whether a word of the title begins with what is being typed; those are what one is typing, most likely."""
    return any(word.startswith(tuple(typed)) for word in words(f"{listing.title_da} {listing.title_en}"))


@dataclass(frozen=True)
class Suggestion:
    """One line of the list. ``note`` is what it is and whose."""

    address: str
    title: str
    note: str = ""


def suggestions(text: str) -> list[Suggestion]:
    """The likeliest things for words that are being typed, names after what can be taken, and the whole search last."""
    if len(text.strip()) < _SHORTEST:
        return []
    found = finding.part(Question(text=text), offset=0, limit=2 * _CONTENT, meaning=False, typing=True)
    typed = words(text)[-1:]
    listings = sorted(found.listings, key=lambda one: not _begins(one, typed))[:_CONTENT]
    lines = [
        Suggestion(card.url, card.title, " · ".join(filter(None, (card.kind_label, card.provider))))
        for card in (*cards(listings), *cards(found.matches[:_NAMES]))
    ]
    if found.total > len(listings):
        everything = f"{reverse('catalogue')}?{Question(text=text).address()}"
        lines.append(Suggestion(everything, _("See all %(count)d results") % {"count": found.total}))
    return lines
