"""How many people a need is for, where its words say so."""

import re
from typing import Final

_WORDS: Final = {
    word: number
    for number, words in enumerate(
        (
            *("to two", "tre three", "fire four", "fem five", "seks six", "syv seven", "otte eight", "ni nine"),
            *("ti ten", "elleve eleven", "tolv twelve", "tretten thirteen", "fjorten fourteen", "femten fifteen"),
            *("seksten sixteen", "sytten seventeen", "atten eighteen", "nitten nineteen", "tyve twenty"),
        ),
        start=2,
    )
    for word in words.split()
}
_WHO: Final = (
    r"personer|mennesker|folk|medarbejdere|ansatte|kolleger|kollegaer|lærere|pædagoger|ledere|mellemledere|frivillige"
    r"|sygeplejersker|assistenter|hjælpere|konsulenter|sælgere|montører|håndværkere|pedeller|rådgivere|sagsbehandlere"
    r"|people|persons|employees|colleagues|teachers|leaders|managers|nurses|volunteers|workers"
)
_COUNTED = re.compile(rf"(?<![\d.,])(\d{{1,4}}|{'|'.join(_WORDS)})\s+(?:\w+\s+){{0,2}}?(?:{_WHO})\b", re.IGNORECASE)


def people_in(words: str) -> int | None:
    """The first number that counts people (*vores 40 lærere*, *tolv af os*); None where there is none."""
    found = _COUNTED.search(words)
    if found is None:
        return None
    said = found[1].lower()
    number = int(said) if said.isdigit() else _WORDS[said]
    return number if number > 0 else None
