"""Whether a proof is about the person who brings it, so that nobody is given what somebody else has learnt."""

import hashlib
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

Node: TypeAlias = Mapping[str, Any]
_HASHES = ("sha256", "md5")


def is_about(document: object, *, name: str, emails: frozenset[str], said: str = "") -> bool | None:
    """Whether the credential is about the person of this name and these e-mail addresses; None when it does not tell.

    Their address decides, open or hashed (Open Badges 2.0 ``recipient``, 3.0 ``IdentityObject``); else the name,
    ``said`` being what was read of it elsewhere. Their name beside another address does not tell: people have many.
    """
    identities = list(_identities(document))
    if any(_is(identity, email) for identity in identities for email in emails):
        return True
    told = said or _name(document)
    if not told:
        return False if identities else None
    if _plain(told) != _plain(name):
        return False
    return None if identities else True


def _subjects(document: object) -> Iterator[Node]:
    if isinstance(document, Mapping):
        given = document.get("credentialSubject")
        for one in given if isinstance(given, list) else [given]:
            if isinstance(one, Mapping):
                yield one


def _identities(document: object) -> Iterator[Node]:
    """Those by e-mail address."""
    for subject in _subjects(document):
        given = subject.get("identifier")
        for one in given if isinstance(given, list) else [given]:
            if isinstance(one, Mapping) and one.get("identityType") == "emailAddress":
                yield one
    recipient = document.get("recipient") if isinstance(document, Mapping) else None
    if isinstance(recipient, Mapping) and recipient.get("type") == "email":
        yield recipient


def _is(identity: Node, email: str) -> bool:
    value = str(identity.get("identityHash") or identity.get("identity") or "")
    if not identity.get("hashed"):
        return value.strip().casefold() == email.casefold()
    kind, _, digest = value.partition("$")
    if kind not in _HASHES:
        return False
    salt = str(identity.get("salt") or "")
    return any(
        hashlib.new(kind, (written + salt).encode(), usedforsecurity=False).hexdigest() == digest.lower()
        for written in (email, email.lower())
    )


def _name(document: object) -> str:
    for subject in _subjects(document):
        for name in ("name", "fullName"):
            if isinstance(subject.get(name), str):
                return str(subject[name])
        both = (subject.get("givenName") or subject.get("givenNames"), subject.get("familyName"))
        parts = [str(next(iter(one.values()), "")) if isinstance(one, Mapping) else one or "" for one in both]
        if any(parts):
            return " ".join(map(str, parts))
    return ""


def _plain(name: str) -> str:
    """A name without accents, case and double spaces; å, æ and ø are letters and stay."""
    kept = "".join(
        one if one in "åÅ" else unicodedata.normalize("NFD", one)[0] for one in unicodedata.normalize("NFC", name)
    )
    return " ".join(kept.casefold().split())
