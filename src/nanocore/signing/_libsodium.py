"""Ed25519 by libsodium, through PyNaCl's compiled binding: what PyNaCl puts around it is a third of a signature's cost.

Bounds are checked here, as libsodium reads what it is pointed at. No memory is shared between calls, during which other
threads run.
"""

from typing import Any, Final

from nacl import _sodium, bindings

_lib: Final[Any] = _sodium.lib
_ffi: Final[Any] = _sodium.ffi
_BYTES: Final = _ffi.typeof("unsigned char[]")
_NULL: Final = _ffi.NULL
_new, _buffer = _ffi.new, _ffi.buffer
_sign, _open = _lib.crypto_sign, _lib.crypto_sign_open

SIGNATURE: Final = bindings.crypto_sign_BYTES
_PAIR: Final = bindings.crypto_sign_SECRETKEYBYTES
_PUBLIC: Final = bindings.crypto_sign_PUBLICKEYBYTES


def sign(message: bytes, pair: bytes) -> bytes:
    """The 64 bytes of a signature (RFC 8032). `pair` is the seed and the public half end to end."""
    if len(pair) != _PAIR:
        raise ValueError("not a key pair")
    signed = _new(_BYTES, SIGNATURE + len(message))
    if _sign(signed, _NULL, message, len(message), pair):
        raise RuntimeError("libsodium did not sign")
    found: bytes = _buffer(signed, SIGNATURE)[:]
    return found


def verifies(signature: bytes, message: bytes, public: bytes) -> bool:
    """Whether `signature` is this key's over `message`. False for signatures and keys of another length."""
    if len(signature) != SIGNATURE or len(public) != _PUBLIC:
        return False
    size = SIGNATURE + len(message)
    return bool(_open(_new(_BYTES, size), _NULL, signature + message, size, public) == 0)
