"""What reading answers and what the steps work on: a credential, what secures it, and how it is to be understood.

A new form of credential is a `Reader` in `_readers.READERS` that answers a `Reading`. It chooses

- `seals`: what secures it, each a `Seal`. There is `ProofSeal` (Data Integrity, `_proofs`) and `TokenSeal` (a JWS
  over bytes, `_tokens`); a new way of securing is a new `Seal`.
- `model`: how its content is understood, a `Model`. `W3C` (`_w3c`) understands verifiable credentials by their RDF
  statements; what is no verifiable credential brings a model of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Final, Protocol

from ._codes import Code, Problem, State
from ._contexts import Contexts
from ._json import JsonObject
from ._resolve import Asker
from ._suites import Unsecured
from ._verdict import Facts, Finding

MAX_SEALS: Final = 8


@dataclass(frozen=True, slots=True)
class ShownTo:
    """Who asked a holder to show a credential, and the nonce that was asked with."""

    audience: str
    nonce: str


@dataclass(frozen=True)
class Signer:
    """Whose key a seal was made with, and for what. Its signature is right; whether it is the issuer's, see `issuer`.

    `vouched` when the key was found where `controller` itself publishes its keys for credentials (a JWK set), so that
    there is no further document to ask whether the key may be used. `passed` and `issued` are what the steps of the
    signature and the issuer come out as; a weaker kind of proof has codes of its own, with `method_id` as `address`.
    """

    method_id: str
    controller: str
    purpose: str = "assertionMethod"
    created: datetime | None = None
    revoked_at: datetime | None = None
    vouched: bool = False
    bound: bool = False
    """Whether the holder, too, has signed."""
    passed: Code = Code.SIGNATURE_OK
    issued: Code = Code.ISSUER_OK


class Seal(Protocol):
    """One thing that secures a credential."""

    @property
    def name(self) -> str:
        """What the finding `signature_ok` calls it: `eddsa-rdfc-2022`, `ES256`."""

    def check(self, case: "Case") -> Signer:
        """Who made it. Raises `Problem` with a `SIGNATURE_…` code unless it is right for exactly this credential."""

    def times(self) -> tuple[datetime | None, datetime | None]:
        """When it was made and when it ends, as far as it says. Raises `Problem` when it is not well formed."""


class Model(Protocol):
    """How one kind of credential is understood. Each method raises `Problem` with the codes of its own step."""

    def form(self, case: "Case") -> Finding:
        """It has what its kind must have: `form_ok`."""

    def contexts(self, case: "Case") -> Finding:
        """Every word has one known meaning: `contexts_ok`."""

    def issuer(self, case: "Case") -> str:
        """The issuer's identifier."""

    def valid(self, case: "Case") -> tuple[datetime | None, datetime | None]:
        """From and until when it is valid, as far as it says."""

    def status(self, case: "Case") -> Finding:
        """It has not been withdrawn: `status_ok` or `status_none`."""

    def meaning(self, case: "Case") -> Finding:
        """It says what its kind must say: `meaning_ok`."""

    def facts(self, case: "Case") -> Facts:
        """What it says."""


@dataclass(frozen=True)
class Reading:
    """What was handed in, taken apart: the credential without what secures it, the seals, and the model."""

    kind: str
    credential: JsonObject
    seals: tuple[Seal, ...]
    model: Model


class Reader(Protocol):
    """Reads one kind of file."""

    @property
    def kind(self) -> str:
        """What it is called in the finding `read_ok`."""

    def recognises(self, data: bytes) -> bool:
        """Whether this is its kind, by a look at the beginning."""

    def read(self, data: bytes) -> Reading:
        """The credential, what secures it and how it is understood. Raises `Problem`."""


@dataclass
class Case:
    """One credential under verification, and what its steps need."""

    reading: Reading
    read: Callable[[bytes], Reading]
    contexts: Contexts
    asker: Asker
    now: datetime
    trusted: Callable[[str], str | None]
    shown_to: ShownTo | None = None
    """Whom it must have been shown to, when somebody asked for it."""

    def about(self, reading: Reading, trusted: Callable[[str], str | None]) -> "Case":
        """Another credential that this one leads to, under the same circumstances."""
        return replace(self, reading=reading, trusted=trusted, shown_to=None)

    @property
    def document(self) -> JsonObject:
        """The credential without its proofs."""
        return self.reading.credential

    @cached_property
    def unsecured(self) -> Unsecured:
        """The credential as JSON-LD, for those kinds that are."""
        return Unsecured(self.reading.credential, self.contexts)

    @cached_property
    def signers(self) -> list[tuple[Seal, Signer]]:
        """The seals, each checked, and who made them. Raises `Problem` with a `SIGNATURE_…` code."""
        if not self.reading.seals:
            raise Problem(Code.SIGNATURE_MISSING)
        if len(self.reading.seals) > MAX_SEALS:
            raise Problem(Code.SIGNATURE_TOO_MANY, limit=str(MAX_SEALS))
        checked, problems = [], []
        for seal in self.reading.seals:
            try:
                checked.append((seal, seal.check(self)))
            except Problem as problem:
                problems.append(problem)
        raise_worst(problems)
        return checked

    @cached_property
    def facts(self) -> Facts:
        """What the credential says. Raises `Problem` when it cannot be understood."""
        return self.reading.model.facts(self)

    @cached_property
    def issuer(self) -> str:
        """The issuer's identifier. Raises `Problem` unless there is exactly one."""
        return self.reading.model.issuer(self)


def raise_worst(problems: list[Problem]) -> None:
    """Raise the problem that weighs most, if there is any: the first that failed, else the first."""
    if problems:
        raise min(problems, key=lambda problem: problem.code.state is not State.FAILED)
