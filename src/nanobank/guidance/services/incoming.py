"""Replies by mail become messages: each file of a maildir is taken in once, or put aside with the reason."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Final

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from nanobank.accounts.models import Person
from nanobank.common.errors import Refused
from nanobank.guidance.mails import MOST_BYTES, Reply, Unusable, read_mail
from nanobank.guidance.models import ReceivedMail, Thread
from nanobank.guidance.replies import read_address
from nanobank.guidance.services.talking import LONGEST, say

_ARRIVED: Final = ("new", "cur")
_CUT: Final = "\n\n[…]"


@dataclass(frozen=True)
class Taken:
    """How many mails became messages, and the reasons of those that did not."""

    taken: int
    refused: tuple[str, ...]


def take_in(*, maildir: Path, now: datetime) -> Taken:
    """Read all that has arrived in a maildir; afterwards each file lies in ``processed`` or ``refused``.

    Beside a refused one lies its reason. What is killed half-way is taken up next time: a message is known by its id.
    Raises OSError when the maildir cannot be read or moved in.
    """
    for name in ("processed", "refused"):
        (maildir / name).mkdir(exist_ok=True)
    taken, refused = 0, []
    for file in _arrived(maildir):
        reason = _reason(file, now)
        if reason:
            (maildir / "refused" / f"{file.name}.reason").write_text(f"{reason}\n")
            refused.append(reason)
        else:
            taken += 1
        file.replace(maildir / ("refused" if reason else "processed") / file.name)
    return Taken(taken, tuple(refused))


def _arrived(maildir: Path) -> list[Path]:
    """Plain files alone: a link in a maildir leads somewhere that is none of ours."""
    files = [file for part in _ARRIVED if (maildir / part).is_dir() for file in (maildir / part).iterdir()]
    return sorted(file for file in files if file.is_file() and not file.is_symlink())


def _reason(file: Path, now: datetime) -> str:
    """Why the mail is not taken in; empty when it is."""
    try:
        with file.open("rb") as opened:
            reply = read_mail(opened.read(MOST_BYTES + 1))
        _take(reply, now)
    except Unusable as unusable:
        return unusable.reason
    except Refused as refused:
        return f"not-allowed: {refused.message}"
    return ""


def _take(reply: Reply, now: datetime) -> None:
    named = next(filter(None, map(read_address, reply.to)), None)
    if named is None:
        raise Unusable("no-such-address")
    thread = Thread.objects.select_related("learner").filter(pk=named[0]).first()
    person = Person.objects.filter(pk=named[1], is_active=True).first()
    if thread is None or person is None:
        raise Unusable("no-such-address")
    if not _is_from(person, reply.sender):
        raise Unusable("another-sender")
    words = reply.words if len(reply.words) <= LONGEST else reply.words[: LONGEST - len(_CUT)] + _CUT
    try:
        with transaction.atomic():
            message = say(
                thread=thread,
                words=words,
                by=person,
                now=now,
                expects_answer=person.pk == thread.learner_id,
                by_mail=True,
            )
            digest = sha256(reply.message_id.encode(errors="replace")).digest()
            ReceivedMail.objects.create(digest=digest, message=message, at=now)
    except IntegrityError as error:
        raise Unusable("seen-before") from error


def _is_from(person: Person, sender: str) -> bool:
    address = sender.lower()
    return address == person.email or EmailAddress.objects.filter(user=person, email=address, verified=True).exists()
