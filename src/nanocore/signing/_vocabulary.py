"""Active contexts (JSON-LD 1.1 API, section 4.1) as PyLD processes them, with each word looked up once."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from pyld.jsonld import JsonLdError, JsonLdProcessor

from ._codes import Problem
from ._contexts import Contexts
from ._graph import BLANK, RDF_TYPE
from ._json import as_list
from ._rdf import is_absolute, is_language, options_for
from ._shape import SCHEMES, Blank, Value
from ._shape_lines import DOUBLE, STRING, Manner, manner

MAX_ACTIVE: Final = 200  # active contexts kept in a thread; hostile documents could ask for ever more
_MAX_TYPED: Final = 256  # lists of types remembered for each of them
_PROCESSOR: Final = JsonLdProcessor()
_LANGUAGE_TAGGED: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
_CONTAINERS: Final = frozenset({"@set", "@list"})
_NOTHING: Final = manner("", "IRI")


class NotSimple(Exception):
    """Uses more of JSON-LD than is read here: left to PyLD, which also says what is wrong with it, if anything is."""


@dataclass(frozen=True, slots=True)
class Word:
    """What a key means: a keyword, or a property with the type and container of its values."""

    name: str
    is_keyword: bool = False
    coercion: str = ""
    is_list: bool = False
    is_scoped: bool = False
    """Whether its values are read in a context of their own."""
    text: Manner | None = None
    """How it says a text; None if a text under it is more than a text."""
    says: Manner | None = None
    """The same, if a text under it is all that need be looked at."""
    thing: Manner = _NOTHING
    """How it points to a thing that has an address."""
    blank: Manner = _NOTHING
    """How it points to a thing that has none."""

    def pointing(self, to: Value) -> Manner:
        """How it points to what is named `to`."""
        return self.blank if type(to) is Blank else self.thing


class Active:
    """An active context. Those that follow from it are worked out once."""

    def __init__(self, vocabulary: "Vocabulary", processed: Any) -> None:
        mappings = processed["mappings"]
        if not SCHEMES.isdisjoint(mappings):
            raise NotSimple
        self._vocabulary = vocabulary
        self._processed = processed
        self._mappings = mappings
        self.has_previous: Final = "previousContext" in processed
        """Whether it holds for one thing only and is given up inside of it (it came with a type)."""
        self.words: Final[dict[str, Word]] = {}
        """What has been looked up, see `word`."""
        self._addresses: dict[str, str] = {}
        self._next: dict[Hashable, Active] = {}
        self._typed: dict[tuple[str, ...], Active] = {}

    def previous(self) -> "Active":
        """The context around the thing that this one is for; itself when it is for no thing in particular."""
        if not self.has_previous:
            return self
        return self._follow("previous", lambda: self._processed["previousContext"])

    def with_contexts(self, named: tuple[str, ...]) -> "Active":
        """As a `@context` in the document makes it."""
        return self._follow(("context", *named), lambda: self._process(list(named)))

    def with_types(self, types: tuple[str, ...]) -> "Active":
        """As the types of a thing make it: those with a context of their own apply it, in the order of the alphabet."""
        if types in self._typed:
            return self._typed[types]
        typed = self._with_scoped({name: context for name in sorted(types) if (context := self._scoped(name))})
        if len(self._typed) < _MAX_TYPED:
            self._typed[types] = typed
        return typed

    def _with_scoped(self, scoped: dict[str, Any]) -> "Active":
        if not scoped:
            return self

        def process() -> Any:
            processed = self._processed
            for context in scoped.values():
                processed = self._process(context, processed, propagate=False)
            return processed

        return self._follow(("types", *scoped), process)

    def with_scope(self, key: str) -> "Active":
        """As the values under a property with a context of its own are read."""
        return self._follow(("scope", key), lambda: self._process(self._scoped(key), override_protected=True))

    @cached_property
    def type_words(self) -> frozenset[str]:
        """The words for `@type`."""
        return frozenset({"@type", *(word for word, entry in self._mappings.items() if _id_of(entry) == "@type")})

    def word(self, key: str) -> Word:
        """What `key` means. Raises `NotSimple` if that is nothing, or something out of the ordinary."""
        word = self.words.get(key)
        if word is None:
            word = self._look_up(key)
            if key in self._mappings:  # what a document spells out in full is not kept
                self.words[key] = word
        return word

    def address(self, name: str) -> str:
        """The absolute address that `name` stands for as a type or a word. Raises `NotSimple` if it has none."""
        found = self._addresses.get(name)
        if found is None:
            found = _PROCESSOR._expand_iri(self._processed, name, vocab=True)
            if not isinstance(found, str) or not is_absolute(found):
                raise NotSimple
            if name in self._mappings:
                self._addresses[name] = found
        return found

    def _scoped(self, name: str) -> Any:
        return (self._mappings.get(name) or {}).get("@context")

    def _look_up(self, key: str) -> Word:
        name = _PROCESSOR._expand_iri(self._processed, key, vocab=True)
        if not isinstance(name, str):
            raise NotSimple
        if name.startswith("@"):
            return Word(name, is_keyword=True)
        entry = self._mappings.get(key) or {}
        containers = as_list(entry.get("@container"))
        language = entry["@language"] if "@language" in entry else self._processed.get("@language")
        unusual = (
            not is_absolute(name)
            or name == RDF_TYPE
            or entry.get("reverse")
            or entry.get("@direction") is not None
            or "@direction" in self._processed
            or entry.get("@type") == "@json"
            or not _CONTAINERS.issuperset(containers)
        )
        if unusual:
            raise NotSimple
        is_list, is_scoped, coercion = "@list" in containers, "@context" in entry, entry.get("@type") or ""
        text = _text_of(name, coercion, language or "")
        return Word(
            name,
            coercion=coercion,
            is_list=is_list,
            is_scoped=is_scoped,
            text=text,
            says=None if is_list or is_scoped else text,
            thing=manner(name, "IRI"),
            blank=manner(name, BLANK),
        )

    def _process(self, contexts: Any, active: Any = None, **how: bool) -> Any:
        return _PROCESSOR._process_context(
            self._processed if active is None else active, contexts, self._vocabulary.options, **how
        )

    def _follow(self, step: Hashable, process: Callable[[], Any]) -> "Active":
        following = self._next.get(step)
        if following is None:
            try:
                following = self._vocabulary.active(process())
            except (JsonLdError, Problem, TypeError, KeyError, AttributeError, ValueError) as error:
                raise NotSimple from error
            self._next[step] = following
        return following


def _text_of(name: str, coercion: str, language: str) -> Manner | None:
    """How a text is said under a word; None if it takes more than to say it."""
    if coercion not in ("", "@none"):
        return None if coercion.startswith("@") or coercion == DOUBLE else manner(name, "literal", coercion)
    if not language:
        return manner(name, "literal", STRING)
    return manner(name, "literal", _LANGUAGE_TAGGED, language) if is_language(language) else None


def _id_of(entry: Any) -> Any:
    return entry.get("@id") if entry else None


class Vocabulary:
    """The active contexts that documents have led to, in one thread."""

    def __init__(self, contexts: Contexts) -> None:
        self.options = options_for(contexts)
        self._active: dict[int, Active] = {}
        self.root = self._empty()

    def active(self, processed: Any) -> Active:
        """The one for this outcome of PyLD's, which gives the same object for the same steps as long as it can."""
        known = self._active.get(id(processed))
        if known is None:
            if len(self._active) >= MAX_ACTIVE:
                self._active = {}
                self.root = self._empty()
            known = self._active[id(processed)] = Active(self, processed)
        return known

    def _empty(self) -> Active:
        return Active(self, _PROCESSOR._get_initial_context(self.options))


def vocabulary_of(contexts: Contexts) -> Vocabulary:
    """The vocabulary of this thread."""
    found = contexts.of_thread.get("vocabulary")
    if found is None:
        found = contexts.of_thread["vocabulary"] = Vocabulary(contexts)
    vocabulary: Vocabulary = found
    return vocabulary
