"""Numbers as Danes and others write them: ``7.400,5``, ``7,400.5``, ``7 400,5``, ``−3``."""

import re
import unicodedata
from decimal import Decimal

_LONGEST = 60
_NUMBER = re.compile(r"([+-]?)([0-9][0-9., ]*|[.,][0-9]+)")
_PERCENT = frozenset({"%", "procent", "percent", "pct", "pct."})


def _grouped(whole: str, separator: str) -> bool:
    """Whether ``whole`` is digits in groups of three: ``12.345.678``."""
    first, *rest = whole.split(separator)
    return 1 <= len(first) <= 3 and first.isdigit() and all(len(part) == 3 and part.isdigit() for part in rest)


def _values(digits: str) -> set[str]:
    """Every way to read digits with points and commas, as plain decimal text."""
    points, commas = digits.count("."), digits.count(",")
    if points and commas:
        decimal = max(".,", key=digits.rfind)
        thousands = "." if decimal == "," else ","
        whole, _, fraction = digits.partition(decimal)
        ok = digits.count(decimal) == 1 and _grouped(whole, thousands) and fraction.isdigit()
        return {f"{whole.replace(thousands, '')}.{fraction}"} if ok else set()
    separator = "." if points else ","
    if not points and not commas:
        return {digits}
    found = set()
    if _grouped(digits, separator) and digits[0] != "0":
        found.add(digits.replace(separator, ""))
    if points + commas == 1:
        whole, _, fraction = digits.partition(separator)
        found.add(f"{whole or '0'}.{fraction or '0'}")
    return found


def _same_unit(written: str, unit: str) -> bool:
    wanted = " ".join(unit.casefold().split())
    return not written or written.rstrip(".") == wanted.rstrip(".") or (written in _PERCENT and wanted in _PERCENT)


def readings(text: str, unit: str = "") -> tuple[Decimal, ...]:
    """The numbers that ``text`` may mean, least first: none when it is no number or bears another unit.

    Both decimal comma and decimal point are read. ``7.400`` may be seven thousand four hundred (Danish) or 7.4
    (English); both are returned, and an answer counts when one of them is right.

    >>> readings("27,5 timer", "timer")
    (Decimal('27.5'),)
    >>> readings("7.400")
    (Decimal('7.400'), Decimal('7400'))
    """
    if len(text) > _LONGEST:
        return ()
    folded = " ".join(unicodedata.normalize("NFKC", text).replace("−", "-").replace("–", "-").casefold().split())
    match = _NUMBER.match(folded)
    if match is None or not _same_unit(folded[match.end() :].strip(), unit):
        return ()
    sign, digits = match.group(1), match.group(2).strip()
    if " " in digits:
        whole = re.split(r"[.,]", digits)[0]
        if not _grouped(whole, " "):
            return ()
        digits = digits.replace(" ", "") if " " not in digits[len(whole) :] else ""
    return tuple(sorted(Decimal(sign + value) for value in _values(digits) if value))
