"""A file has to be what its name says, wherever it is sent."""

import pytest
from django.core.files.base import ContentFile

from nanobank.common.errors import Refused
from nanobank.common.uploads import CAPTIONS, DOCUMENTS, VIDEO, Allowed, check_upload

EVERYTHING = Allowed(DOCUMENTS | VIDEO | CAPTIONS, megabytes=1)
ZIP = b"PK\x03\x04"
GENUINE = {
    ".webm": b"\x1a\x45\xdf\xa3", ".mp4": b"\x00\x00\x00\x20ftypisom", ".vtt": b"\xef\xbb\xbfWEBVTT\n",
    ".pdf": b"%PDF-1.7", ".png": b"\x89PNG\r\n\x1a\n", ".jpg": b"\xff\xd8\xff", ".jpeg": b"\xff\xd8\xff",
    ".docx": ZIP, ".xlsx": ZIP, ".pptx": ZIP, ".odt": ZIP, ".ods": ZIP, ".odp": ZIP, ".zip": ZIP,
    ".txt": b"Hej", ".md": "# Æbler".encode(), ".csv": b"a;b\n1;2\n",
}  # fmt: skip


def test_every_ending_that_may_be_used_is_tried_here() -> None:
    assert set(GENUINE) == EVERYTHING.endings


@pytest.mark.parametrize("ending", GENUINE)
def test_the_genuine_is_taken_and_read_from_its_start_afterwards(ending: str) -> None:
    file = ContentFile(GENUINE[ending], name=f"Fil{ending.upper()}")
    assert check_upload(file, EVERYTHING, field="file") == ending
    assert file.read() == GENUINE[ending]


@pytest.mark.parametrize("ending", GENUINE)
def test_a_program_by_another_name_is_refused(ending: str) -> None:
    with pytest.raises(Refused, match=ending[1:]) as refused:
        check_upload(ContentFile(b"MZ\x90\x00\x03\x00\x00\x00", name=f"fil{ending}"), EVERYTHING, field="file")
    assert refused.value.field == "file"


@pytest.mark.parametrize("name", ["fil.exe", "fil", "", "fil.svg", "pdf"])
def test_another_kind_is_refused_with_those_that_can_be_used(name: str) -> None:
    with pytest.raises(Refused, match=r"mp4, webm\."):
        check_upload(ContentFile(b"%PDF-", name=name), Allowed(VIDEO, megabytes=1), field="file")


@pytest.mark.parametrize(("size", "sentence"), [(0, "tom"), (1024 * 1024 + 1, "1 MB")])
def test_nothing_and_too_much_are_refused(size: int, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        check_upload(ContentFile(b"x" * size, name="noter.txt"), EVERYTHING, field="file")
