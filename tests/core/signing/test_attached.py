"""A certificate in PDF is checked by what is attached to it, whoever made the PDF."""

import io
import json
import zlib
from datetime import date
from typing import Any

import pikepdf
import pytest

from core.signing.world import World, award, signed_badge
from nanocore.documents import certificate
from nanocore.signing import Code, Language, Outcome, Step

SIGNED = json.dumps(signed_badge(), ensure_ascii=False, indent=2)


def made(credential: str = SIGNED, language: Language = Language.DANISH) -> bytes:
    return certificate(
        award(),
        credential,
        language=language,
        issued_on=date(2026, 2, 28),
        colour="#1b4965",
        check_at="https://bank.example/kontroller/",
    )


def rewritten(pdf: bytes, **how: Any) -> bytes:
    """The same PDF as another program writes it."""
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.save(written, **how)
    return written.getvalue()


@pytest.mark.parametrize("language", Language)
def test_our_certificate_is_genuine_by_what_is_inside(world: World, language: Language) -> None:
    verdict = world.verify(made(language=language))
    assert verdict.outcome is Outcome.GENUINE, verdict.reason
    assert verdict[Step.READ].params["kind"] == "pdf (json)"
    assert verdict.facts is not None
    assert verdict.facts.recipient.name == "Ida Afprøvning"


@pytest.mark.parametrize(
    "how",
    [
        {"object_stream_mode": pikepdf.ObjectStreamMode.generate, "compress_streams": True},
        {"linearize": True},
        {"qdf": True},
        {"stream_decode_level": pikepdf.StreamDecodeLevel.none, "recompress_flate": True},
    ],
)
def test_another_program_may_have_saved_it(world: World, how: dict[str, Any]) -> None:
    assert world.verify(rewritten(made(), **how)).outcome is Outcome.GENUINE


def test_a_changed_letter_inside_is_seen(world: World) -> None:
    changed = made(SIGNED.replace("Ida Afprøvning", "Eda Afprøvning"))
    assert world.code(changed) is Code.SIGNATURE_WRONG


def pdf_with(*contents: bytes, said: bytes = b"") -> bytes:
    objects = [
        b"%d 0 obj\n<</Type/EmbeddedFile/Length %d%b>>\nstream\n%b\nendstream\nendobj\n"
        % (n, len(content), said, content)
        for n, content in enumerate(contents, 1)
    ]
    return b"%PDF-1.7\n" + b"".join(objects) + b"trailer\n<</Root 9 0 R>>\n%%EOF"


def test_other_files_beside_it_do_not_matter_and_the_same_one_twice_is_one(world: World) -> None:
    signed = SIGNED.encode()
    assert world.verify(pdf_with(b"<xml/>", signed, b"a note", signed)).outcome is Outcome.GENUINE


def test_two_different_ones_are_one_too_many(world: World) -> None:
    assert world.code(pdf_with(SIGNED.encode(), b'{"type": "Another"}')) is Code.READ_ATTACHED_TWICE


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n",
        b"%PDF-1.7\n" + b"<<" * 50_000,
        b"%PDF-1.7\n" + b"1 0 obj <<" * 20_000,
        b"%PDF-1.7\n" + b"obj<<>>stream\n" * 30_000,
        pdf_with(b"only words"),
        pdf_with(b"not deflated", said=b"/Filter/FlateDecode"),
        pdf_with(zlib.compress(b" " * 10_000_000), said=b"/Filter/FlateDecode"),
        pdf_with(SIGNED.encode(), said=b"/Filter/LZWDecode"),
        pdf_with(SIGNED.encode()) + b"/Encrypt 7 0 R",
        rewritten(made(), encryption=pikepdf.Encryption(owner="a", user="b")),
    ],
)
def test_a_pdf_in_which_nothing_can_be_read_is_told_so(world: World, data: bytes) -> None:
    assert world.code(data) is Code.READ_NOTHING_ATTACHED


def test_a_deflated_one_is_read(world: World) -> None:
    data = pdf_with(zlib.compress(SIGNED.encode()), said=b"/Filter[/FlateDecode]")
    assert world.verify(data).outcome is Outcome.GENUINE
