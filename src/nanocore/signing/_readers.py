"""Recognises what was handed in and takes it apart into a credential and what secures it.

A further form (VC-JWT, SD-JWT VC, a baked image) is a further reader in `READERS`, see `_case`; the steps stay.
"""

import re
from dataclasses import dataclass
from typing import Final

from ._case import Reader, Reading
from ._codes import Code, Problem
from ._json import as_list, read_json
from ._open_badges_2 import AssertionReader
from ._proofs import ProofSeal
from ._token_readers import token_readers
from ._w3c import W3C


class JsonReader:
    """A credential in JSON with its proof inside (W3C Data Integrity). Takes all that nobody else recognises."""

    kind: Final = "json"

    def recognises(self, data: bytes) -> bool:
        """Anything: what is not JSON gets told so."""
        return True

    def read(self, data: bytes) -> Reading:
        """The document without `proof`, which may hold one proof or a set."""
        document = read_json(data)
        seals = tuple(ProofSeal(proof) for proof in as_list(document.pop("proof", None)))
        return Reading(self.kind, document, seals, W3C)


@dataclass(frozen=True)
class NotReadYet:
    """A kind of file that is recognised in order to be told apart from a broken one."""

    kind: str
    pattern: re.Pattern[bytes]

    def recognises(self, data: bytes) -> bool:
        """By its first bytes, or by its alphabet."""
        return bool(self.pattern.match(data))

    def read(self, data: bytes) -> Reading:
        """Always raises `Problem`: an honest 'not yet'."""
        raise Problem(Code.READ_KIND_UNSUPPORTED, kind=self.kind)


READERS: Final[tuple[Reader, ...]] = (
    NotReadYet("pdf", re.compile(rb"%PDF-")),
    *token_readers(AssertionReader(), JsonReader()),
    AssertionReader(),
    JsonReader(),
)


def read(document_text: bytes | str) -> Reading:
    """What was handed in, by the first reader that recognises it. Raises `Problem`."""
    data = document_text.encode("utf-8", "surrogatepass") if isinstance(document_text, str) else document_text
    return next(reader for reader in READERS if reader.recognises(data)).read(data)
