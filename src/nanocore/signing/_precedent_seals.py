"""What secures credentials of one wording: the seal of each is found in its values, where only these differ."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final, NamedTuple, Protocol, TypeAlias

from ._claims import moment_of
from ._contexts import Contexts
from ._jose import Jws
from ._json import JsonObject
from ._multibase import decode_base58
from ._public_keys import Algorithm
from ._shape import Leaf, Mould, text_of
from ._suites import EddsaRdfc2022
from ._time import read_moment
from ._unsecured import Unsecured
from ._wording import Values

_MAX_OPTIONS: Final = 64  # kept; an issuer who signs many at once gives them all the same

Told: TypeAlias = str | Leaf
"""A text that is the same in all of one wording, or the number of the value that it is."""


Number: TypeAlias = int | Leaf
"""The same of a whole number."""


def told(what: Told, values: Values) -> str:
    """The text."""
    return text_of(values[what.number]) if isinstance(what, Leaf) else what


class Sealed(NamedTuple):
    """What is to be checked of one credential: the signature, what was signed, and when."""

    signature: bytes
    message: bytes
    created: datetime | None
    expires: datetime | None


class Seals(Protocol):
    """The seals of all credentials of one wording."""

    @property
    def method_id(self) -> str:
        """The id of the key."""

    @property
    def algorithm(self) -> Algorithm:
        """How the key signs."""

    def sealed(self, values: Values, mould: Mould, jws: Jws | None, contexts: Contexts) -> Sealed:
        """The seal of the one with these values. Raises `Problem`, `Tied` and `ValueError` for the long way to see."""


@dataclass
class Proofs:
    """Data Integrity proofs over the statements. `options` is the proof but for its value, which is the last value."""

    suite: EddsaRdfc2022
    options: Mapping[str, Any]
    context: Any
    method_id: str
    algorithm: Algorithm
    _known: dict[Values, "_Options"] = field(default_factory=dict, init=False, repr=False)

    def sealed(self, values: Values, mould: Mould, jws: Jws | None, contexts: Contexts) -> Sealed:
        """By `suite`: the hash of the options, then that of the canonical statements."""
        if jws is not None:
            raise ValueError("what is in a token is sealed by the token")
        varying = values[mould.leaves : -1]
        known = self._known.get(varying) or self._learn(varying, values, contexts)
        message = known.hash + sha256(mould.render(*values[: mould.leaves])).digest()
        return Sealed(decode_base58(text_of(values[-1])), message, known.created, known.expires)

    def _learn(self, varying: Values, values: Values, contexts: Contexts) -> "_Options":
        options = {name: told(what, values) for name, what in self.options.items()}
        found = _Options(
            Unsecured({"@context": self.context}, contexts).beside(options).canonical_hash,
            *(read_moment(options[name]) if name in options else None for name in ("created", "expires")),
        )
        if len(self._known) >= _MAX_OPTIONS:
            self._known = {}
        self._known[varying] = found
        return found


class _Options(NamedTuple):
    """What the options of a proof come to."""

    hash: bytes
    created: datetime | None
    expires: datetime | None


@dataclass(frozen=True)
class Tokens:
    """JSON Web Signatures with the same header. `claims` are the registered ones that are numbers."""

    header: JsonObject
    claims: Mapping[str, Number]
    method_id: str
    algorithm: Algorithm

    def sealed(self, values: Values, mould: Mould | None, jws: Jws | None, contexts: Contexts) -> Sealed:
        """The token's signature, made when the later of `iat` and `nbf` says, and ending with `exp`."""
        if jws is None or jws.header != self.header:
            raise ValueError("sealed otherwise")
        moments = {name: moment(what, values) for name, what in self.claims.items()}
        made = [moments[name] for name in ("iat", "nbf") if name in moments]
        return Sealed(jws.signature, jws.message, max(made, default=None), moments.get("exp"))


def number(what: Number, values: Values) -> int:
    """The number."""
    return int(values[what.number]) if isinstance(what, Leaf) else what


def moment(what: Number, values: Values) -> datetime:
    """The moment that is so many seconds after 1970. Raises `ValueError` for none."""
    return _moment(number(what, values))


@lru_cache(maxsize=1024)
def _moment(seconds: int) -> datetime:
    found = moment_of({"": seconds}, "")
    if found is None:
        raise ValueError("not a moment")
    return found
