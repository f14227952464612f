"""Recognises what was handed in and takes it apart into a credential and what secures it.

A further form (VC-JWT, SD-JWT VC, a baked image) is a further reader in `READERS`, see `_case`; the steps stay.
"""

from typing import Final

from ._attached import PDF, read_pdf
from ._case import Reader, Reading
from ._json import as_list, read_json
from ._open_badges_2 import AssertionReader
from ._proofs import ProofSeal
from ._token_readers import BakedReader, JwtReader, SdJwtReader, token_readers
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


READERS: Final[tuple[Reader, ...]] = (
    BakedReader(
        "pdf",
        lambda data: data.startswith(PDF),
        read_pdf,
        (SdJwtReader(), JwtReader(), AssertionReader(), JsonReader()),
    ),
    *token_readers(AssertionReader(), JsonReader()),
    AssertionReader(),
    JsonReader(),
)


def read(data: bytes) -> Reading:
    """What was handed in, by the first reader that recognises it. Raises `Problem`."""
    return next(reader for reader in READERS if reader.recognises(data)).read(data)
