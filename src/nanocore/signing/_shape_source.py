"""Presses a shape into code: functions written out for this shape alone, and compiled.

Of the canonical form everything that does not depend on the values is worked out here: the lines, their order, the
first-degree hashes of blank nodes that look the same in every document. What is left to do for a document is to hash
the blank nodes that vary, to label all by the order of the hashes (RDFC-1.0, section 4.4.3, steps 3 to 5), and to put
the lines together. Lines of one subject stay together when sorted, because no subject, with the blank that follows
it, begins another: so blocks are sorted, not lines.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from operator import itemgetter
from typing import Any, Final

from ._shape import ADDRESS, Blank, Leaf, Mould, Shape, Tied, Value
from ._shape_lines import (
    LABEL,
    Line,
    OrderVaries,
    blanks_in,
    digest,
    end_to_end,
    filled,
    in_order,
    is_open,
    line_of,
    seen_from,
)

_NAMES: Final = {
    "ADDRESSES": re.compile(rb"(?:%b\n)+" % ADDRESS.pattern),
    "Tied": Tied,
    "itemgetter": itemgetter,
    "join": b"".join,
    "sha256": sha256,
}


def press(shape: Shape) -> Mould:
    """`shape` as code. Raises `Tied` when two of its blank nodes look alike in every document."""
    functions = (_match(shape), _fits(shape), _render(shape), _rebuild(shape))
    source = "\n".join("\n    ".join(lines) for lines in functions)
    made: dict[str, Any] = dict(_NAMES)
    exec(compile(source, "<shape>", "exec"), made)  # noqa: S102  # what comes from outside is quoted by repr
    return Mould(shape, made["match"], made["fits"], made["render"], made["rebuild"])


def _match(shape: Shape) -> Iterator[str]:
    """Is each segment where the value before it ends?"""
    first, *others = shape.segments
    yield "def match(data, find):"
    if not others:
        yield f"return () if data == {first!r} else None"
        return
    yield f"if not data.startswith({first!r}): return None"
    yield f"start = {len(first)}"
    for number, segment in enumerate(others):
        last = number == len(others) - 1
        yield "end = find(b'\"', start)"
        yield f"if {f'data[end:] != {segment!r}' if last else f'not data.startswith({segment!r}, end)'}: return None"
        yield f"v{number} = data[start:end]"
        if shape.same_as[number] != number:
            yield f"if v{number} != v{shape.same_as[number]}: return None"
        if not last:
            yield f"start = end + {len(segment)}"
    yield f"return ({_values(shape)})"


def _fits(shape: Shape) -> Iterator[str]:
    """Are addresses addresses, and do statements stay apart that were apart when the shape was learnt?"""
    yield f"def fits({_values(shape)}):"
    for distinct in shape.must_differ:
        yield f"if len({{{', '.join(map(_name, distinct))}}}) != {len(distinct)}: return False"
    if shape.addresses:
        lines = ", ".join(f"v{number}, b'\\n'" for number in sorted(shape.addresses))
        yield f"if not ADDRESSES.fullmatch(join(({lines}))): return False"
    yield "return True"


def _render(shape: Shape) -> Iterator[str]:
    lines = [line_of(statement) for statement in shape.statements]
    hashed = {blank: seen_from(blank, lines) for blank in blanks_in(lines)}
    digests = {blank: digest(seen) for blank, seen in hashed.items() if not is_open(seen)}
    if len(set(digests.values())) != len(digests):
        raise Tied
    labels = [LABEL % number for number in range(len(hashed))]
    varies = len(digests) < len(hashed)
    yield f"def render({_values(shape)}):"
    if varies:
        yield from _label(hashed, digests, labels)
    else:
        by_digest = dict(zip(sorted(digests.values()), labels, strict=True))
        known: Mapping[Value, bytes] = {blank: by_digest[digest] for blank, digest in digests.items()}
        lines = [filled(line, known) for line in lines]
    named, nameless = _blocks(lines, shape)
    if varies and 1 < len(nameless) == len(hashed):
        by_label = ", ".join(f"{_name(blank)}: {_block(block)}" for blank, block in nameless.items())
        blanks = f"itemgetter{tuple(sorted(labels))!r}({{{by_label}}})"
    else:
        blanks = _sorted(list(nameless.values()))
    yield f"return join((*{_sorted(named)}, *{blanks}))"


def _label(hashed: Mapping[Blank, list[Line]], digests: Mapping[Blank, bytes], labels: list[bytes]) -> Iterator[str]:
    """Hash the blank nodes that vary, and give each blank node its label."""
    names = {blank: repr(digests[blank]) if blank in digests else f"d{blank.number}" for blank in hashed}
    varying = [blank for blank in hashed if blank not in digests]
    for blank in varying:
        yield f"{names[blank]} = sha256({_block(hashed[blank])}).digest()"
    all_of_them = ", ".join([*map(repr, sorted(digests.values())), *(names[blank] for blank in varying)])
    yield f"labels = dict(zip(sorted(({all_of_them},)), {tuple(labels)!r}))"
    yield f"if len(labels) != {len(names)}: raise Tied"
    for blank, name in names.items():
        yield f"{_name(blank)} = labels[{name}]"


def _blocks(lines: Sequence[Line], shape: Shape) -> tuple[list[list[Line]], dict[Value, list[Line]]]:
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
    try:
        return _line(end_to_end(in_order(lines)))
    except OrderVaries:
        return f"join(sorted(({', '.join(map(_line, lines))},)))"


def _line(line: Line) -> str:
    """An expression for a line, or for several end to end."""
    left_open = {part for part in line if not isinstance(part, bytes)}
    if not left_open:
        return repr(b"".join(part for part in line if isinstance(part, bytes)))
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


def _values(shape: Shape) -> str:
    return "".join(f"v{number}, " for number in range(len(shape.same_as)))


def _name(part: Value) -> str:
    match part:
        case Leaf(number):
            return f"v{number}"
        case Blank(number):
            return f"l{number}"
    return repr(part)
