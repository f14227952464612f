"""Words that stand between a text and its reader: of offices, passive, very long, or only known to insiders."""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Final, Literal

from nanocore.matching import spelled_out
from nanocore.writing._entries import any_of, rule_of, words_of
from nanocore.writing._plain import running_text
from nanocore.writing._plainer import PLAINER

Kind = Literal["heavy", "passive", "long", "short_form"]

_LONG: Final = {"da": 20, "en": 16}
"""Words of more letters than this are worth dividing; Danish joins its words, English does not."""
_ACTIVE_IN_S: Final = (
    "findes synes lykkes mødes følges ses enes trives mindes skændes samles skilles længes behøves fattes undres "
    "dages omgås slås færdes slås kappes lettes øges ændres opholdes opleves vides altid alles deres andres dens selvs "
    "hans hendes jeres vores ellers slags"
)
_PASSIVE: Final = {
    "da": (
        re.compile(
            r"\b(?:skal|kan|må|bør|vil|skulle|kunne|ville|burde|måtte|at|der|som)\s+(?:(?:ikke|også|altid|først|så)\s+)?"
            rf"(?!(?:{'|'.join(_ACTIVE_IN_S.split())})\b)([a-zæøå]{{2,}}(?:es|ås))\b",
            re.IGNORECASE,
        ),
        re.compile(r"\b((?:bliver|blev|blive|er blevet|var blevet)\s+[a-zæøå]{3,}(?:et|t))\b", re.IGNORECASE),
    ),
    "en": (
        re.compile(
            r"\b((?:is|are|was|were|be|been|being)\s+(?:not\s+|also\s+)?(?:[a-z]{3,}ed|given|taken|made|done|shown|known|"
            r"written|held|kept|set|found|built|chosen|drawn|sent|seen))\b(?!\s+(?:to\s+be\s+)?(?:in|with)\s+(?:you|yourself))",
            re.IGNORECASE,
        ),
    ),
}
_SHORT_FORM = re.compile(r"(?<![\w-])([A-ZÆØÅ]{2,6}[0-9]{0,2})(?![\w])")
_KNOWN: Final = words_of("AI KI IT PDF EU DK ECTS HTML CV OK USB SMS TV GPS PC USA FN UK")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Jargon:
    """A word or two as they stand, why they are told of, what could stand instead (may be empty), and how often."""

    words: str
    kind: Kind
    plainer: str
    times: int


def jargon(text: str, language: str) -> tuple[Jargon, ...]:
    """What could be said more plainly in a Markdown text; most frequent first, then as they come.

    ``heavy``: on the bank's list of words of offices; ``passive``: nobody does it; ``long``: over 20 letters in Danish,
    16 in English; ``short_form``: capitals that the text does not spell out (those that everybody knows are let be).
    """
    lang = language if language in PLAINER else "en"
    said = running_text(text)
    heavy = _heavy(said, lang)
    inside = {word for found in heavy for word in found.words.split()}
    passive = _counted([found.group(1) for rule in _PASSIVE[lang] for found in rule.finditer(said)], "passive")
    long_words = _counted([word for word in _WORD.findall(said) if len(word) > _LONG[lang]], "long")
    found = (*heavy, *passive, *(one for one in long_words if one.words not in inside), *_short_forms(said))
    return tuple(sorted(found, key=lambda one: -one.times))


def _heavy(said: str, language: str) -> list[Jargon]:
    found: dict[tuple[str, str], int] = {}
    for match in _ANY[language].finditer(said):
        words = match.group().lower()
        plainer = next(plain for rule, plain in _RULES[language] if rule.fullmatch(words))
        found[words, plainer] = found.get((words, plainer), 0) + 1
    return [Jargon(words, "heavy", plainer, times) for (words, plainer), times in found.items()]


def _counted(words: list[str], kind: Kind) -> list[Jargon]:
    return [Jargon(word, kind, "", times) for word, times in Counter(word.lower() for word in words).items()]


def _short_forms(said: str) -> list[Jargon]:
    found = Counter(match for match in _SHORT_FORM.findall(said) if match not in _KNOWN)
    return [
        Jargon(short, "short_form", _spelled(short), times)
        for short, times in found.items()
        if not re.search(rf"\({short}\)|\b{short}\s*\(", said)
    ]


def _spelled(short: str) -> str:
    full = spelled_out(short)
    return "" if full == short else full.removeprefix(short).strip(" ()–-,")


_RULES: Final = {
    language: tuple((re.compile(rule_of(entry)), plain) for entry, plain in table.items())
    for language, table in PLAINER.items()
}
_ANY: Final = {language: any_of(",".join(table)) for language, table in PLAINER.items()}
