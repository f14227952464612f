"""Status lists that were read before: all credentials of an issuer lead to the same few.

They are kept by their bytes. What follows from these alone is worked out once; whose key they are signed with, and
whether they are in force, is looked at each time.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any, Final, NamedTuple, TypeVar

from ._case import Case, Model, Reading
from ._contexts import Contexts
from ._status_list import StatusList
from ._unsecured import Unsecured
from ._verdict import Facts, Finding

_KEPT: Final = 16
_LONGEST: Final = 256 * 1024  # bytes of a list that is kept

T = TypeVar("T")


class Published(NamedTuple):
    """A list as it was published, read."""

    reading: Reading
    unsecured: Unsecured


def published(answer: bytes, contexts: Contexts, read: Callable[[bytes], Reading]) -> Published:
    """What was published. Raises `Problem` when it cannot be read."""
    return (_published if len(answer) <= _LONGEST else _published.__wrapped__)(answer, contexts, read)


def decoded(encoded: str) -> StatusList:
    """The bits of a list, which nobody changes. Raises `ValueError`."""
    return (_decoded if len(encoded) <= _LONGEST else _decoded.__wrapped__)(encoded)


@lru_cache(maxsize=_KEPT)
def _published(answer: bytes, contexts: Contexts, read: Callable[[bytes], Reading]) -> Published:
    reading = read(answer)
    return Published(replace(reading, model=_Kept(reading.model)), Unsecured(reading.credential, contexts))


@lru_cache(maxsize=_KEPT)
def _decoded(encoded: str) -> StatusList:
    return StatusList.decode(encoded)


class _Kept:
    """The model of a credential that does not change: each question is answered once, if it is answered."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._answers: dict[str, Any] = {}

    def form(self, case: Case) -> Finding:
        """As the model has it."""
        return self._once(self._model.form, case)

    def contexts(self, case: Case) -> Finding:
        """As the model has it."""
        return self._once(self._model.contexts, case)

    def issuer(self, case: Case) -> str:
        """As the model has it."""
        return self._once(self._model.issuer, case)

    def valid(self, case: Case) -> tuple[datetime | None, datetime | None]:
        """As the model has it."""
        return self._once(self._model.valid, case)

    def status(self, case: Case) -> Finding:
        """As the model has it, each time."""
        return self._model.status(case)

    def meaning(self, case: Case) -> Finding:
        """As the model has it."""
        return self._once(self._model.meaning, case)

    def facts(self, case: Case) -> Facts:
        """As the model has it."""
        return self._once(self._model.facts, case)

    def _once(self, question: Callable[[Case], T], case: Case) -> T:
        name = question.__name__
        if name not in self._answers:
            self._answers[name] = question(case)
        answer: T = self._answers[name]
        return answer
