"""Which files a step may carry: told by the ending and, where it can be, by the first bytes."""

from pathlib import PurePath

from django.core.files.base import File
from django.utils.translation import gettext as _

from nanobank.common.errors import Refused

VIDEO = frozenset({".webm", ".mp4"})
CAPTIONS = frozenset({".vtt"})
DOCUMENTS = frozenset(
    {".pdf", ".md", ".txt", ".csv", ".png", ".jpg", ".jpeg", ".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".zip"}
)
LARGEST = {VIDEO: 500_000_000, CAPTIONS: 1_000_000, DOCUMENTS: 50_000_000}
_ZIP = b"PK\x03\x04"
_BEGINNINGS = {
    ".webm": (0, (b"\x1a\x45\xdf\xa3",)),
    ".mp4": (4, (b"ftyp",)),
    ".vtt": (0, (b"WEBVTT", b"\xef\xbb\xbfWEBVTT")),
    ".pdf": (0, (b"%PDF-",)),
    ".png": (0, (b"\x89PNG",)),
    ".jpg": (0, (b"\xff\xd8\xff",)),
    ".jpeg": (0, (b"\xff\xd8\xff",)),
    **dict.fromkeys((".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".zip"), (0, (_ZIP,))),
}


def check_upload(file: File[bytes], allowed: frozenset[str], *, field: str) -> None:
    """Raise Refused, naming ``field``, unless the file's kind is allowed, it is what it says and not too large."""
    ending = PurePath(file.name or "").suffix.lower()
    if ending not in allowed:
        endings = ", ".join(sorted(one[1:] for one in allowed))
        raise Refused(_("This kind of file cannot be used here. Use one of: %s.") % endings, field=field)
    largest = LARGEST[allowed]
    if file.size > largest:
        raise Refused(_("The file is larger than %d MB.") % (largest // 1_000_000), field=field)
    offset, beginnings = _BEGINNINGS.get(ending, (0, (b"",)))
    file.seek(0)
    head = file.read(16)
    file.seek(0)
    if not head[offset:].startswith(beginnings):
        raise Refused(_("The file is not what its name says: it does not look like %s.") % ending[1:], field=field)
