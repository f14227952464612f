"""Replies by mail: taken in once, from whom they should be, and nothing else."""

from contextlib import suppress
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core import mail
from django.core.management import call_command

from factories import NOW
from factories_guidance import Guided
from nanobank.guidance.mails import Unusable, new_text, read_mail, text_of_html
from nanobank.guidance.models import Message
from nanobank.guidance.replies import read_address, reply_address
from nanobank.guidance.services import take_in


@pytest.fixture(autouse=True)
def _domain(settings: LazySettings) -> None:
    settings.MAIL_IN = "svar.example.dk"


@pytest.fixture
def maildir(tmp_path: Path) -> Path:
    for name in ("new", "cur", "tmp"):
        (tmp_path / name).mkdir()
    return tmp_path


def written(sender: str, to: str, body: str = "Ja, det passer fint.", **headers: str) -> bytes:
    given = {"From": sender, "To": to, "Message-ID": "<1@example.dk>", "Subject": "SV: Hej", **headers}
    kind = given.pop("Content-Type", "text/plain; charset=utf-8")
    head = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in given.items())
    return f"{head}Content-Type: {kind}\r\n\r\n{body}".encode()


@pytest.mark.django_db
def test_a_reply_becomes_a_message_once_and_the_file_moves(maildir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    guided = Guided()
    thread = guided.talk()
    to = next(letter.reply_to[0] for letter in mail.outbox if letter.to == [guided.internal.email])
    quoted = "Begynd med kilder.\r\n\r\nDen 21. nov. 2026 skrev Nanobanken <svar@nanobanken.example>:\r\n> Hej Torkil"
    data = written(f"Torkil <{guided.internal.email.upper()}>", to, quoted)
    (maildir / "new" / "a").write_bytes(data)
    (maildir / "cur" / "b:2,S").write_bytes(data)
    call_command("read_mail", str(maildir))
    assert capsys.readouterr().out == "1 taken in\n1 refused: seen-before\n"
    said = Message.objects.latest("pk")
    assert (said.words, said.by, said.by_mail, said.thread) == ("Begynd med kilder.", guided.internal, True, thread)
    moved = sorted(file.name for name in ("processed", "refused") for file in (maildir / name).iterdir())
    assert len(moved) == 3
    assert not list((maildir / "new").iterdir())


@pytest.mark.django_db
def test_a_mail_from_somebody_else_or_to_another_address_is_put_aside_with_the_reason(maildir: Path) -> None:
    guided = Guided()
    thread = guided.talk()
    mine = reply_address(thread.pk, guided.internal.pk)
    forged = mine.replace(f".{guided.internal.pk}.", f".{guided.external.pk}.")
    mails = {
        "another-sender": written(guided.external.email, mine),
        "no-such-address": written(guided.external.email, forged),
        "automatic": written(guided.internal.email, mine, Auto_Submitted="auto-replied"),
        "empty": written(guided.internal.email, mine, "> kun citat"),
        "too-large": written(guided.internal.email, mine, "x" * 2_000_001),
    }
    for name, data in mails.items():
        (maildir / "new" / name).write_bytes(data)
    (maildir / "new" / "link").symlink_to("/etc/hostname")
    assert set(take_in(maildir=maildir, now=NOW).refused) == set(mails)
    assert (maildir / "refused" / "automatic.reason").read_text() == "automatic\n"
    assert Message.objects.count() == 1


@pytest.mark.django_db
def test_a_mentor_whose_time_is_over_cannot_write_by_mail_either(maildir: Path) -> None:
    guided = Guided()
    thread = guided.talk()
    guided.inside.until = NOW
    guided.inside.save()
    data = written(guided.internal.email, reply_address(thread.pk, guided.internal.pk))
    (maildir / "new" / "a").write_bytes(data)
    assert take_in(maildir=maildir, now=NOW).refused[0].startswith("not-allowed")


def test_an_address_is_read_whatever_its_case_and_not_without_its_signature(settings: LazySettings) -> None:
    address = reply_address(7, 9)
    assert read_address(address.upper()) == (7, 9)
    assert len(address.partition("@")[0]) <= 64
    for other in (address.replace("7.9", "7.8"), "svar+7.9@svar.example.dk", address.replace("svar.e", "x."), ""):
        assert read_address(other) is None
    settings.MAIL_IN = ""
    assert (reply_address(7, 9), read_address(address)) == ("", None)


@pytest.mark.parametrize(
    "rest",
    [
        "On Sat, 21 Nov 2026 at 12:00, Nanobanken <svar@x.example> wrote:\n> Hej",
        "-----Oprindelig meddelelse-----\nFra: Nanobanken",
        "Fra: Nanobanken <svar@x.example>\nSendt: 21. november",
        "________________________________\nHej",
        "-- \nTorkil Espegaard\nStudievejleder",
    ],
)
def test_what_is_quoted_and_the_signature_are_cut_off(rest: str) -> None:
    assert new_text(f"Ja tak.\n\nVi ses kl. 9: husk kilder.\n{rest}") == "Ja tak.\n\nVi ses kl. 9: husk kilder."


def test_html_alone_becomes_its_words_without_scripts_and_quotes() -> None:
    html = (
        "<head><title>x</title></head><p>Hej&nbsp;<b>Jonas</b></p><script>alert(1)</script>"
        "<blockquote>før</blockquote><p>A &lt; B"
    )
    assert text_of_html(html) == "Hej Jonas\n\nA < B"
    assert read_mail(written("a@example.dk", "b@example.dk", html, **{"Content-Type": "text/html"})).words.endswith(
        "A < B"
    )


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00\xff" * 500,
        b"From: a@example.dk\n\nx",
        b"From: a@example.dk, b@example.dk\nMessage-ID: <1>\n\nx",
        b"From: a@example.dk\nMessage-ID: <1>\nContent-Type: multipart/mixed; boundary=\n\nx",
        b"Content-Type: multipart/mixed; boundary=a\n\n" + b"--a\nContent-Type: multipart/mixed; boundary=a\n\n" * 900,
        b"From: a@example.dk\nMessage-ID: <1>\nReturn-Path: <>\n\nx",
        b"From: =?utf-8?q?=00=0d=0a?= <a@example.dk\nMessage-ID: <1>\n\nx",
        b"From: a@example.dk\nMessage-ID: <1>\nContent-Type: text/plain; charset=nonsense\n\n\x1b[2J",
    ],
)
def test_a_hostile_mail_is_unusable_and_nothing_worse(data: bytes) -> None:
    with suppress(Unusable):
        assert "\x1b" not in read_mail(data).words
