"""Counts the words of a document in a process of its own, which is given so much memory and time and no more.

Run as a program: the document's path is its argument, and the number goes out on standard output. A document made to do
harm ends this process, nothing else (decision 0099).
"""

import resource
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import ZipFile

MEMORY = 512 * 1024 * 1024
CPU_SECONDS = 10
MOST_WORDS = 200_000
MOST_BYTES = 40_000_000
"""Of one part of an Office document, unpacked; more is no text that somebody reads."""
_PARTS = ("word/document.xml", "content.xml", "ppt/slides/slide")


def _bound() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _of_pdf(path: Path) -> Iterator[str]:
    from pypdf import PdfReader  # after the bounds are set, which hold for it too

    reader = PdfReader(path)
    if reader.is_encrypted:
        reader.decrypt("")
    for page in reader.pages:
        yield page.extract_text()


def _of_office(path: Path) -> Iterator[str]:
    with ZipFile(path) as parts:
        for part in parts.infolist():
            if part.filename.startswith(_PARTS) and part.filename.endswith(".xml"):
                if part.file_size > MOST_BYTES:
                    raise ValueError(part.filename)
                root = ET.fromstring(parts.read(part))  # noqa: S314  # bounded, and no entities are fetched
                yield " ".join(_paragraphs(root))


def _paragraphs(root: ET.Element) -> Iterator[str]:
    """The text of each paragraph; the runs that a word may be divided among are put together."""
    for one in root.iter():
        if one.tag.rpartition("}")[2] in ("p", "h"):
            yield "".join(one.itertext())


def words_in(path: Path) -> int:
    """How many words there are, counted to no further than anybody reads."""
    texts = _of_pdf(path) if path.suffix == ".pdf" else _of_office(path)
    words = 0
    for text in texts:
        words += sum(any(letter.isalnum() for letter in word) for word in text.split())
        if words > MOST_WORDS:
            break
    return words


def main() -> None:
    """Count, and answer 0 when it cannot be done."""
    _bound()
    try:
        number = words_in(Path(sys.argv[1]))
    except Exception:  # noqa: BLE001  # whatever a file made by a stranger can raise
        number = 0
    sys.stdout.write(str(number))


if __name__ == "__main__":
    main()
