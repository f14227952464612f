"""A file comes piece by piece, goes on where the line broke, and is nobody else's business."""

from base64 import b64encode
from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse

import factories_media as files
from factories import NOW, make_member, make_module, make_organisation, make_person
from nanobank.accounts.models import Person
from nanobank.authoring.errors import OutOfStep
from nanobank.authoring.models import MediaItem, MediaUpload
from nanobank.authoring.services import uploading
from nanobank.common.errors import Conflict, NotYours, Refused
from nanobank.organisations.models import Role

pytestmark = pytest.mark.django_db
PIECE = "application/offset+octet-stream"


class BrokenLine:
    """A line that breaks after some bytes."""

    def __init__(self, content: bytes) -> None:
        self.left = BytesIO(content)

    def read(self, size: int, /) -> bytes:
        """What has come, then nothing ever again."""
        piece = self.left.read(size)
        if not piece:
            raise OSError("The line is gone")
        return piece


def educator() -> Person:
    return make_member(Role.EDUCATOR)


def begin(by: Person, content: bytes, name: str = "film.mp4") -> MediaUpload:
    provider = by.memberships.get().organisation
    return uploading.begin_upload(provider=provider, module=None, name=name, size=len(content), by=by, now=NOW)


def send(upload: MediaUpload, offset: int, piece: bytes) -> MediaUpload:
    return uploading.receive(upload=upload, offset=offset, stream=BytesIO(piece), by=upload.by, clock=lambda: NOW)


def test_pieces_become_a_film_on_the_shelf() -> None:
    content = files.mp4(90)
    upload = begin(educator(), content)
    assert send(upload, 0, content[:50]).received == 50
    item = send(upload, 50, content[50:]).item
    assert item is not None
    assert (item.kind, item.seconds, item.size, item.lacks) == ("film", 90, len(content), "captions")
    with item.file.open("rb") as stored:
        assert stored.read() == content
    assert not uploading.part_of(upload).exists()


def test_what_came_before_the_line_broke_is_kept_and_it_goes_on_from_there() -> None:
    content = files.mp4()
    upload = begin(educator(), content)
    with pytest.raises(OSError, match="line is gone"):
        uploading.receive(upload=upload, offset=0, stream=BrokenLine(content[:40]), by=upload.by, clock=lambda: NOW)
    upload.refresh_from_db()
    assert (upload.received, upload.held_until) == (40, None)
    assert send(upload, 40, content[40:]).item is not None


def test_a_piece_at_another_place_is_refused_with_the_right_one() -> None:
    upload = begin(educator(), files.mp4())
    send(upload, 0, b"abc")
    with pytest.raises(OutOfStep) as refused:
        send(upload, 7, b"def")
    assert refused.value.received == 3


def test_of_two_pieces_at_once_one_is_told_to_wait_and_what_a_dead_one_held_is_free_soon() -> None:
    upload = begin(educator(), files.mp4())
    MediaUpload.objects.update(held_until=NOW + timedelta(seconds=20))
    with pytest.raises(Conflict):
        send(upload, 0, b"abc")
    MediaUpload.objects.update(held_until=NOW - timedelta(seconds=1))
    assert send(upload, 0, b"abc").received == 3


