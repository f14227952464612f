"""Credentials as tokens, VC-JWT and SD-JWT VC: made, opened by a known key, and judged step by step."""

import json
import os
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from nacl.bindings import crypto_sign, crypto_sign_open, crypto_sign_seed_keypair

from bench.report import Row
from bench.signing.badges import DID, NOW, awards
from bench.signing.stopwatch import Rates
from bench.site import cpu
from bench.volume.sizes import Size
from nanocore.signing import (
    Algorithm,
    Award,
    IssuerKey,
    SigningKey,
    State,
    did_document,
    open_badge,
    open_sd_jwt,
    open_vc_jwt,
    sd_jwt_vc,
    vc_jwt,
    verify,
)

_SEED = bytes(range(32))
_TOKENS = 200
_TYPE = "https://bank.example/ns/micro-credential"


class _Issuer:
    """An issuer with one key, all it has issued, and the raw signature over the very same bytes."""

    def __init__(self, algorithm: Algorithm) -> None:
        self.key = SigningKey.from_bytes(_SEED, algorithm)
        self.kid = self.key.verification_method(DID)
        self.published = json.dumps(did_document(DID, [IssuerKey(self.key.public)])).encode()
        self.awards = awards(_TOKENS)
        self.badges = [open_badge(award) for award in self.awards]
        holder = SigningKey.generate(Algorithm.ES256).public.jwk
        self.sd_jwt: Callable[[Award], str] = partial(
            sd_jwt_vc, key=self.key, kid=self.kid, created=NOW, vct=_TYPE, holder=holder
        )
        self.jwts = [self.jwt(badge) for badge in self.badges]
        self.sd_jwts = [self.sd_jwt(award) for award in self.awards]

    def jwt(self, badge: dict[str, object]) -> str:
        return vc_jwt(badge, key=self.key, kid=self.kid, created=NOW)

    def open_jwt(self, token: str) -> object:
        return open_vc_jwt(token, key=self.key.public, now=NOW)

    def open_sd_jwt(self, token: str) -> object:
        return open_sd_jwt(token, key=self.key.public, now=NOW)

    def judge(self, token: str) -> None:
        verdict = verify(token, resolve=lambda _: self.published, now=NOW, trusted={DID: "known"}.get)
        if any(finding.state is not State.PASSED for finding in verdict.findings):
            raise RuntimeError(verdict.reason)

    def raw(self) -> tuple[Callable[[bytes], object], Callable[[bytes], object]]:
        """Signing and checking with nothing around it: libsodium itself, or `cryptography`'s ECDSA through the key."""
        if self.key.algorithm is Algorithm.EDDSA:
            public, secret = crypto_sign_seed_keypair(_SEED)
            return partial(crypto_sign, sk=secret), partial(crypto_sign_open, pk=public)
        return self.key.sign, lambda sealed: self.key.public.verifies(sealed[:64], sealed[64:])

    def round(self, rates: Rates, prefix: str) -> None:
        """Each thing once, in turn, the raw signature beside what it is held against."""
        sign, check = self.raw()
        for name, tokens in (("jwt", self.jwts), ("sdjwt", self.sd_jwts)):
            messages = _messages(tokens)
            rates.time(f"{prefix}.raw.sign.{name}", sign, messages)
            issue: Callable[[int], object] = self._issue_jwt if name == "jwt" else self._issue_sd_jwt
            rates.time(f"{prefix}.issue.{name}", issue, range(_TOKENS))
            sealed = [self.key.sign(message) + message for message in messages]
            rates.time(f"{prefix}.raw.verify.{name}", check, sealed)
            opened = self.open_jwt if name == "jwt" else self.open_sd_jwt
            rates.time(f"{prefix}.verify.{name}", opened, tokens)
            rates.time(f"{prefix}.judge.{name}", self.judge, tokens)

    def _issue_jwt(self, number: int) -> str:
        return self.jwt(self.badges[number])

    def _issue_sd_jwt(self, number: int) -> str:
        return self.sd_jwt(self.awards[number])


def measure(size: Size) -> Iterator[Row]:
    """Ours and the raw signatures in turn, on one core, as many rounds as the size says."""
    issuers = {"": _Issuer(Algorithm.EDDSA), "_es256": _Issuer(Algorithm.ES256)}
    rates, marks = Rates(), []
    core, free = max(os.sched_getaffinity(0)), os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        for issuer in issuers.values():
            issuer.round(Rates(), "warm")
        for _ in range(size.rounds):
            marks.append(cpu.speed_mark())
            for suffix, issuer in issuers.items():
                issuer.round(rates, suffix)
    finally:
        os.sched_setaffinity(0, free)
    one = issuers[""]
    conditions = (
        f"a VC-JWT of {len(one.jwts[0]):,} bytes and an SD-JWT VC of {len(one.sd_jwts[0]):,} with "
        f"{one.sd_jwts[0].count('~') - 1} disclosures, another person's each time; the raw signature over the same "
        f"bytes; verify_… knows the key, judge_… runs every step of the verdict, did document from memory; all on one "
        f"of {os.cpu_count()} cores, in turn; {size.rounds} rounds; 1,000 additions took {sum(marks) / len(marks):.0f} "
        f"µs; load average {os.getloadavg()[0]:.1f}"
    )
    for suffix, issuer in issuers.items():
        raw = "by raw libsodium" if issuer.key.algorithm is Algorithm.EDDSA else "by raw ECDSA P-256"
        for work, beside in (("issue", "sign"), ("verify", "verify"), ("judge", "verify")):
            for name in ("jwt", "sdjwt"):
                ours = f"{suffix}.{work}.{name}"
                times = rates.times(f"{suffix}.raw.{beside}.{name}", ours)
                value = round(rates.median(ours), 1)
                n = _TOKENS * size.rounds
                yield Row(f"signing.{work}_{name}{suffix}", value, "tokens/s", raw, times, n, conditions)


def _messages(tokens: Sequence[str]) -> list[bytes]:
    """What is signed of each token: header and payload."""
    return [token.partition("~")[0].rpartition(".")[0].encode() for token in tokens]
