"""Credentials with an `eddsa-rdfc-2022` proof: signed, checked when the shape is known, checked when it is new."""

import json
import os
from collections.abc import Iterator
from functools import partial

from nacl.bindings import crypto_sign, crypto_sign_open, crypto_sign_seed_keypair

from bench.report import Row
from bench.rivals.digitalbazaar import digital_bazaar
from bench.signing.badges import DID, LISTS, NOW, badges, badges_with_status
from bench.signing.stopwatch import Rates
from bench.site import cpu
from bench.volume.sizes import Size
from nanocore.signing import (
    IssuerKey,
    JsonObject,
    SigningKey,
    State,
    StatusList,
    canonical_form,
    did_document,
    pinned,
    sign,
    status_list_credential,
    verify,
)
from nanocore.signing._shapes import Shapes

_SEED = bytes(range(32))
_SIGNED, _NEW, _RAW, _RIVAL = 300, 12, 1_500, 12
_MANY = 50
"""Achievements that take turns where no two credentials in a row are of one class."""


_KNOWN = {DID: "known"}


class _Bench:
    def __init__(self) -> None:
        self.key = SigningKey.from_bytes(_SEED)
        self.method = self.key.verification_method(DID)
        self.did_document = did_document(DID, [IssuerKey(self.key.public)])
        self.published = {DID: json.dumps(self.did_document).encode()}
        self.contexts = pinned().extended_with({})
        self.rates = Rates()

    def sign(self, badge: JsonObject) -> JsonObject:
        return sign(badge, key=self.key, verification_method=self.method, created=NOW, contexts=self.contexts)

    def verify(self, text: str) -> None:
        verdict = verify(text, resolve=self.resolve, now=NOW, trusted=_KNOWN.get, contexts=self.contexts)
        if any(finding.state is not State.PASSED for finding in verdict.findings):
            raise RuntimeError(verdict.reason)

    def verify_new(self, text: str) -> None:
        self.contexts.shapes = Shapes()
        self.verify(text)

    def publish_lists(self) -> None:
        """The lists of revoked and of suspended credentials, all clear, as big as the standard wants them at least."""
        for purpose, address in LISTS.items():
            listed = status_list_credential(StatusList(), list_url=address, issuer=DID, purpose=purpose, valid_from=NOW)
            self.published[address] = json.dumps(self.sign(listed)).encode()

    def resolve(self, address: str) -> bytes:
        return self.published[address]

    def setting(self, badge: JsonObject) -> JsonObject:
        contexts = pinned()
        return {
            "documents": {DID: self.did_document, **{address: contexts[address] for address in contexts}},
            "seed": _SEED.hex(),
            "did": DID,
            "created": NOW.isoformat(),
            "now": NOW.isoformat(),
            "credential": badge,
        }


def measure(size: Size) -> Iterator[Row]:
    """Ours, raw libsodium and @digitalbazaar/vc in turn, on one core, as many rounds as the size says."""
    bench = _Bench()
    core = max(os.sched_getaffinity(0))
    free = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        marks = _rounds(bench, size.rounds)
    finally:
        os.sched_setaffinity(0, free)
    (badge,) = badges(1)
    conditions = (
        f"one credential of {len(json.dumps(badge, ensure_ascii=False, separators=(',', ':')).encode()):,} bytes and "
        f"{canonical_form(badge).count(chr(10))} statements, another person's each time; all on one of "
        f"{os.cpu_count()} cores, in turn; {size.rounds} rounds; from the credential to the signed one, from the text "
        f"to the verdict, did document from memory; seconds of CPU; 1,000 additions took {marks:.0f} µs; "
        f"load average {os.getloadavg()[0]:.1f}; raw libsodium {bench.rates.median('raw.sign'):,.0f} signatures and "
        f"{bench.rates.median('raw.verify'):,.0f} verifications a second; @digitalbazaar/vc "
        f"{bench.rates.median('rival.issue'):.0f} and {bench.rates.median('rival.verify'):.0f}"
    )
    yield from _rows(bench.rates, conditions, size.rounds)


def _rounds(bench: _Bench, rounds: int) -> float:
    one_class, many = badges(_SIGNED), badges(_SIGNED, achievements=_MANY)
    signed = [json.dumps(bench.sign(badge)) for badge in one_class]
    many_signed = [json.dumps(bench.sign(badge)) for badge in many]
    with_status = [json.dumps(bench.sign(badge)) for badge in badges_with_status(_SIGNED)]
    bench.publish_lists()
    public, secret = crypto_sign_seed_keypair(_SEED)
    raw = partial(crypto_sign, sk=secret)
    messages = [os.urandom(64) for _ in range(_RAW)]
    sealed = [raw(message) for message in messages]
    rates, marks = bench.rates, []
    with digital_bazaar(bench.setting(one_class[0])) as rival:
        for what in ("issue", "verify"):
            rival.rate(what, _RIVAL)
        for texts in (signed, many_signed, with_status):
            for text in texts:
                bench.verify(text)
        for _ in range(rounds):
            marks.append(cpu.speed_mark())
            rates.note("rival.issue", rival.rate("issue", _RIVAL))
            rates.time("raw.sign", raw, messages)
            rates.time("issue", bench.sign, one_class)
            rates.time("issue.many", bench.sign, many)
            rates.note("rival.verify", rival.rate("verify", _RIVAL))
            rates.time("raw.verify", partial(crypto_sign_open, pk=public), sealed)
            rates.time("verify", bench.verify, signed)
            rates.time("verify.many", bench.verify, many_signed)
            rates.time("verify.status", bench.verify, with_status)
            known = bench.contexts.shapes
            rates.time("verify.new", bench.verify_new, signed[:_NEW])
            bench.contexts.shapes = known
    return sum(marks) / len(marks)


def _rows(rates: Rates, conditions: str, rounds: int) -> Iterator[Row]:
    for name, ours, theirs, n in (
        ("issue_rdfc", "issue", "rival.issue", _SIGNED),
        ("issue_rdfc_many", "issue.many", "rival.issue", _SIGNED),
        ("verify_known", "verify", "rival.verify", _SIGNED),
        ("verify_known_many", "verify.many", "rival.verify", _SIGNED),
        ("verify_new", "verify.new", "rival.verify", _NEW),
    ):
        yield _row(name, rates.median(ours), "@digitalbazaar/vc", rates.times(ours, theirs), n * rounds, conditions)
    for name, ours, raw in (
        ("issue_rdfc_raw", "issue", "raw.sign"),
        ("verify_known_raw", "verify", "raw.verify"),
        ("verify_status_raw", "verify.status", "raw.verify"),
    ):
        yield _row(name, rates.median(ours), "by raw libsodium", rates.times(raw, ours), _SIGNED * rounds, conditions)


def _row(name: str, value: float, against: str, times: float, n: int, conditions: str) -> Row:
    return Row(f"signing.{name}", round(value, 1), "credentials/s", against, times, n, conditions)
