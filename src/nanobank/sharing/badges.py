"""Draws the badge of a micro-credential, as SVG and as PNG, from one drawing whose letters are outlines.

Typst draws both, with the typeface it carries, so a badge looks the same everywhere and fetches nothing.
"""

from dataclasses import asdict, dataclass
from functools import cache, lru_cache
from html import escape
from pathlib import Path
from typing import Final, Literal, TypeAlias

import typst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nanobank.catalogue.models import MicroCredential
from nanobank.common.templatetags.nanobank import ects
from nanobank.credentials.bridge import Code
from nanobank.credentials.models import Credential
from nanobank.credentials.presenting import diploma_of
from nanobank.credentials.queries import Standing

Kind: TypeAlias = Literal["svg", "png"]
KINDS: Final[dict[str, Kind]] = {"svg": "svg", "png": "png"}
MEDIA_TYPES: Final[dict[Kind, str]] = {"svg": "image/svg+xml", "png": "image/png"}

_DRAWING: Final = Path(__file__).parent / "drawing" / "badge.typ"
_PIXELS_AN_INCH: Final = 72.0  # a badge is 640 points wide, so 640 pixels


@dataclass(frozen=True)
class Badge:
    """The words on a badge; ``void`` is written across one that no longer holds."""

    title: str
    issuer: str
    colour: str
    ects: str
    level: str
    kind: str
    language: str
    void: str = ""

    @property
    def description(self) -> str:
        """What it shows, for who cannot see it."""
        told = ", ".join(word for word in (self.kind, self.ects, self.level, self.void) if word)
        return f"{self.title} – {self.issuer} ({told})"


def badge_of(credential: Credential, standing: Standing) -> Badge:
    """The badge of something awarded, as it stands, from what is signed; in the language active now.

    Raises ValueError when what is signed cannot be read.
    """
    if standing.facts is None:
        raise ValueError("a badge of nothing")
    diploma = diploma_of(standing.facts)
    return Badge(
        title=diploma.title,
        issuer=diploma.issuer,
        colour=credential.issuer.colour,
        ects=ects(diploma.ects) if diploma.ects is not None else "",
        level=_level(diploma.level),
        kind=_("Micro-credential"),
        language=_language(),
        void=_written_across(credential, standing),
    )


def badge_of_micro_credential(micro_credential: MicroCredential) -> Badge:
    """The badge of what can be achieved, in the language active now."""
    return Badge(
        title=micro_credential.title,
        issuer=micro_credential.provider.name,
        colour=micro_credential.provider.colour,
        ects=ects(micro_credential.ects),
        level=_level(str(micro_credential.level)),
        kind=_("Micro-credential"),
        language=_language(),
    )


@lru_cache(maxsize=128)
def drawn(badge: Badge, kind: Kind) -> bytes:
    """The image: 640 by 640, ``svg`` or ``png``. The last ones are kept, some 10 MB in all."""
    image = typst.compile(
        _DRAWING,
        root=_DRAWING.parent,
        format=kind,
        ppi=_PIXELS_AN_INCH,
        sys_inputs=asdict(badge),
        font_paths=_own_fonts(),
    )
    return _named(image, badge.description) if kind == "svg" else image


def _written_across(credential: Credential, standing: Standing) -> str:
    """What is written across the badge of a credential that does not hold now, in the language active now."""
    if standing.genuine:
        return ""
    if credential.revoked:
        return _("Withdrawn")
    if credential.suspended:
        return _("Suspended")
    return _("Expired") if standing.reason.code is Code.DATES_EXPIRED else _("Not valid")


@cache
def _own_fonts() -> typst.Fonts:
    """The typefaces that typst carries, and none of the machine's."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)


def _named(image: bytes, description: str) -> bytes:
    """The SVG with a name that a screen reader says, and a size that browsers take for pixels."""
    head, body = image.decode().split(">", 1)
    head = head.replace('width="640pt" height="640pt"', 'width="640" height="640" role="img"')
    return f"{head}><title>{escape(description)}</title>{body}".encode()


def _level(level: str) -> str:
    return _("Level %(level)s") % {"level": level} if level else ""


def _language() -> str:
    return (get_language() or "da")[:2]
