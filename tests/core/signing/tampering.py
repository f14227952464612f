"""Documents with one character changed, wherever there is one."""

import copy
from collections.abc import Iterator
from typing import Any

from nanocore.signing import JsonObject


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path to every text inside a JSON value."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from places(item, (*path, name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from places(item, (*path, index))
    elif isinstance(value, str):
        yield path


def with_one_character_changed(document: JsonObject, path: tuple[Any, ...], position: int) -> JsonObject:
    """`document` with one character of the text at `path` replaced, at `position` counted round and round."""
    changed = copy.deepcopy(document)
    parent = changed
    for step in path[:-1]:
        parent = parent[step]
    text = parent[path[-1]]
    position %= len(text)
    other = "b" if text[position] == "a" else "a"
    parent[path[-1]] = text[:position] + other + text[position + 1 :]
    return changed


def tampered_with(document: JsonObject, count: int = 100) -> list[JsonObject]:
    """`count` copies, each with one character changed: in every text first, then in other places of them."""
    paths = [path for path in places(document) if path[0] != "@context"]
    return [
        with_one_character_changed(document, paths[nth % len(paths)], 7 * nth + nth // len(paths))
        for nth in range(count)
    ]
