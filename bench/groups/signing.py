"""Signing and checking credentials, beside raw libsodium in this process and @digitalbazaar/vc in another."""

from collections.abc import Sequence

from bench.report import Row
from bench.signing import rdfc, tokens
from bench.volume.sizes import Size


def measure(size: Size) -> Sequence[Row]:
    """Every form that is timed."""
    return [*rdfc.measure(size), *tokens.measure(size)]
