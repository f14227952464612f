"""Hours, numbers and languages as sources write them."""

import re
from calendar import monthrange
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

_DURATION: Final = re.compile(r"P(?:(?P<d>\d+)D)?(?:T(?:(?P<h>\d+(?:[.,]\d+)?)H)?(?:(?P<m>\d+)M)?(?:\d+S)?)?")
_DAY: Final = re.compile(r"(?P<y>[12]\d{3})(?:-(?P<m>\d{1,2})(?:-(?P<d>\d{1,2}))?)?(?:T.*)?")
_HOURS: Final = re.compile(r"(?P<n>\d+(?:[.,]\d+)?)\s*(?:timer|time|t|hours?|hrs?|h)?\.?", re.IGNORECASE)
_LANGUAGES: Final = {
    **dict.fromkeys(("da", "dan", "dansk", "danish"), "da"),
    **dict.fromkeys(("en", "eng", "engelsk", "english"), "en"),
    **dict.fromkeys(("sv", "swe", "svensk", "swedish"), "sv"),
    **dict.fromkeys(("nb", "nn", "no", "nor", "nob", "nno", "norsk", "norwegian"), "no"),
    **dict.fromkeys(("de", "deu", "ger", "tysk", "german"), "de"),
}


def hours_in(workload: str) -> Decimal | None:
    """``PT20H``, ``20``, ``20 timer`` and the like as hours; None for what says weeks, or says it in other words."""
    text = workload.strip()
    iso = _DURATION.fullmatch(text)
    if iso and (iso["h"] or iso["m"]) and not iso["d"]:
        return Decimal((iso["h"] or "0").replace(",", ".")) + (Decimal(iso["m"] or 0) / 60).quantize(Decimal("0.01"))
    plain = _HOURS.fullmatch(text)
    return Decimal(plain["n"].replace(",", ".")) if plain else None


def number_in(text: str) -> Decimal | None:
    """``1.250,50``, ``1,250.50``, ``1 250`` and ``7.5`` as one means them; None for nothing. Raises ValueError."""
    text = "".join(text.split()).replace("\u00a0", "").replace("'", "")
    if not text:
        return None
    comma, point = text.rfind(","), text.rfind(".")
    if comma >= 0 and point >= 0:
        thousands, decimal = (".", ",") if comma > point else (",", ".")
        text = text.replace(thousands, "").replace(decimal, ".")
    elif comma >= 0:
        text = text.replace(",", ".") if text.count(",") == 1 else text.replace(",", "")
    elif text.count(".") > 1 or re.fullmatch(r"-?[1-9]\d{0,2}\.\d{3}", text):
        text = text.replace(".", "")
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise ValueError(text) from None
    if not number.is_finite():
        raise ValueError(text)
    return number


def language_in(said: str) -> str:
    """ISO 639-1, out of codes, names and the European Union's addresses; empty when it cannot be told."""
    said = said.strip().casefold().rsplit("/", 1)[-1]
    short = said if len(said) == 2 and said.isascii() and said.isalpha() else ""
    return _LANGUAGES.get(said) or _LANGUAGES.get(re.split(r"[-_]", said)[0]) or short


def date_in(said: str, *, last: bool = False) -> date | None:
    """A day as ISO 8601 writes it, alone or with a time; of a month or a year alone its first day, or its ``last``."""
    found = _DAY.fullmatch(said.strip())
    if found is None:
        return None
    year, month = int(found["y"]), int(found["m"] or (12 if last else 1))
    if not 1 <= month <= 12:
        return None
    most = monthrange(year, month)[1]
    day = int(found["d"] or (most if last else 1))
    return date(year, month, day) if 1 <= day <= most else None
