"""Pictures are told by their content and say nothing of who took them; films say how long they are."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

import factories_media as files
import nanobank.demo
from nanobank.authoring.formats.pictures import NotShown, cleaned, is_picture
from nanobank.study.formats.films import seconds_of


def test_a_png_keeps_its_picture_and_loses_its_comment() -> None:
    found = cleaned(files.png())
    assert (found.ending, found.width, found.height) == (".png", 4, 3)
    assert b"55.6761" not in found.content
    with Image.open(BytesIO(found.content)) as image:
        assert image.convert("RGB").getpixel((0, 0)) == (0, 128, 128)


@pytest.mark.parametrize(("orientation", "size"), [(1, (8, 6)), (6, (6, 8))])
def test_a_jpeg_loses_place_camera_comment_and_tail_but_knows_which_way_is_up(
    orientation: int, size: tuple[int, int]
) -> None:
    sent = files.jpeg(orientation)
    assert b"Kameraet" in sent
    found = cleaned(sent)
    assert (found.width, found.height) == size
    for secret in (b"Kameraet", b"hemmeligt", b"et program bagefter"):
        assert secret not in found.content
    with Image.open(BytesIO(found.content)) as image:
        image.load()
        assert not image.getexif().get_ifd(0x8825)
        assert image.getexif().get(0x0112, 1) == orientation


def test_a_webp_loses_its_exif() -> None:
    found = cleaned(files.webp())
    assert (found.ending, found.width, found.height) == (".webp", 5, 7)
    assert b"Kameraet" not in found.content
    with Image.open(BytesIO(found.content)) as image:
        assert image.convert("RGB").getpixel((0, 0)) == (0, 0, 128)


def test_a_progressive_jpeg_is_kept_whole() -> None:
    out = BytesIO()
    Image.effect_noise((60, 40), 50).save(out, "JPEG", progressive=True)
    with Image.open(BytesIO(cleaned(out.getvalue()).content)) as image, Image.open(out) as original:
        assert image.tobytes() == original.tobytes()


def test_a_picture_that_says_it_is_huge_is_refused_without_being_decoded() -> None:
    with pytest.raises(NotShown) as refused:
        cleaned(files.png_that_claims(9_000, 9_000))
    assert refused.value.why == "too_large"


@pytest.mark.parametrize("cut", [20, 60, -5])
def test_a_broken_picture_is_told_of(cut: int) -> None:
    for sent in (files.png()[:cut], files.jpeg()[:cut] if cut > 0 else files.jpeg()[:-40], files.png()[:cut] + b"x"):
        with pytest.raises(NotShown):
            cleaned(sent)


def test_a_moving_picture_is_refused() -> None:
    out = BytesIO()
    frames = [Image.new("RGB", (4, 4), colour) for colour in ("red", "blue")]
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])
    with pytest.raises(NotShown) as refused:
        cleaned(out.getvalue())
    assert refused.value.why == "moves"


def test_a_program_is_no_picture() -> None:
    assert not is_picture(b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00")


def test_a_film_says_how_long_it_is() -> None:
    assert seconds_of(BytesIO(files.mp4(90))) == 90
    film = next(Path(nanobank.demo.__file__).parent.rglob("*.webm"))
    with film.open("rb") as stream:
        found = seconds_of(stream)
    assert found is None or 0 < found < 3600


@pytest.mark.parametrize(
    "sent", [b"", b"\x1a\x45\xdf\xa3" + bytes(40), b"\0\0\0\x10ftypisom" + bytes(8), files.mp4()[:50]]
)
def test_a_film_that_cannot_be_read_has_no_length(sent: bytes) -> None:
    assert seconds_of(BytesIO(sent)) is None
