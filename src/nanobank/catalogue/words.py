"""Words as the catalogue's search knows them: folded, without the ones that say nothing, and their stems."""

import re
from functools import lru_cache
from unicodedata import normalize

from snowballstemmer import stemmer

LONGEST = 200
MOST_WORDS = 8

_WORD = re.compile(r"[^\W_]+")
_COMBINING = re.compile(r"[\u0300-\u036f]")
_RING = "\ue000"
"""Stands for å while accents are taken off: it alone of the three would lose something."""
_KEPT = str.maketrans({"ä": "æ", "ö": "ø"})
_DANISH, _ENGLISH = stemmer("danish"), stemmer("english")
_SAYS_NOTHING_DANISH = (
    "af alle at blive da de dem den der det dig din du efter eller en end er et for fra få gerne gøre ham han har have "
    "her hvad hvem hvor hvordan i ikke ind jeg kan kunne lave lidt lære man med meget mere mig min mit mod når og også "
    "om op os over på sig sin som til ud under var ved vi vil ville være"
)
_SAYS_NOTHING_ENGLISH = (
    "a about an and are as at be by can do for from how i in into is learn me more my of on or that the this to want "
    "what with would you your"
)
_SAYS_NOTHING = frozenset(_SAYS_NOTHING_DANISH.split()) | frozenset(_SAYS_NOTHING_ENGLISH.split())


def _fold(text: str) -> str:
    """Lower case without accents, but æ, ø and å stay: ``Café`` → ``cafe``, ``Århus`` → ``århus``."""
    text = normalize("NFC", text.lower()).translate(_KEPT)
    if text.isascii():
        return text
    return _COMBINING.sub("", normalize("NFKD", text.replace("å", _RING))).replace(_RING, "å")


def words(text: str) -> list[str]:
    """All words of a text, folded, in order: letters and digits only, so none means anything to a database."""
    return _WORD.findall(_fold(text))


@lru_cache(maxsize=65_536)
def danish_stem(word: str) -> str:
    """``sygeplejersker`` → ``sygeplejersk``."""
    return str(_DANISH.stemWord(word))


@lru_cache(maxsize=65_536)
def english_stem(word: str) -> str:
    """``modules`` → ``modul``."""
    return str(_ENGLISH.stemWord(word))


def asked(text: str) -> list[str]:
    """The words of a question that say something, at most MOST_WORDS; all of them when none does."""
    everything = words(text[:LONGEST])
    telling = [word for word in everything if word not in _SAYS_NOTHING]
    return list(dict.fromkeys(telling or everything))[:MOST_WORDS]
