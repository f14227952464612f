"""The words that stand for a thing when its meaning is sought, each with a digest by which a change is known."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Final

from nanobank.catalogue.indexing import texts
from nanobank.catalogue.models import Competence, Listing, ListingKind

_BODY: Final = 700
"""Characters of what stands below the title: about 130 tokens, which take 100 to 300 ms."""
Key = tuple[str, int, str]
"""Kind, id of the thing, language of the text (empty where a thing has but one)."""


@dataclass(frozen=True)
class Text:
    """What is embedded. A name is made as a query, so that it can be compared with short texts."""

    key: Key
    words: str
    listing_id: int | None
    is_name: bool

    @property
    def digest(self) -> str:
        """Of the words alone: 32 characters."""
        return blake2b(self.words.encode(), digest_size=16).hexdigest()


def of_things(things: Collection[tuple[str, int]], *, now: datetime) -> list[Text]:
    """The texts of these kinds and ids, those of them that can be found: modules and the like, and competences' names.

    A thing is embedded in the language it is taught in, with the other's title beside it.
    """
    found: list[Text] = []
    for kind in ListingKind:
        ids = [id_ for of_kind, id_ in things if of_kind == kind]
        if ids and kind == ListingKind.COMPETENCE:
            found += of_competences(ids)
        elif ids:
            found += [_of_thing(kind, listing, body) for listing, body in _told(kind, ids, now)]
    return found


def _told(kind: ListingKind, ids: Collection[int], now: datetime) -> list[tuple[Listing, str]]:
    return [
        (listing, document.body_en if listing.language == "en" else document.body_da)
        for listing, document in texts(kind, ids, now=now)
    ]


def _of_thing(kind: ListingKind, listing: Listing, body: str) -> Text:
    titles = [listing.title_en, listing.title_da] if listing.language == "en" else [listing.title_da, listing.title_en]
    said = ". ".join(dict.fromkeys(title for title in titles if title))
    return Text((kind.value, listing.target_id, ""), f"{said}. {body[:_BODY]}", listing.pk, is_name=False)


def of_competences(ids: Collection[int]) -> list[Text]:
    """Each competence's first name in both languages, listed or not."""
    listings = Listing.objects.filter(kind=ListingKind.COMPETENCE, target_id__in=ids)
    listed = dict(listings.values_list("target_id", "pk"))
    rows = Competence.objects.filter(pk__in=ids).values_list("pk", "label_da", "label_en")
    return [
        Text((ListingKind.COMPETENCE.value, pk, language), name, listed.get(pk), is_name=True)
        for pk, danish, english in rows
        for language, name in (("da", danish), ("en", english))
        if name
    ]
