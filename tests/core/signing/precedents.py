"""Classes of credentials for the tests of precedents, and a verdict held against that of a verifier without any."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from core.signing.world import DID, NOW, World, award
from nanocore import signing
from nanocore.signing import (
    Contexts,
    JsonObject,
    Outcome,
    Recipient,
    Verdict,
    open_badge,
    vc_jwt,
)
from nanocore.signing._precedents import Asked, verdict_by_precedent
from nanocore.signing._resolve import Asker

WRITERS: dict[str, Callable[[JsonObject], str]] = {
    "python": json.dumps,
    "javascript": lambda document: json.dumps(document, ensure_ascii=False, separators=(",", ":")),
    "indented": lambda document: json.dumps(document, ensure_ascii=False, indent=2) + "\n",
    "proof first": lambda document: json.dumps({"proof": document["proof"], **document}),
}
LEARNERS = 24


def fresh() -> Contexts:
    """The pinned contexts, with nothing learnt."""
    return signing.pinned().extended_with({})


def badges(count: int, **changes: Any) -> Iterator[JsonObject]:
    """One class: badges of different learners, without status unless told otherwise."""
    for number in range(count):
        mine = Recipient(id=f"https://bank.example/personer/{number}", name=f"Kursist {number} Æ")
        awarded = NOW - timedelta(days=1, seconds=number)
        given_award = award(recipient=mine, id=f"https://bank.example/beviser/{number}", awarded_at=awarded)
        yield open_badge(replace(given_award, **{"status": (), **changes}))


def taught(world: World, write: Callable[[JsonObject], str], **changes: Any) -> tuple[Contexts, list[str]]:
    """Contexts that have seen a whole class, and the texts of that class."""
    contexts = fresh()
    texts = [write(world.sign(badge, contexts=contexts)) for badge in badges(LEARNERS, **changes)]
    for text in texts * 2:
        assert world.verify(text, contexts=contexts).outcome is Outcome.GENUINE
    assert is_quick(world, texts[-1], contexts)
    return contexts, texts


def quick(world: World, text: str, contexts: Contexts, **changes: Any) -> Verdict | None:
    """What is found by precedent alone."""
    asked = Asked(Asker(world.resolve), changes.get("now", NOW), world.known.get, contexts)
    return verdict_by_precedent(text.encode("utf-8", "surrogatepass"), asked)


def is_quick(world: World, text: str, contexts: Contexts) -> bool:
    return quick(world, text, contexts) is not None


def check_same(world: World, text: str, contexts: Contexts, **changes: Any) -> Verdict:
    """The verdict, which is that of a verifier that has learnt nothing."""
    verdict = world.verify(text, contexts=contexts, **changes)
    slow = world.verify(text, contexts=fresh(), **changes)
    assert verdict.findings == slow.findings, text
    assert verdict.facts == slow.facts, text
    assert verdict.as_json() == slow.as_json()
    return verdict


def taught_tokens(world: World) -> tuple[Contexts, list[str]]:
    """The same of VC-JWTs."""
    contexts, kid = fresh(), world.key.verification_method(DID)
    tokens = [
        vc_jwt(badge, key=world.key, kid=kid, created=NOW - timedelta(seconds=number))
        for number, badge in enumerate(badges(LEARNERS))
    ]
    for token in tokens * 2:
        assert world.verify(token, contexts=contexts).outcome is Outcome.GENUINE
    assert is_quick(world, tokens[-1], contexts)
    return contexts, tokens
