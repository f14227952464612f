"""Signs documents that differ in a few texts: what they share is checked, put in order and written out once."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from operator import itemgetter
from typing import Final, TypeAlias

import orjson

from ._contexts import Contexts, pinned
from ._json import JsonObject
from ._keys import SigningKey
from ._multibase import encode_base58
from ._public_keys import Algorithm
from ._rdf import statements
from ._shape import Mould, Tied
from ._shape_narrow import narrowed
from ._shape_plain import plain
from ._shape_source import press
from ._sign import canonical_form, sign
from ._simple import simple_shape

Signer: TypeAlias = Callable[[Sequence[str]], bytes | None]
"""Given the texts of one document: the signed JSON as orjson writes it, or None when it takes `sign` to say."""

_SOME_TIME: Final = datetime(2000, 1, 1, tzinfo=UTC)


class NotASeries(ValueError):
    """The texts do not stand in the document as values of their own, or it is too far out of the ordinary."""


class Series:
    """What `sign` makes of documents that are like `specimen` in all but `texts`, with the suite `eddsa-rdfc-2022`.

    The texts stand in the specimen as whole values, each of them in one or more places and no two alike. The specimen
    itself is expanded by PyLD and signed by `sign`, and both must agree with what is pressed. A text that is empty,
    hides something or makes two things one is not pressed: that document is one for `sign`. Raises `NotASeries`.
    """

    def __init__(
        self,
        specimen: JsonObject,
        texts: Sequence[str],
        *,
        key: SigningKey,
        verification_method: str,
        contexts: Contexts | None = None,
    ) -> None:
        if key.algorithm is not Algorithm.EDDSA:
            raise NotASeries("is for keys of another kind")
        self._specimen, self._key, self._method = specimen, key, verification_method
        self._contexts = contexts or pinned()
        signed = self._sign(_SOME_TIME)
        self._specimen = {name: value for name, value in signed.items() if name != "proof"}  # in plain JSON values
        self._mould, self._in_order = self._press(_escaped(texts))
        if self.signer(created=_SOME_TIME)(texts) != orjson.dumps(signed):
            raise NotASeries("is not what is signed one by one")

    def signer(self, *, created: datetime) -> Signer:
        """What signs documents of this series at this moment."""
        options = {name: value for name, value in self._sign(created)["proof"].items() if name != "proofValue"}
        read = canonical_form({"@context": self._specimen["@context"], **options}, contexts=self._contexts)
        proof_hash = sha256(read.encode()).digest()
        mould, in_order, sign_bytes = self._mould, self._in_order, self._key.sign
        *segments, last = mould.shape.segments
        proof = b'%b,"proof":%b,"proofValue":"' % (last[:-1], orjson.dumps(options)[:-1])
        written = [part for segment in (*segments, proof) for part in (segment, b"")] + [b'"}}']

        def signed(texts: Sequence[str]) -> bytes | None:
            if not all(texts) or not "".join(texts).isprintable():
                return None
            values = in_order(_escaped(texts))
            if not mould.fits(*values):
                return None
            try:
                message = proof_hash + sha256(mould.render(*values)).digest()
            except Tied:
                return None
            parts = written.copy()
            parts[1:-3:2] = values
            parts[-2] = encode_base58(sign_bytes(message)).encode()
            return b"".join(parts)

        return signed

    def _sign(self, created: datetime) -> JsonObject:
        return sign(
            self._specimen,
            key=self._key,
            verification_method=self._method,
            created=created,
            cryptosuite="eddsa-rdfc-2022",
            contexts=self._contexts,
        )

    def _press(self, marks: Sequence[bytes]) -> tuple[Mould, Callable[[Sequence[bytes]], tuple[bytes, ...]]]:
        """Code for all but the marked values, and what puts the values of a document in its order."""
        data = orjson.dumps(self._specimen)
        shape = simple_shape(self._specimen, self._contexts)
        values = plain(shape).match(data, data.find) if shape else None
        if shape is None or values is None:
            raise NotASeries("is out of the ordinary")
        places = [number for number, value in enumerate(values) if value in marks]
        if len(marks) < 2 or {values[number] for number in places} != set(marks):
            raise NotASeries("has too few texts of its own, or one that is nowhere")
        mould = press(narrowed(shape, values, frozenset(shape.same_as[number] for number in places)))
        if mould.render(*(values[number] for number in places)).decode() != self._expanded():
            raise NotASeries("is read otherwise")
        return mould, itemgetter(*(marks.index(values[number]) for number in places))

    def _expanded(self) -> str:
        return statements(self._specimen, self._contexts).canonical


def _escaped(texts: Sequence[str]) -> list[bytes]:
    """The texts as JSON has them between quotes. In a text no quote follows a comma: there is a backslash before it."""
    return orjson.dumps(texts)[2:-2].split(b'","')
