"""Sending a stored file to the browser, a part of it when a video player asks for one."""

import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.text import slugify

from nanobank.common.security import SANDBOXED

_CHUNK = 64 * 1024
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
_INLINE = {
    ".webm": "video/webm",
    ".mp4": "video/mp4",
    ".vtt": "text/vtt; charset=utf-8",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
}
_DOWNLOAD = {
    ".pdf": "application/pdf",
    ".csv": "text/csv; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".zip": "application/zip",
}


def serve(request: HttpRequest, file: FieldFile, title: str) -> HttpResponseBase:
    """The file, or the single range asked for (RFC 9110, section 14): 206, or 416 when it lies beyond the end.

    Only pictures, video and captions are shown by the browser; anything else is saved, under a name from ``title``.
    What somebody has sent runs nothing when it is opened by itself: it is sandboxed.
    Several ranges at once, and what is no range at all, get the whole file, as the RFC allows. Raises Http404 when the
    file is not there.
    """
    ending = PurePath(file.name or "").suffix.lower()
    content_type = _INLINE.get(ending) or _DOWNLOAD.get(ending) or "application/octet-stream"
    name = f"{slugify(title) or 'fil'}{ending}"
    try:
        size = file.size
    except FileNotFoundError as gone:  # the database was restored without its files
        raise Http404 from gone
    asked = _RANGE.fullmatch(request.headers.get("Range", "").strip())
    wanted = _span(asked.group(1), asked.group(2), size) if asked and (asked.group(1) or asked.group(2)) else None
    response: HttpResponseBase
    if wanted is None:
        response = FileResponse(
            file.open("rb"), content_type=content_type, filename=name, as_attachment=ending not in _INLINE
        )
    elif not wanted:
        response = HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    else:
        response = StreamingHttpResponse(_part(file, wanted), status=206, content_type=content_type)
        response.headers["Content-Length"] = str(len(wanted))
        response.headers["Content-Range"] = f"bytes {wanted.start}-{wanted.stop - 1}/{size}"
        response.headers["Content-Disposition"] = (
            f'{"inline" if ending in _INLINE else "attachment"}; filename="{name}"'
        )
    setattr(response, SANDBOXED, True)
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


def _span(first: str, last: str, size: int) -> range:
    """The bytes meant: ``5-9``, ``5-`` or, counted from the end, ``-5``; empty when they lie beyond it."""
    if not first:
        return range(max(0, size - int(last)), size)
    stop = min(int(last) + 1, size) if last else size
    return range(int(first), stop)


def _part(file: FieldFile, wanted: range) -> Iterator[bytes]:
    stored: Any = file.storage.open(file.name or "", "rb")
    with stored:
        stored.seek(wanted.start)
        left = len(wanted)
        while left > 0 and (chunk := stored.read(min(_CHUNK, left))):
            left -= len(chunk)
            yield chunk
