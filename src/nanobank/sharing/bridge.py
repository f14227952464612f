"""The way to ``nanocore.signing``: an image and a signed credential in, an image that carries it out."""

from typing import Literal

from nanocore.signing import bake_png, bake_svg


def carrying(image: bytes, document: str, *, kind: Literal["svg", "png"]) -> bytes:
    """The badge with the credential inside it, to the letter (Open Badges 3.0, section 5.3)."""
    return bake_svg(image, document) if kind == "svg" else bake_png(image, document)
