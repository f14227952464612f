"""The only door to the outside: what `verify` asks for, and how the answer 'no' is told."""

from collections.abc import Callable
from enum import StrEnum
from functools import lru_cache
from typing import Final, TypeAlias

from ._codes import Code, Problem
from ._json import JsonObject, read_json

MAX_ASKED: Final = 16
KEPT_BYTES: Final = 16 * 1024  # of a controller's document, so that a store of them stays small


class Unreachable(StrEnum):
    """Why something could not be had."""

    NOT_FOUND = "not_found"
    GONE = "gone"
    TIMED_OUT = "timed_out"
    NOT_ALLOWED = "not_allowed"
    TOO_LARGE = "too_large"
    NO_ANSWER = "no_answer"
    NOT_READABLE = "not_readable"
    TOO_MANY = "too_many"


class CannotResolve(Exception):
    """Raised by a resolver that cannot or will not get what was asked for."""

    def __init__(self, reason: Unreachable) -> None:
        super().__init__(reason.value)
        self.reason = Unreachable(reason)


Resolver: TypeAlias = Callable[[str], bytes]
"""Given a `did:web:…` identifier, the bytes of its document; given an `https:` or `http:` address, what is there.

Raises `CannotResolve`. It must refuse private addresses, limit size and time, and may answer from a cache or, for
issuers of its own, from a database. It is never asked for a `did:key` or for a JSON-LD context.
"""


class Asker:
    """Asks a resolver, each thing once and not for too much."""

    def __init__(self, resolve: Resolver) -> None:
        self._resolve = resolve
        self._answers: dict[str, bytes | Unreachable] = {}

    def ask(self, address: str) -> bytes:
        """What is at `address`. Raises `CannotResolve`."""
        if address not in self._answers:
            self._answers[address] = self._first(address)
        answer = self._answers[address]
        if isinstance(answer, Unreachable):
            raise CannotResolve(answer)
        return answer

    def controller_document(self, address: str) -> JsonObject:
        """The did document or controlled identifier document at `address`. Raises `Problem`."""
        try:
            answer = self.ask(address)
            return _read_once(answer) if len(answer) <= KEPT_BYTES else read_json(answer)
        except CannotResolve as error:
            reason = error.reason
        except Problem:
            reason = Unreachable.NOT_READABLE
        raise Problem(Code.SIGNATURE_KEY_UNREACHABLE, address=address, reason=reason.value)

    def _first(self, address: str) -> bytes | Unreachable:
        if len(self._answers) >= MAX_ASKED:
            return Unreachable.TOO_MANY
        try:
            return self._resolve(address)
        except CannotResolve as error:
            return error.reason


@lru_cache(maxsize=256)
def _read_once(answer: bytes) -> JsonObject:
    """A controller's document, which many credentials lead to. Nobody changes what was read. Raises `Problem`."""
    return read_json(answer)
