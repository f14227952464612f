"""Why a listing was found, in few words: which words it mentions, how many of the competences asked for it covers."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from django.utils.translation import gettext as _

from nanobank.catalogue.lines import Listed
from nanobank.catalogue.words import danish_stem, english_stem, words
from nanobank.search.covering import covered
from nanobank.search.finding import Found
from nanobank.search.index.asking import Term
from nanobank.search.wanting import Wanted

_MENTIONED: Final = 3
_NAMED: Final = 2
"""Competences that are called by their names; of more their number is told."""
_SHORTEST_PART: Final = 5


def reasons(found: Found, competences: Sequence[Wanted] = ()) -> list[str]:
    """A sentence for each listing of the page, in its order; empty where nothing was asked in words."""
    if not found.terms and not competences:
        return [""] * len(found.listings)
    named = {one.pk: one.label for one in competences}
    given = found.given
    if given is None:
        given = covered([(one.pk, one.kind, one.target_id) for one in found.listings], list(named))
    return [
        _reason(one, found, [named[pk] for pk in named if pk in given.get(one.pk, ())], len(named))
        for one in found.listings
    ]


def _reason(listing: Listed, found: Found, given: list[str], asked: int) -> str:
    parts = [_covers(given, asked)] if given else []
    if listing.pk in found.by_meaning:
        parts.append(_("is about something close to what you wrote"))
    else:
        said = mentioned(listing, found)
        if said:
            parts.append(_("mentions %(words)s") % {"words": ", ".join(f"‘{word}’" for word in said)})
    sentence = "; ".join(parts)
    return sentence[:1].upper() + sentence[1:]


def _covers(given: list[str], asked: int) -> str:
    """How many of the competences asked for it gives, and which, where they are few."""
    if asked == 1:
        return _("covers ‘%(competence)s’") % {"competence": given[0]}
    if len(given) == asked:
        return _("covers all of your %(asked)d competences") % {"asked": asked}
    counts = {"taught": len(given), "asked": asked}
    if len(given) > _NAMED:
        return _("covers %(taught)d of your %(asked)d competences") % counts
    names = ", ".join(given)
    return _("covers %(taught)d of your %(asked)d competences (%(names)s)") % {**counts, "names": names}


def mentioned(listing: Listed, found: Found) -> tuple[str, ...]:
    """The words of the listing that met those of the question, as they stand there; else those of the question."""
    terms = tuple(found.held.get(listing.pk, ())) if found.is_near else found.terms
    danish, english = f"{listing.title_da} {listing.summary_da}", f"{listing.title_en} {listing.summary_en}"
    return _met(danish, english, terms)


@lru_cache(maxsize=16_384)
def _met(danish: str, english: str, terms: tuple[Term, ...]) -> tuple[str, ...]:
    held = _stemmed(danish, english)
    return tuple(dict.fromkeys(_as_it_stands(term, held) for term in terms))[:_MENTIONED]


def _as_it_stands(term: Term, held: dict[str, str]) -> str:
    for stem in (*term.stems, *term.more):
        if stem in held:
            return held[stem]
    for group in term.together:
        if all(stem in held for stem in group):
            return " … ".join(held[stem] for stem in group)
    within = (word for stem, word in held.items() if any(_is_part(part, stem) for part in term.stems))
    return next(within, f"{term.word} ({term.meaning})" if term.meaning else term.word)


def _is_part(part: str, stem: str) -> bool:
    return len(part) >= _SHORTEST_PART and part in stem


@lru_cache(maxsize=8_192)
def _stemmed(danish: str, english: str) -> dict[str, str]:
    """Words by their stems; where both languages have a stem, the Danish word."""
    return {english_stem(word): word for word in words(english)} | {danish_stem(word): word for word in words(danish)}
