"""Presses a shape into code: functions written out for this shape alone, and compiled.

Of the canonical form everything that does not depend on the values is worked out here: the lines, their order, the
first-degree hashes of blank nodes that look the same in every document. What is left to do for a document is to hash
the blank nodes that vary, to label all by the order of the hashes (RDFC-1.0, section 4.4.3, steps 3 to 5), and to put
the lines together. Lines of one subject stay together when sorted, because no subject, with the blank that follows
it, begins another: so blocks are sorted, not lines.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from ._shape import ADDRESS, Blank, Leaf, Mould, Shape, Tied, Value
from ._shape_lines import (
    LABEL,
    Line,
    blanks_in,
    digest,
    end_to_end,
    filled,
    fixed_part,
    in_groups,
    in_order,
    is_open,
    line_of,
    seen_from,
)

_NAMES: Final = {
    "ADDRESSES": re.compile(rb"(?:%b\n)+" % ADDRESS.pattern),
    "Tied": Tied,
    "bisect": bisect_left,
    "itemgetter": itemgetter,
    "join": b"".join,
    "sha256": sha256,
}


def press(shape: Shape) -> Mould:
    """`shape` as code. Raises `Tied` when two of its blank nodes look alike in every document."""
    match = matcher(shape.segments, range(len(shape.same_as)), shape.same_as)
    return Mould(
        shape,
        compiled(match, "match"),
        compiled(_fits(shape), "fits"),
        compiled(_render(shape), "render"),
        compiled(_rebuild(shape), "rebuild"),
        is_pressed=True,
    )


def compiled(source: Iterable[str], name: str) -> Any:
    """The function whose source is given line by line, as a value. What comes from outside is quoted by `repr`."""
    made: dict[str, Any] = dict(_NAMES)
    exec(compile("\n    ".join(source), "<shape>", "exec"), made)  # noqa: S102  # see above
    return made[name]


def matcher(segments: Sequence[bytes], leaves: Sequence[int], same_as: Sequence[int]) -> Iterator[str]:
    """Is each segment where the value before it ends?

    `leaves` are the numbers of the values in the order of the text, in which one may come twice; `same_as` is as in a
    `Shape`, and may leave out the last ones.
    """
    first, *others = segments
    yield "def match(data, find):"
    if not others:
        yield f"return () if data == {first!r} else None"
        return
    yield f"if not data.startswith({first!r}): return None"
    yield f"start = {len(first)}"
    found: set[int] = set()
    for place, (number, segment) in enumerate(zip(leaves, others, strict=True), start=1):
        is_last = place == len(others)
        yield f"end = find({segment[:1]!r}, start)"
        yield f"if {f'data[end:] != {segment!r}' if is_last else f'not data.startswith({segment!r}, end)'}: return None"
        yield f"if v{number} != data[start:end]: return None" if number in found else f"v{number} = data[start:end]"
        found.add(number)
        if not is_last:
            yield f"start = end + {len(segment)}"
    for number, like in enumerate(same_as):
        if number != like:
            yield f"if v{number} != v{like}: return None"
    yield f"return ({_values(len(found))})"


def _fits(shape: Shape) -> Iterator[str]:
    """Are addresses addresses, and do statements stay apart that were apart when the shape was learnt?"""
    yield f"def fits({_values(len(shape.same_as))}):"
    for distinct in shape.must_differ:
        varying = [_name(value) for value in distinct if isinstance(value, Leaf)]
        fixed = {value for value in distinct if isinstance(value, bytes)}
        if len(varying) > 1:
            yield f"if len({{{', '.join(varying)}}}) != {len(varying)}: return False"
        if fixed:
            yield f"if {' or '.join(f'{name} in {fixed!r}' for name in varying)}: return False"
    if shape.addresses:
        lines = ", ".join(f"v{number}, b'\\n'" for number in sorted(shape.addresses))
        yield f"if not ADDRESSES.fullmatch(join(({lines}))): return False"
    yield "return True"


def _render(shape: Shape) -> Iterator[str]:
    lines = [line_of(statement) for statement in shape.statements]
    seen = {blank: seen_from(blank, lines) for blank in blanks_in(lines)}
    digests = {blank: digest(about) for blank, about in seen.items() if not is_open(about)}
    if len(set(digests.values())) != len(digests):
        raise Tied
    yield f"def render({_values(len(shape.same_as))}):"
    if len(digests) == len(seen):
        known: Mapping[Value, bytes] = {blank: LABEL % rank for rank, blank in enumerate(_ranked(digests))}
        named, nameless = _blocks([filled(line, known) for line in lines], shape)
        yield f"return join((*{_sorted(named)}, *{_sorted(list(nameless.values()))}))"
        return
    named, nameless = _blocks(lines, shape)
    varying = {blank: about for blank, about in seen.items() if blank not in digests}
    for blank, about in varying.items():
        yield f"d{blank.number} = sha256({_block(about)}).digest()"
    yield from _label(list(varying), digests)
    if nameless.keys() == seen.keys():
        yield from _nameless(list(varying), digests, nameless)
        blanks = f"itemgetter{tuple(_as_texts(len(seen)))!r}(blocks)" if len(seen) > 1 else "blocks"
    else:  # some are only spoken of
        blanks = _sorted(list(nameless.values()))
    yield f"return join((*{_sorted(named)}, *{blanks}))"


def _ranked(digests: Mapping[Blank, bytes]) -> list[Blank]:
    """The blank nodes whose hashes do not vary, in the order of these."""
    return sorted(digests, key=digests.__getitem__)


def _as_texts(count: int) -> list[int]:
    """The labels, by number, in the order in which their lines sort: `_:c14n10` comes before `_:c14n2`."""
    return sorted(range(count), key=lambda number: LABEL % number + b" ")


def _label(varying: Sequence[Blank], digests: Mapping[Blank, bytes]) -> Iterator[str]:
    """Give each blank node its label: by the place of its hash among all.

    `p0`, `p1` … are how many of the hashes that do not vary come before the first, second … of those that do.
    """
    fixed = _ranked(digests)
    hashes = tuple(digests[blank] for blank in fixed)
    labels = tuple(LABEL % number for number in range(len(varying) + len(fixed)))
    by_place = [f"h{place}" for place in range(len(varying))]
    yield f"{', '.join(by_place)}, = sorted(({', '.join(f'd{blank.number}' for blank in varying)},))"
    for place, name in enumerate(by_place):
        yield f"p{place} = bisect({hashes!r}, {name})"
        if hashes:
            yield f"if {name} in {set(hashes)!r}: raise Tied"
    yield f"labels = {labels!r}"
    yield f"by_hash = {{{', '.join(f'{name}: labels[p{place} + {place}]' for place, name in enumerate(by_place))}}}"
    yield f"if len(by_hash) != {len(varying)}: raise Tied"
    for blank in varying:
        yield f"{_name(blank)} = by_hash[d{blank.number}]"
    if fixed:
        yield f"{', '.join(map(_name, fixed))}, = {_spread(lambda _: 'labels', len(varying), len(fixed), moved=True)}"


def _spread(
    source: Callable[[int], str], count: int, fixed: int, between: Sequence[str] = (), *, moved: bool = False
) -> str:
    """A list of what belongs to the blank nodes that do not vary, by rank, each run of it from `source(n)`.

    A run is what has `n` that vary before it; `between` are put where those are. If `moved`, the sources hold what
    belongs to all, so that a run begins `n` further on.
    """
    parts = []
    for n in range(count + 1):
        step = f" + {n}" if moved and n else ""
        begin = f"p{n - 1}{step}" if n else ""
        end = f"p{n}{step}" if n < count else str(fixed + n) if moved else ""
        parts += [f"*{source(n)}[{begin}:{end}]", *between[n : n + 1]]
    return f"({', '.join(parts)},)"


def _nameless(
    varying: Sequence[Blank], digests: Mapping[Blank, bytes], blocks: Mapping[Blank, list[Line]]
) -> Iterator[str]:
    """Put the blocks of the blank nodes into a list, by label.

    What is said of a blank node that does not vary is written out for each label it can have, as these are few.
    """
    ready = []
    fixed = _ranked(digests)
    for before in range(len(varying) + 1):
        known: Mapping[Value, bytes] = {blank: LABEL % (rank + before) for rank, blank in enumerate(fixed)}
        ready.append(tuple(_written_out(blocks[blank], blank, known) for blank in fixed))
    yield f"varying = {{{', '.join(f'd{blank.number}: {_block(blocks[blank])}' for blank in varying)}}}"
    between = [f"varying[h{place}]" for place in range(len(varying))]
    yield f"blocks = [*{_spread(lambda n: repr(ready[n]), len(varying), len(fixed), between)}]"
    for rank, blank in enumerate(fixed):
        if not ready[0][rank]:
            moved = " + ".join(f"(p{place} <= {rank})" for place in range(len(varying)))
            yield f"blocks[{rank} + {moved}] = {_block(blocks[blank])}"


def _written_out(block: Sequence[Line], blank: Blank, known: Mapping[Value, bytes]) -> bytes:
    """The block of a blank node with its label put in; empty if it speaks of others, too."""
    if any(part != blank for line in block for part in line if not isinstance(part, bytes)):
        return b""
    return b"".join(map(fixed_part, in_order(filled(line, known) for line in block)))


def _blocks(lines: Sequence[Line], shape: Shape) -> tuple[list[list[Line]], dict[Blank, list[Line]]]:
    """The lines by subject: those of named things, and those of blank nodes."""
    blocks: dict[Value, list[Line]] = defaultdict(list)
    for line, statement in zip(lines, shape.statements, strict=True):
        blocks[statement.subject].append(line)
    named = [block for subject, block in blocks.items() if not isinstance(subject, Blank)]
    return named, {subject: block for subject, block in blocks.items() if isinstance(subject, Blank)}


def _sorted(blocks: Sequence[Sequence[Line]]) -> str:
    """An expression for the blocks, in order."""
    written = ", ".join(_block(block) for block in blocks)
    return f"sorted(({written},))" if blocks else "()"


def _block(lines: Sequence[Line]) -> str:
    """An expression for the lines of one subject, in order."""
    groups = in_groups(lines)
    if all(len(group) == 1 for group in groups):
        return _line(end_to_end(line for (line,) in groups))
    parts: list[str] = []
    for are_alone, run in groupby(groups, key=lambda group: len(group) == 1):
        if are_alone:
            parts += map(_name, end_to_end(line for (line,) in run))
        else:
            parts += [f"*sorted(({', '.join(map(_line, group))},))" for group in run]
    return f"join(({', '.join(parts)},))"


def _line(line: Line) -> str:
    """An expression for a line, or for several end to end."""
    left_open = {part for part in line if not isinstance(part, bytes)}
    if not left_open:
        return repr(fixed_part(line))
    if len(left_open) == 1 and len(line) > 3:
        return f"{_name(*left_open)}.join({_between(line)!r})"
    return f"join(({', '.join(map(_name, line))},))"


def _between(line: Line) -> tuple[bytes, ...]:
    """What stands before, between and after the one thing that is left open, again and again."""
    pieces = [b""]
    for part in line:
        if isinstance(part, bytes):
            pieces[-1] = part
        else:
            pieces.append(b"")
    return tuple(pieces)


def _rebuild(shape: Shape) -> Iterator[str]:
    texts = ", ".join(f"t{number}" for number in range(len(shape.same_as)))
    yield f"def rebuild({texts}):"
    yield f"return {_written(shape.template)}"


def _written(value: Any) -> str:
    if isinstance(value, dict):
        return f"{{{', '.join(f'{name!r}: {_written(item)}' for name, item in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_written, value))}]"
    return f"t{value.number}" if isinstance(value, Leaf) else repr(value)


def _values(count: int) -> str:
    return "".join(f"v{number}, " for number in range(count))


def _name(part: Value) -> str:
    match part:
        case Leaf(number):
            return f"v{number}"
        case Blank(number):
            return f"l{number}"
    return repr(part)
