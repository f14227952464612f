"""Narrows a shape: values that are the same in document after document become part of it."""

from collections.abc import Sequence
from typing import Any

from ._shape import Leaf, Shape, Statement, Value, text_of

Values = tuple[bytes, ...]


def narrowed(shape: Shape, values: Values, varying: frozenset[int]) -> Shape:
    """`shape` with all but the varying values fixed as in `values`. What must be equal stays or goes together."""
    kept = [number for number in range(len(values)) if shape.same_as[number] in varying]
    new = {old: position for position, old in enumerate(kept)}

    def fixed(value: Value) -> Value:
        if not isinstance(value, Leaf):
            return value
        return Leaf(new[value.number]) if value.number in new else values[value.number]

    return Shape(
        segments=_segments(shape.segments, values, new),
        same_as=tuple(new[shape.same_as[number]] for number in kept),
        addresses=frozenset(new[number] for number in shape.addresses if number in new),
        statements=tuple(_fixed(statement, fixed) for statement in shape.statements),
        root=fixed(shape.root),
        template=_template(shape.template, values, new),
    )


def varying_in(shape: Shape, sample: Sequence[Values]) -> frozenset[int]:
    """The values, by the first of those that must be equal, that are not the same throughout the sample."""
    first, *others = sample
    return frozenset(
        number for number in set(shape.same_as) if any(values[number] != first[number] for values in others)
    )


def _segments(segments: tuple[bytes, ...], values: Values, new: dict[int, int]) -> tuple[bytes, ...]:
    cut = [segments[0]]
    for number, (value, segment) in enumerate(zip(values, segments[1:], strict=True)):
        if number in new:
            cut.append(segment)
        else:
            cut[-1] += value + segment
    return tuple(cut)


def _fixed(statement: Statement, fixed: Any) -> Statement:
    subject, predicate, slot = statement
    return Statement(fixed(subject), predicate, slot._replace(value=fixed(slot.value)))


def _template(template: Any, values: Values, new: dict[int, int]) -> Any:
    if isinstance(template, dict):
        return {name: _template(item, values, new) for name, item in template.items()}
    if isinstance(template, list):
        return [_template(item, values, new) for item in template]
    if isinstance(template, Leaf):
        return Leaf(new[template.number]) if template.number in new else text_of(values[template.number])
    return template
