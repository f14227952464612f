"""Opens what was handed over: one file, or a zip of several; and puts several into one zip."""

import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, Final, TypeAlias

from nanobank.common.tables import NoTable, encoding_of, rows_of
from nanobank.frameworks.formats.items import CannotRead, Line, Wrong

_MOST_UNPACKED: Final = 3_000_000_000
_MOST_FILES: Final = 2_000
_BROKEN: Final = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError)
"""How a zip takes it that it is damaged, locked or packed in a way that nobody reads."""

Opener: TypeAlias = Callable[[], AbstractContextManager[IO[bytes]]]
Files: TypeAlias = Mapping[str, Opener]
"""By name, without folders: what opens a file for reading, as often as one likes."""


@dataclass(frozen=True)
class Row:
    """One row of a table, by heading; ``wrong`` when it cannot be read as one."""

    number: int
    cells: dict[str, str]
    wrong: tuple[Wrong, ...] = ()

    @property
    def unreadable(self) -> Line:
        """The line that only says what is wrong."""
        return Line(self.number, wrong=self.wrong)


class Table:
    """A CSV file with a line of headings; what encoding and delimiter it has is found out once."""

    def __init__(self, name: str, opener: Opener) -> None:
        self.name = name
        self._opener = opener
        self._encoding = ""
        first = next(self._rows(), None)
        if first is None:
            raise CannotRead("empty_file", file=name)
        self.headings = [heading.strip() for heading in first[1]]

    def rows(self) -> Iterator[Row]:
        """The rows below the headings that hold anything."""
        count = len(self.headings)
        numbered = self._rows()
        next(numbered, None)
        for number, row in numbered:
            if not any(map(str.strip, row)):
                continue
            if len(row) < count or any(map(str.strip, row[count:])):
                params = {"have": str(len(row)), "want": str(count)}
                yield Row(number, {}, (Wrong("", row[0] if row else "", "cells", params),))
                continue
            bad = next((cell for cell in row if "\ufffd" in cell or "\x00" in cell), None)
            if bad is not None:
                yield Row(number, {}, (Wrong("", bad.replace("\x00", "\ufffd"), "characters"),))
                continue
            yield Row(number, dict(zip(self.headings, row, strict=False)))

    def _rows(self) -> Iterator[tuple[int, list[str]]]:
        try:
            if not self._encoding:
                with self._opener() as file:
                    self._encoding = encoding_of(file)
            with self._opener() as file:
                yield from rows_of(file, self._encoding)
        except NoTable:
            raise CannotRead("csv", file=self.name) from None
        except _BROKEN:
            raise CannotRead("zip") from None


@contextmanager
def opened(file: IO[bytes], name: str) -> Iterator[Files]:
    """The files in a zip, or the one file itself. Raises CannotRead for a zip that is damaged or unreasonably large."""
    if file.read(4) != b"PK\x03\x04":
        file.seek(0)
        yield {PurePosixPath(name).name: lambda: _from_start(file)}
        return
    file.seek(0)
    try:
        packed = zipfile.ZipFile(file)
    except _BROKEN:
        raise CannotRead("zip") from None
    with packed:
        members = [one for one in packed.infolist() if not one.is_dir() and _counts(one.filename)]
        if sum(one.file_size for one in members) > _MOST_UNPACKED or len(members) > _MOST_FILES:
            raise CannotRead("large")
        if any(one.flag_bits & 0x1 for one in members):
            raise CannotRead("locked")
        yield {PurePosixPath(one.filename).name: _opener(packed, one) for one in members}


def pack(files: Iterable[tuple[str, IO[bytes]]], target: IO[bytes]) -> None:
    """Put several files into one zip; the files of a zip among them are put in themselves. Raises CannotRead."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        for name, file in files:
            with opened(file, name) as members:
                for member, opener in members.items():
                    with opener() as source, packed.open(member, "w", force_zip64=True) as kept:
                        while block := source.read(1 << 20):
                            kept.write(block)


def _counts(name: str) -> bool:
    """Not what a computer put in by itself."""
    path = PurePosixPath(name)
    return not path.name.startswith(".") and "__MACOSX" not in path.parts


def _opener(packed: zipfile.ZipFile, member: zipfile.ZipInfo) -> Opener:
    def open_member() -> IO[bytes]:
        try:
            return packed.open(member)
        except _BROKEN:
            raise CannotRead("zip") from None

    return open_member


def _from_start(file: IO[bytes]) -> AbstractContextManager[IO[bytes]]:
    """The same file again from its beginning; it stays open."""
    file.seek(0)
    return nullcontext(file)
