"""Reads the text of a PDF in a process of its own, which is given so much memory and time and no more.

Run as a program: the PDF comes in on standard input, what was read goes out on standard output as JSON
(``text``, ``pages``, ``read``, ``xml``; or ``fault``: ``locked`` or ``unreadable``). ``xml`` is the first file of that
kind that lies in it, as Europass puts the data of a CV into its PDF. A PDF bomb ends this process, nothing else.
"""

import base64
import json
import resource
import sys
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdf import PdfReader

MEMORY = 512 * 1024 * 1024
CPU_SECONDS = 10
MOST_PAGES = 40
MOST_CHARACTERS = 60_000
MOST_XML = 5 * 1024 * 1024


def _bound() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def read(data: bytes) -> dict[str, object]:
    """The text of the first pages."""
    from pypdf import PdfReader  # after the bounds are set, which hold for it too

    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        return {"fault": "locked"}
    pieces: list[str] = []
    for page in reader.pages[:MOST_PAGES]:
        pieces.append(page.extract_text())
        if sum(map(len, pieces)) > MOST_CHARACTERS:
            break
    said = {"text": "\n\n".join(pieces)[:MOST_CHARACTERS], "pages": len(reader.pages), "read": len(pieces)}
    return {**said, "xml": base64.b64encode(_enclosed(reader)).decode()}


def _enclosed(reader: "PdfReader") -> bytes:
    """The first XML file within that is not too large; nothing when there is none."""
    for enclosed in reader.attachment_list:
        if enclosed.name.lower().endswith(".xml"):
            content = enclosed.content
            if len(content) <= MOST_XML:
                return content
    return b""


def main() -> None:
    """Read, answer, and say no more than that it could not be done when it could not."""
    _bound()
    try:
        answer = read(sys.stdin.buffer.read())
    except Exception:  # noqa: BLE001  # whatever a file made by a stranger can raise
        answer = {"fault": "unreadable"}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
