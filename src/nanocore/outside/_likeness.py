"""When something that is brought is what was brought before, though it came another way or is written otherwise.

What to look for are digests (``keys_of``), so that a database finds candidates by an index; how alike two things are is
then said of the things themselves (``how_alike``). Of titles only one word may differ, and never one that tells parts
or levels apart.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from hashlib import blake2b
from typing import Final
from urllib.parse import urlsplit

from nanocore.outside._sameness import same_address, same_name


class Alike(StrEnum):
    """In what two things are the same, the surest first."""

    ADDRESS = "address"
    KNOWN_AS = "known_as"
    OFFER = "offer"
    NAME = "name"
    TITLE = "title"
    NEAR = "near"


SURE: Final = frozenset((Alike.ADDRESS, Alike.KNOWN_AS, Alike.OFFER, Alike.NAME))
"""With these it is the same thing; with the others it may be."""


@dataclass(frozen=True)
class Thing:
    """What is known of something from outside. ``known_as``: the id that its source gives it, of an achievement or a
    course; ``offer``: what the bank itself lists it as. Empty where nothing is known."""

    title: str
    provider: str
    address: str = ""
    known_as: str = ""
    offer: str = ""


_SCORES: Final = {Alike.ADDRESS: 1.0, Alike.KNOWN_AS: 0.99, Alike.OFFER: 0.98, Alike.NAME: 0.97}
_PROVIDER_AT_LEAST: Final = 0.8
_WORD_AT_LEAST: Final = 0.75
_MOST_WORDS: Final = 14
_FILLING: Final = frozenset(
    (
        "a", "af", "an", "and", "at", "course", "den", "der", "det", "en", "et", "for", "from", "i", "in", "kurset",
        "kursus", "med", "of", "og", "om", "on", "online", "pa", "the", "til", "to", "with",
    )
)  # fmt: skip
_KINDS: Final = frozenset(
    (
        "ab", "academy", "akademi", "akademiet", "aps", "as", "college", "fond", "foundation", "gmbh", "group",
        "gruppen", "hogskolan", "hogskole", "hojskole", "inc", "institut", "institute", "institutet", "llc", "ltd",
        "professionshojskole", "professionshojskolen", "school", "skole", "skolen", "universitat", "universite",
        "universitet", "universitetet", "university",
    )
)  # fmt: skip
"""What providers are, which says little of which one it is. Folded, as ``_words`` does."""
_TELLING: Final = frozenset(
    (
        "advanced", "avanceret", "basic", "basis", "beginner", "beginners", "begynder", "begyndere", "del", "ekspert",
        "expert", "grundlaggende", "i", "ii", "iii", "intermediate", "intro", "introduction", "introduktion", "iv",
        "level", "master", "modul", "module", "niveau", "part", "v", "vi", "videregande",
    )
)  # fmt: skip
"""Words by which courses of one name differ from each other. Folded, as ``_words`` does."""
_FOLDED: Final = str.maketrans({"æ": "a", "ø": "o", "å": "a", "ä": "a", "ö": "o", "ü": "u", "ß": "s"})
_SPELT: Final = (("aa", "a"), ("ae", "a"), ("oe", "o"), ("ue", "u"))


def keys_of(thing: Thing, among: Collection[Alike] = tuple(Alike)) -> frozenset[str]:
    """The digests to keep of a thing and to look for: 32 hexadecimal digits each, none when nothing is known of it.

    ``among``: only those that would mean one of these. Titles alone (``TITLE``) are shared by many things.
    """
    return frozenset(
        blake2b(f"{alike}\n{text}".encode(), digest_size=16).hexdigest()
        for alike, text in _texts(thing)
        if alike in among
    )


def _texts(thing: Thing) -> Iterator[tuple[Alike, str]]:
    if thing.known_as:
        yield Alike.KNOWN_AS, thing.known_as
    if thing.offer:
        yield Alike.OFFER, thing.offer
    title = _title(thing.title)
    if not title or not thing.provider.strip():
        return
    yield Alike.TITLE, " ".join(sorted(title))
    if len(title) > _MOST_WORDS:
        return
    provider = " ".join(sorted(_provider(thing.provider)))
    for left_out in (None, *sorted(word for word in title if not _tells(word))):
        rest = sorted(title - {left_out})
        if rest:
            yield Alike.NEAR, f"{provider}\n{' '.join(rest)}"


def how_alike(one: Thing, other: Thing) -> tuple[Alike, float] | None:
    """In what the two are the same, and how surely, from 0 to 1; None when they are two things."""
    same = {
        Alike.ADDRESS: (same_address(one.address), same_address(other.address)),
        Alike.KNOWN_AS: (one.known_as, other.known_as),
        Alike.OFFER: (one.offer, other.offer),
        Alike.NAME: (same_name(one.provider, one.title), same_name(other.provider, other.title)),
    }
    for alike, (mine, theirs) in same.items():
        if mine and mine == theirs:
            return alike, _SCORES[alike]
    provider = _providers_alike(one, other)
    title = _titles_alike(_title(one.title), _title(other.title))
    if not provider or not title or not (one.provider.strip() and other.provider.strip()):
        return None
    return (Alike.TITLE if title == 1 else Alike.NEAR), round(0.9 * title * provider, 3)


def _titles_alike(one: frozenset[str], other: frozenset[str]) -> float:
    """1 for the same words, less where one word is another or is added, 0 for other titles."""
    mine, theirs, common = one - other, other - one, len(one & other)
    if not mine and not theirs:
        return 1.0 if common else 0.0
    if len(mine) > 1 or len(theirs) > 1 or any(map(_tells, mine | theirs)):
        return 0.0
    if mine and theirs:
        spelt = _ratio(*mine, *theirs)
        return 0.95 if spelt >= _WORD_AT_LEAST and common else 0.8 if common >= 4 else 0.0
    return 0.85 if common >= 3 else 0.7 if common == 2 else 0.0


def _providers_alike(one: Thing, other: Thing) -> float:
    """1 for the same however it is spelt, less for an abbreviation, a part of the name, the same site; 0 for others."""
    mine, theirs = _provider(one.provider), _provider(other.provider)
    if mine == theirs:
        return 1.0
    found = 0.0
    if mine and theirs:
        found = _ratio(" ".join(sorted(mine)), " ".join(sorted(theirs)))
        if mine < theirs or theirs < mine:
            found = max(found, 0.9)
    if _short(one.provider, other.provider) or _short(other.provider, one.provider):
        found = max(found, 0.85)
    if _host(one.address) and _host(one.address) == _host(other.address):
        found = max(found, 0.85)
    return found if found >= _PROVIDER_AT_LEAST else 0.0


def _short(brief: str, whole: str) -> bool:
    """Whether the one abbreviates the other, as SDU does Syddansk Universitet: its letters stand there in order, the
    first one first, and the first letter of each word is among them."""
    letters = "".join(_words(brief))
    words = [word for word in _words(whole) if word not in _FILLING]
    if not 2 <= len(letters) <= 6 or len(words) < 2 or letters[0] != words[0][0]:
        return False
    return _within(letters, "".join(words)) and _within("".join(word[0] for word in words), letters)


def _within(letters: str, text: str) -> bool:
    left = iter(text)
    return all(letter in left for letter in letters)


def _title(text: str) -> frozenset[str]:
    words = frozenset(_words(text))
    return words - _FILLING or words


def _provider(text: str) -> frozenset[str]:
    words = frozenset(_words(text)) - _FILLING
    return words - _KINDS or words


def _words(text: str) -> list[str]:
    """The words without accents and case; å and aa, ø and oe, æ and ae are written as one."""
    folded = text.casefold().translate(_FOLDED)
    plain = "".join(one for one in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(one))
    for written, kept in _SPELT:
        plain = plain.replace(written, kept)
    return re.findall(r"\w+", plain.replace("/", ""))


def _tells(word: str) -> bool:
    return word in _TELLING or any(letter.isdigit() for letter in word)


def _ratio(one: str, other: str) -> float:
    """The same whichever comes first, which the matcher's own is not."""
    smaller, larger = sorted((one, other))
    return SequenceMatcher(None, smaller, larger, autojunk=False).ratio()


def _host(address: str) -> str:
    try:
        return (urlsplit(address.strip()).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
