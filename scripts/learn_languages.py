"""Makes ``nanocore/matching/_language_table.py``: how often three letters stand together in each language we know of.

Learnt from the translations that Django and allauth carry with them (BSD, MIT), and for Danish and English from our own
words too. Run it again when a language is added: ``python scripts/learn_languages.py``.
"""

import math
import re
import textwrap
from collections import Counter
from pathlib import Path

import allauth
import django
import polib

ROOT = Path(__file__).resolve().parents[1]
LANGUAGES = {"da": "da", "en": "", "no": "nb", "sv": "sv", "de": "de", "pl": "pl", "fr": "fr", "es": "es", "nl": "nl"}
MOST = 420
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_NOT_WORDS = re.compile(r"%\(\w+\)[sd]|%[sd]|\{[^}]*\}|<[^>]*>|&\w+;|https?:\S+|\S+@\S+")


def main() -> None:
    """Count, choose the telling ones, and write the module."""
    counts = {language: _trigrams(_text(language)) for language in LANGUAGES}
    table = sorted({gram for count in counts.values() for gram, _n in count.most_common(MOST)})
    weights = {language: _weights(count, table) for language, count in counts.items()}
    target = ROOT / "src/nanocore/matching/_language_table.py"
    target.write_text(_module(table, weights), encoding="utf-8")


def _text(language: str) -> list[str]:
    folder = LANGUAGES[language] or "da"
    homes = [Path(django.__file__).parent, Path(allauth.__file__).parent]
    if language in ("da", "en"):
        homes.append(ROOT / "src" / "nanobank")
    texts = []
    for home in homes:
        for path in sorted(home.rglob(f"locale/{folder}/LC_MESSAGES/django.po")):
            entries = [entry for entry in polib.pofile(str(path)) if entry.translated() and not entry.fuzzy]
            texts += [entry.msgid if language == "en" else entry.msgstr for entry in entries]
    return texts


def _trigrams(texts: list[str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for text in texts:
        for word in re.findall(r"[^\W\d_]+", _NOT_WORDS.sub(" ", text).lower()):
            framed = f"_{word}_"
            counts.update(framed[i : i + 3] for i in range(len(framed) - 2))
    return counts


def _weights(count: Counter[str], table: list[str]) -> str:
    """One letter each: A is rare, each letter on is a third more in the logarithm."""
    total = sum(count.values())
    floor = math.log(5e-6)
    return "".join(
        LETTERS[min(max(round((math.log((count[gram] + 0.2) / total) - floor) * 3), 0), 25)] for gram in table
    )


def _module(table: list[str], weights: dict[str, str]) -> str:
    lines = [
        '"""How often three letters stand together in each language; made by ``scripts/learn_languages.py``."""',
        "",
        "TRIGRAMS = (",
        *(f'    "{part} "' for part in textwrap.wrap(" ".join(table), 108)),
        ")",
        '"""Word by word, ``_`` where a word begins or ends."""',
        "",
        "WEIGHTS = {",
    ]
    for language, letters in weights.items():
        parts = textwrap.wrap(letters, 106)
        lines += [f'    "{language}": (', *(f'        "{part}"' for part in parts), "    ),"]
    return "\n".join(
        [
            *lines,
            "}",
            '"""A letter for each trigram: A is one in 200,000 or rarer, each letter on e^(1/3) times that."""',
            "",
        ]
    )


if __name__ == "__main__":
    main()
