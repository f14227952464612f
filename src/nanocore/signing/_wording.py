"""The wording of a text: how somebody writes documents of one shape in JSON, with the values left out.

A text that has the same wording as one that was read strictly need not be read again: but for its values it is the same
to the letter, so it has the same keys, lists, numbers and depth. What its values are is all there is to find out.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, TypeAlias

import orjson

from ._shape import PLAIN, Leaf, Matcher, end_of_text, is_clean
from ._shape_source import compiled, matcher

_TOKEN: Final = re.compile(rb'"(?P<text>(?:[^"\\]|\\.)*+)"|(?P<number>-?[0-9][0-9.eE+-]*+)', re.DOTALL)
_MAX_DIGITS: Final = 15  # so that the number is one in JavaScript, too

Values: TypeAlias = tuple[bytes, ...]


@dataclass(frozen=True)
class Wording:
    """The text is made of `segments` and the values between them.

    `leaves` has the number of each value; one may come twice, when the two must be equal. `numbers` are those that are
    whole numbers and no texts. `match` cuts a text; the values come by number, wherever they stand.
    """

    segments: tuple[bytes, ...]
    leaves: tuple[int, ...]
    numbers: frozenset[int]
    match: Matcher

    def values(self, text: bytes) -> Values | None:
        """The values in `text` as canonical N-Quads escape them, if the text is read as its like.

        None if it is worded otherwise; if a value is empty, or has a character that is refused or stands for none; or
        if it could make another reader take the text for its own.
        """
        found = self.match(text, text.find)
        if found is None and b'\\"' in text:
            found = self.match(text, partial(end_of_text, text))
        if found is None or not all(found):
            return None
        if self.numbers and not all(_is_whole(found[number]) for number in self.numbers):
            return None
        joined = b"".join(found)
        if joined.translate(None, PLAIN):
            found = _normal(found)
        return None if b"Enveloped" in joined or b"Assertion" in joined or b"openbadges/v2" in joined else found


def wording_of(text: bytes, template: Any, same_as: Sequence[int]) -> Wording | None:
    """How `text` writes `template`, which has a `Leaf` in place of each value, in the order of the text.

    `same_as` is as in a `Shape`, and may leave out the last ones. None if text and template do not go together.
    """
    tokens, places = list(_TOKEN.finditer(text)), list(_places(template))
    if len(tokens) != len(places):
        return None
    cuts = [(leaf.number, token) for leaf, token in zip(places, tokens, strict=True) if leaf]
    segments, begin = [], 0
    for _, token in cuts:
        start, end = token.span(token.lastgroup or 0)
        segments.append(text[begin:start])
        begin = end
    segments.append(text[begin:])
    leaves = [number for number, _ in cuts]
    whole = frozenset(number for number, token in cuts if token.lastgroup == "number")
    return Wording(tuple(segments), tuple(leaves), whole, compiled(matcher(segments, leaves, same_as), "match"))


def _places(template: Any) -> Iterator[Leaf | None]:
    """For each text and number as JSON has them, the keys included: its leaf, or None where it does not vary."""
    match template:
        case Leaf():
            yield template
        case dict():
            for item in template.values():
                yield None
                yield from _places(item)
        case list():
            for item in template:
                yield from _places(item)
        case str():
            yield None
        case int() | float() if not isinstance(template, bool):
            yield None


def _is_whole(value: bytes) -> bool:
    """Whether it is a number above zero as JSON writes whole ones."""
    return value.isdigit() and len(value) <= _MAX_DIGITS and not value.startswith(b"0")


def _normal(values: Values) -> Values | None:
    """The values, read as JSON reads them and written anew; None if one is no text at all, or not clean."""
    try:
        found = tuple([orjson.dumps(orjson.loads(b'"%b"' % value))[1:-1] for value in values])
    except ValueError:
        return None
    return found if is_clean(found) else None
