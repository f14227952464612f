"""Which files can be handed in."""

from django.core.files.base import File

from nanobank.common.uploads import DOCUMENTS, Allowed, check_upload

_HAND_IN = Allowed(DOCUMENTS, megabytes=20)
ACCEPTED = tuple(sorted(_HAND_IN.endings))
MAX_BYTES = _HAND_IN.most


def check_file(file: "File[bytes]") -> str:
    """The file's extension. Raises Refused when it is too large, of another type, or not what its name says."""
    return check_upload(file, _HAND_IN, field="file")