def test_who_has_been_overtaken_stops_writing() -> None:
    upload = begin(educator(), files.mp4())
    times = iter([NOW, NOW, NOW + timedelta(seconds=40), NOW + timedelta(seconds=41)])

    class Slow(BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            MediaUpload.objects.update(held_until=NOW + timedelta(seconds=60))
            return super().read(size)

    with pytest.raises(Conflict):
        uploading.receive(upload=upload, offset=0, stream=Slow(b"abc"), by=upload.by, clock=lambda: next(times))
    upload.refresh_from_db()
    assert upload.received == 0


def test_bytes_written_by_a_process_that_died_are_written_over() -> None:
    content = files.mp4()
    upload = begin(educator(), content)
    uploading.part_of(upload).write_bytes(b"x" * 500)
    item = send(upload, 0, content).item
    assert item is not None
    assert item.size == len(content)


def test_more_than_was_announced_is_refused() -> None:
    upload = begin(educator(), b"12345", name="a.txt")
    with pytest.raises(Refused):
        send(upload, 0, b"123456")


@pytest.mark.parametrize(
    ("name", "size"),
    [("film.mp4", 2 * 1024**3), ("tegning.png", 21 * 1024**2), ("program.exe", 10), ("tom.png", 0), ("side.svg", 10)],
)
def test_what_would_not_be_taken_is_refused_before_a_byte_is_sent(name: str, size: int) -> None:
    by = educator()
    with pytest.raises(Refused) as refused:
        uploading.begin_upload(
            provider=by.memberships.get().organisation, module=None, name=name, size=size, by=by, now=NOW
        )
    assert refused.value.field == "file"
    assert not MediaUpload.objects.exists()


@pytest.mark.parametrize("name", ["billede.png", "film.mp4", "papir.pdf"])
def test_an_executable_under_another_name_is_refused_and_thrown_away(name: str) -> None:
    upload = begin(educator(), b"MZ\x90\x00 kort program", name=name)
    with pytest.raises(Refused) as refused:
        send(upload, 0, b"MZ\x90\x00 kort program")
    assert refused.value.field == "file"
    assert not MediaUpload.objects.exists()
    assert not MediaItem.objects.exists()
    assert not uploading.part_of(upload).exists()


def test_a_name_is_kept_without_folders_and_what_cannot_be_printed() -> None:
    assert begin(educator(), b"12345", name="../../etc/no\x00ter\u202e.txt").name == "noter.txt"


def test_a_module_of_another_provider_is_refused() -> None:
    by = educator()
    with pytest.raises(Refused):
        uploading.begin_upload(
            provider=by.memberships.get().organisation, module=make_module(), name="a.png", size=5, by=by, now=NOW
        )


def test_what_nobody_goes_on_with_is_swept_away_after_a_day() -> None:
    upload = begin(educator(), b"12345", name="a.txt")
    assert uploading.sweep(now=NOW + timedelta(hours=23)) == 0
    assert uploading.sweep(now=NOW + timedelta(hours=25)) == 1
    assert not uploading.part_of(upload).exists()


def test_only_who_began_goes_on_with_it() -> None:
    upload = begin(educator(), files.mp4())
    with pytest.raises(NotYours):
        uploading.receive(upload=upload, offset=0, stream=BytesIO(b"a"), by=educator(), clock=lambda: NOW)


def test_a_browser_sends_a_picture_by_the_protocol(client: Client) -> None:
    by, content = educator(), files.png()
    provider = by.memberships.get().organisation
    client.force_login(by)
    begun = client.post(
        reverse("upload_begin", args=[provider.slug]),
        headers={"Upload-Length": str(len(content)), "Upload-Metadata": f"filename {b64encode(b'a.png').decode()}"},
    )
    assert begun.status_code == 201
    address = begun.headers["Location"]
    first = client.generic("PATCH", address, content[:20], content_type=PIECE, headers={"Upload-Offset": "0"})
    assert (first.status_code, first.headers["Upload-Offset"]) == (204, "20")
    wrong = client.generic("PATCH", address, b"x", content_type=PIECE, headers={"Upload-Offset": "3"})
    assert (wrong.status_code, wrong.headers["Upload-Offset"]) == (409, "20")
    assert client.head(address).headers["Upload-Offset"] == "20"
    last = client.generic("PATCH", address, content[20:], content_type=PIECE, headers={"Upload-Offset": "20"})
    assert last.status_code == 200
    assert last.headers["Location"] == reverse("media_item", args=[MediaItem.objects.get().uuid])


def test_the_protocol_says_what_is_wrong_in_json(client: Client) -> None:
    by = educator()
    client.force_login(by)
    address = reverse("upload_begin", args=[by.memberships.get().organisation.slug])
    told = {"Upload-Metadata": f"filename {b64encode(b'film.mp4').decode()}"}
    too_large = client.post(address, headers={**told, "Upload-Length": str(2 * 1024**3)})
    assert (too_large.status_code, too_large.json()["field"]) == (422, "file")
    assert client.post(address, headers={**told, "Upload-Length": "mange"}).status_code == 422
    upload = begin(by, b"12345", name="a.txt")
    put = reverse("upload", args=[upload.uuid])
    assert client.generic("PATCH", put, b"x", content_type="text/plain").status_code == 415
    assert client.delete(put).status_code == 204
    assert client.head(put).status_code == 404


def test_neither_a_neighbour_nor_a_learner_can_begin_or_go_on(client: Client) -> None:
    provider = make_organisation()
    upload = begin(educator(), files.mp4())
    for person in (educator(), make_person()):
        client.force_login(person)
        assert client.post(reverse("upload_begin", args=[provider.slug])).status_code == 404
        assert client.head(reverse("upload", args=[upload.uuid])).status_code == 404
