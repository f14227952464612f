"""Which files people may send: told by the ending, the size and what the content begins with."""

from dataclasses import dataclass
from pathlib import PurePath

from django.core.files.base import File
from django.utils.translation import gettext as _

from nanobank.common.errors import Refused

_MEGABYTE = 1024 * 1024
_ZIP = (0, (b"PK\x03\x04",))
_JPEG = (0, (b"\xff\xd8\xff",))
_BEGINNINGS: dict[str, tuple[int, tuple[bytes, ...]]] = {
    ".webm": (0, (b"\x1a\x45\xdf\xa3",)),
    ".mp4": (4, (b"ftyp",)),
    ".vtt": (0, (b"WEBVTT", b"\xef\xbb\xbfWEBVTT")),
    ".pdf": (0, (b"%PDF-",)),
    ".png": (0, (b"\x89PNG\r\n\x1a\n",)),
    ".jpg": _JPEG,
    ".jpeg": _JPEG,
    **dict.fromkeys((".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".zip"), _ZIP),
}
_TEXTS = frozenset({".txt", ".md", ".csv"})


VIDEO = frozenset({".webm", ".mp4"})
CAPTIONS = frozenset({".vtt"})
DOCUMENTS = frozenset(_BEGINNINGS) - VIDEO - CAPTIONS | _TEXTS


@dataclass(frozen=True)
class Allowed:
    """What may be sent somewhere: the endings, each with its dot, of those above, and how large it may be."""

    endings: frozenset[str]
    megabytes: int

    @property
    def most(self) -> int:
        """The most bytes."""
        return self.megabytes * _MEGABYTE


def check_upload(file: File[bytes], allowed: Allowed, *, field: str) -> str:
    """The file's ending, ``.pdf``. Raises Refused, naming ``field``, for another kind, nothing, too much or a lie."""
    ending = PurePath(file.name or "").suffix.lower()
    if ending not in allowed.endings:
        endings = ", ".join(one[1:] for one in sorted(allowed.endings))
        raise Refused(_("This kind of file cannot be used here. Use one of: %s.") % endings, field=field)
    if not file.size:
        raise Refused(_("The file is empty."), field=field)
    if file.size > allowed.most:
        sentence = _("The file is larger than %d MB. Make it smaller, or divide it.")
        raise Refused(sentence % allowed.megabytes, field=field)
    file.seek(0)
    genuine = _is_text(file) if ending in _TEXTS else _begins(file, ending)
    file.seek(0)
    if not genuine:
        raise Refused(
            _("The content of the file is not what its name says (%s). Save it anew and try again.") % ending[1:],
            field=field,
        )
    return ending


def _begins(file: File[bytes], ending: str) -> bool:
    offset, beginnings = _BEGINNINGS[ending]
    head: bytes = file.read(16)
    return head[offset:].startswith(beginnings)


def _is_text(file: File[bytes]) -> bool:
    try:
        return "\x00" not in file.read().decode()
    except UnicodeDecodeError:
        return False
