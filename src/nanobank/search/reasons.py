"""Why a listing was found, in few words: which words it mentions, how many of the competences asked for it covers."""

from collections.abc import Collection
from functools import lru_cache
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from nanobank.catalogue.lines import Listed
from nanobank.catalogue.models import ListingKind, MicroCredential, Module
from nanobank.catalogue.words import danish_stem, english_stem, words
from nanobank.common.prepared import among, prepared
from nanobank.search.finding import Found

_MENTIONED: Final = 3
_SHORTEST_PART: Final = 5


@prepared
def _of_modules(modules: Any, competences: Any) -> QuerySet[Any, tuple[Any, ...]]:
    taught = Module.objects.filter(pk__in=among(modules), current__competences__in=among(competences))
    return taught.values_list("pk", "current__competences")


@prepared
def _of_micro_credentials(micro_credentials: Any, competences: Any) -> QuerySet[Any, tuple[Any, ...]]:
    taught = MicroCredential.objects.filter(pk__in=among(micro_credentials), competences__in=among(competences))
    return taught.values_list("pk", "competences")


def covered(listings: Collection[Listed], competences: Collection[int]) -> dict[int, int]:
    """How many of these competences (ids) each listing teaches, by the listing's id; two queries at most."""
    found: dict[int, int] = {}
    for kind in (ListingKind.MODULE, ListingKind.MICRO_CREDENTIAL):
        of_target = {one.target_id: one.pk for one in listings if one.kind == kind}
        if not of_target:
            continue
        if kind == ListingKind.MODULE:
            rows = _of_modules(modules=list(of_target), competences=competences)
        else:
            rows = _of_micro_credentials(micro_credentials=list(of_target), competences=competences)
        for target_id, _competence in rows:
            found[of_target[target_id]] = found.get(of_target[target_id], 0) + 1
    return found


def reasons(found: Found, competences: Collection[int] = ()) -> list[str]:
    """A sentence for each listing of the page, in its order; empty where nothing was asked in words."""
    if not found.terms and not competences:
        return [""] * len(found.listings)
    counts = covered(found.listings, competences) if len(competences) > 1 else {}
    return [_reason(one, found, counts.get(one.pk, 0), len(competences)) for one in found.listings]


def _reason(listing: Listed, found: Found, taught: int, asked: int) -> str:
    parts = []
    if taught:
        parts.append(
            _("covers all of your %(asked)d competences") % {"asked": asked}
            if taught == asked
            else _("covers %(taught)d of your %(asked)d competences") % {"taught": taught, "asked": asked}
        )
    if listing.pk in found.by_meaning:
        parts.append(_("is about something close to what you wrote"))
    else:
        said = mentioned(listing, found)
        if said:
            parts.append(_("mentions %(words)s") % {"words": ", ".join(f"‘{word}’" for word in said)})
    sentence = "; ".join(parts)
    return sentence[:1].upper() + sentence[1:]


def mentioned(listing: Listed, found: Found) -> list[str]:
    """The words of the listing that met those of the question, as they stand there; else those of the question."""
    held = _stemmed(f"{listing.title_da} {listing.summary_da}", f"{listing.title_en} {listing.summary_en}")
    said: dict[str, None] = {}
    for term in found.held.get(listing.pk, []) if found.is_near else found.terms:
        word = next((held[stem] for stem in (*term.stems, *term.more) if stem in held), None)
        if word is None:
            word = next((word for stem, word in held.items() if any(_is_part(part, stem) for part in term.stems)), None)
        said[word or term.word] = None
    return list(said)[:_MENTIONED]


def _is_part(part: str, stem: str) -> bool:
    return len(part) >= _SHORTEST_PART and part in stem


@lru_cache(maxsize=8_192)
def _stemmed(danish: str, english: str) -> dict[str, str]:
    """Words by their stems; where both languages have a stem, the Danish word."""
    return {english_stem(word): word for word in words(english)} | {danish_stem(word): word for word in words(danish)}
