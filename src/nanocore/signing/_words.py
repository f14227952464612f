"""What the contexts of a document define: which words there are, and under which of them a text is more than a text."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from ._contexts import Contexts
from ._json import JsonObject, as_list, walk

_HOLDS_VALUES: Final = frozenset({"@id", "@value"})
_READ_AS_WORDS: Final = frozenset({"@vocab", "@json"})


@dataclass(frozen=True)
class Words:
    """The words of some contexts, wherever they are defined.

    Under a `fixed` word a text decides what the document means: it is a type, a language, a word itself, or JSON.
    """

    defined: frozenset[str]
    fixed: frozenset[str]

    def is_fixed(self, word: str) -> bool:
        """Whether what stands under `word` belongs to the shape of a document."""
        return word in self.fixed or (word.startswith("@") and word not in _HOLDS_VALUES)


def words_of(document: JsonObject, contexts: Contexts) -> Words:
    """The words of all contexts that `document` names."""
    named = (
        address
        for value in walk(document)
        if isinstance(value, dict)
        for address in as_list(value.get("@context"))
        if isinstance(address, str)
    )
    definitions = [pair for address in dict.fromkeys(named) for pair in _defined(contexts[address], contexts, set())]
    fixed = {word for word, definition in definitions if _fixes(definition)}
    while more := {word for word, definition in definitions if _meaning(definition) in fixed} - fixed:
        fixed |= more  # a word for a word for a keyword
    return Words(frozenset(word for word, _ in definitions), frozenset(fixed))


def _defined(value: Any, contexts: Contexts, seen: set[str]) -> Iterator[tuple[str, Any]]:
    """Each word with its definition, in `value`: a context, or what holds one."""
    if isinstance(value, str) and value in contexts and value not in seen:
        seen.add(value)
        yield from _defined(contexts[value], contexts, seen)
    elif isinstance(value, list):
        for item in value:
            yield from _defined(item, contexts, seen)
    elif isinstance(value, dict):
        for word, definition in value.items():
            if word in ("@context", "@import"):
                yield from _defined(definition, contexts, seen)
            elif not word.startswith("@"):
                yield word, definition
                if isinstance(definition, dict):
                    yield from _defined(definition.get("@context"), contexts, seen)


def _meaning(definition: Any) -> Any:
    return definition.get("@id") if isinstance(definition, dict) else definition


def _fixes(definition: Any) -> bool:
    meaning = _meaning(definition)
    if isinstance(meaning, str) and meaning.startswith("@") and meaning not in _HOLDS_VALUES:
        return True
    return isinstance(definition, dict) and definition.get("@type") in _READ_AS_WORDS
