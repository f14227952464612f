"""The JSON-LD contexts kept here. No context is ever fetched: one that is not kept is an honest 'cannot check'."""

import hashlib
import json
import threading
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any, Final

from pyld.context_resolver import ContextResolver

from ._codes import Code, Problem
from ._json import JsonObject
from ._shapes import Shapes

CREDENTIALS_V1: Final = "https://www.w3.org/2018/credentials/v1"
CREDENTIALS_V2: Final = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES_V3: Final = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
OPEN_BADGES_EXTENSIONS: Final = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
NANOBANKEN_V1: Final = "https://nanobanken.example/ns/v1"
"""The address of our own context. It must never change for credentials that are out in the world."""


class Contexts:
    """A closed set of contexts by address, with PyLD's processed forms cached for each thread."""

    def __init__(self, documents: Mapping[str, JsonObject], *, inline: bool = False) -> None:
        self._documents = dict(documents)
        self.inline = inline
        """Whether a document may bring vocabulary of its own, which can make any word mean anything."""
        self.shapes = Shapes()
        """The shapes of documents that name these contexts: with others the same words would mean something else."""
        self._of_thread = threading.local()

    def __contains__(self, address: object) -> bool:
        return address in self._documents

    def __iter__(self) -> Iterator[str]:
        return iter(self._documents)

    def __getitem__(self, address: str) -> JsonObject:
        return self._documents[address]

    def extended_with(self, documents: Mapping[str, JsonObject], *, inline: bool = False) -> "Contexts":
        """These and further contexts; with `inline` whatever a document brings along, too: for conformance suites."""
        return Contexts({**self._documents, **documents}, inline=inline)

    @property
    def of_thread(self) -> dict[str, Any]:
        """What this thread has worked out about the contexts."""
        return vars(self._of_thread)

    @property
    def resolver(self) -> ContextResolver:
        """PyLD's resolver over these alone. One for each thread, because its caches are not safe to share."""
        if not hasattr(self._of_thread, "resolver"):
            self._of_thread.resolver = ContextResolver({}, self.load)
        resolver: ContextResolver = self._of_thread.resolver
        return resolver

    def load(self, address: str, _options: object = None) -> JsonObject:
        """A PyLD document loader that knows these contexts and nothing else."""
        if address not in self._documents:
            raise Problem(Code.CONTEXTS_UNKNOWN, context=address)
        return {
            "contextUrl": None,
            "documentUrl": address,
            "document": self._documents[address],
            "tag": "static",
        }


@cache
def pinned() -> Contexts:
    """The contexts in `contexts/`. Raises `RuntimeError` when a file is not the one that was pinned."""
    return Contexts({address: json.loads(data) for address, data in _files().items()})


def pinned_bytes(address: str) -> bytes | None:
    """A pinned context to the letter, None for what is not one."""
    return _files().get(address)


@cache
def _files() -> dict[str, bytes]:
    """Each file held against the SHA-256 in `contexts/index.json`."""
    folder = resources.files(__package__) / "contexts"
    files = {}
    for entry in json.loads((folder / "index.json").read_bytes()):
        data = (folder / entry["file"]).read_bytes()
        if hashlib.sha256(data).hexdigest() != entry["sha256"]:
            raise RuntimeError(f"{entry['file']} is not the context that was pinned")
        files[entry["url"]] = data
    return files
