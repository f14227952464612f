"""Which files can be handed in. The content has to be what the name says it is."""

from pathlib import PurePath

from django.core.files import File
from django.utils.translation import gettext as _

from nanobank.common.errors import Refused

MAX_BYTES = 20 * 1024 * 1024
_ZIP = (b"PK\x03\x04",)
_SIGNATURES: dict[str, tuple[bytes, ...]] = {
    ".pdf": (b"%PDF-",),
    ".docx": _ZIP,
    ".xlsx": _ZIP,
    ".pptx": _ZIP,
    ".odt": _ZIP,
    ".ods": _ZIP,
    ".odp": _ZIP,
    ".zip": _ZIP,
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
}
_TEXTS = frozenset({".txt", ".md", ".csv"})
ACCEPTED = tuple(sorted([*_SIGNATURES, *_TEXTS]))


def _is_text(file: "File[bytes]") -> bool:
    try:
        return "\x00" not in file.read().decode()
    except UnicodeDecodeError:
        return False


def check_file(file: "File[bytes]") -> str:
    """The file's extension. Raises Refused when it is too large, of another type, or not what its name says."""
    extension = PurePath(file.name or "").suffix.lower()
    if extension not in ACCEPTED:
        raise Refused(
            _("This type of file cannot be handed in. Use one of: %(types)s.") % {"types": ", ".join(ACCEPTED)},
            field="file",
        )
    if not file.size:
        raise Refused(_("The file is empty."), field="file")
    if file.size > MAX_BYTES:
        raise Refused(_("The file is larger than 20 MB. Make it smaller, or divide it."), field="file")
    file.seek(0)
    start = file.read(16)
    file.seek(0)
    genuine = _is_text(file) if extension in _TEXTS else start.startswith(_SIGNATURES[extension])
    file.seek(0)
    if not genuine:
        raise Refused(
            _("The content of the file is not what its name says (%(type)s). Save it anew and try again.")
            % {"type": extension},
            field="file",
        )
    return extension
