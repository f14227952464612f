"""Words as matching knows them: folded, without those that say nothing, and their stems."""

import re
from collections.abc import Callable
from functools import lru_cache
from unicodedata import normalize

from snowballstemmer import stemmer

_WORD = re.compile(r"[^\W_]+")
_COMBINING = re.compile(r"[\u0300-\u036f]")
_RING = "\ue000"
"""Stands for å while accents are taken off: it alone of the three would lose something."""
_KEPT = str.maketrans({"ä": "æ", "ö": "ø"})
_SAYS_NOTHING_DANISH = (
    "ad af alle alt andre at bl bla blandt både ca da de dem den denne der deres det dette dig din disse dit dog du "
    "efter eller en end er et for fra få får før gennem gerne gør ham han har have hen her herunder hos hun hver "
    "hvad hvem hvis hvor hvordan i igen ikke ind inden indenfor ingen ja jeg jer kan kunne lidt lige man mange med "
    "meget mellem men mere mig min mod må måde nej noget nogle nogen når nu nye og også om op os over på samt se "
    "selv ser sig sin skal som stor så til ud uden under ved vi via vil ville vores være vær år"
)
_SAYS_NOTHING_ENGLISH = (
    "a about all also an and any are as at be been both but by can do does e.g etc for from g had has have her his "
    "how i if in include including into is it its may more most must my new not of on one or other our out own "
    "shall she should so some such than that the their them then there these they this those through to under up "
    "us use used using was we well were what when where which while who will with within would you your"
)
_SAYS_NOTHING = {
    "da": frozenset(_SAYS_NOTHING_DANISH.split()),
    "en": frozenset(_SAYS_NOTHING_ENGLISH.split()),
}


def fold(text: str) -> str:
    """Lower case without accents, but æ, ø and å stay: ``Café`` → ``cafe``, ``Århus`` → ``århus``."""
    text = normalize("NFC", text.lower()).translate(_KEPT)
    if text.isascii():
        return text
    return _COMBINING.sub("", normalize("NFKD", text.replace("å", _RING))).replace(_RING, "å")


def words(text: str) -> list[str]:
    """All words of a text, folded, in order: letters and digits only."""
    return _WORD.findall(fold(text))


def says_nothing(word: str, language: str) -> bool:
    """Whether a folded word is one of those that stand in any text of the language (or of Danish and English)."""
    if language in _SAYS_NOTHING:
        return word in _SAYS_NOTHING[language]
    return any(word in every for every in _SAYS_NOTHING.values())


def gist(text: str, language: str) -> str:
    """The text without the words before and after it that say nothing, each of which costs a model as much as others.

    >>> gist("Jeg vil gerne lære noget om journalistik og data", "da")
    'lære noget om journalistik og data'
    """
    found = [(*word.span(), says_nothing(fold(word.group()), language)) for word in _WORD.finditer(text)]
    telling = [(start, end) for start, end, is_empty in found if not is_empty]
    return text[telling[0][0] : telling[-1][1]] if telling else text


_STEMMERS: dict[str, Callable[[str], str]] = {
    language: stemmer(name).stemWord for language, name in (("da", "danish"), ("en", "english"))
}


@lru_cache(maxsize=131_072)
def stem(word: str, language: str = "da") -> str:
    """``sygeplejersker`` → ``sygeplejersk``; by the Danish rules where we have none for the language."""
    return str(_STEMMERS.get(language, _STEMMERS["da"])(word))
