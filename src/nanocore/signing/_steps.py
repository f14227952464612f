"""The steps between reading and meaning: each looks at one thing and says how it came out.

A step returns the `Finding` of success or raises `Problem` with one of its own codes.
"""

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

from ._case import MAX_SEALS, Case, Signer
from ._codes import Code, Problem, Step
from ._proofs import check_authority
from ._verdict import Finding

CLOCK_SKEW: Final = timedelta(minutes=5)  # how far ahead the signer's clock may be
_ORDINARY: Final = {Code.SIGNATURE_OK, Code.ISSUER_OK}


def check_form(case: Case) -> Finding:
    """It has what its kind must have."""
    return case.reading.model.form(case)


def check_contexts(case: Case) -> Finding:
    """Every word in it has one known meaning."""
    return case.reading.model.contexts(case)


def check_signatures(case: Case) -> Finding:
    """Every seal is by its key. One that fails weighs more than one that cannot be checked."""
    if case.shown_to and not any(signer.bound for _, signer in case.signers):
        raise Problem(Code.SIGNATURE_HOLDER_MISSING)
    said = {"suite": ", ".join(seal.name for seal, _ in case.signers)}
    return _weakest(Step.SIGNATURE, [(signer, signer.passed) for _, signer in case.signers], said)


def check_issuer(case: Case) -> Finding:
    """Every key belongs to the issuer the credential names, and that issuer is known here."""
    for _, signer in case.signers:
        check_authority(signer, case.issuer, case.asker)
    known_as = case.trusted(case.issuer)
    if known_as is None:
        hosted = any(signer.issued is Code.ISSUER_HOSTS for _, signer in case.signers)
        raise Problem(Code.ISSUER_HOSTS_NOT_KNOWN if hosted else Code.ISSUER_NOT_KNOWN, issuer=case.issuer)
    said = {"issuer": case.issuer, "known_as": known_as}
    return _weakest(Step.ISSUER, [(signer, signer.issued) for _, signer in case.signers], said)


def check_dates(case: Case) -> Finding:
    """It is valid now, and so are its seals."""
    start, end = case.reading.model.valid(case)
    if start and case.now < start:
        raise Problem(Code.DATES_NOT_YET, valid_from=start.isoformat())
    if end and case.now > end:
        raise Problem(Code.DATES_EXPIRED, valid_until=end.isoformat())
    for seal in case.reading.seals[:MAX_SEALS]:
        try:
            created, expires = seal.times()
        except Problem:  # the step of the signature reports it
            continue
        if created and created > case.now + CLOCK_SKEW:
            raise Problem(Code.DATES_SIGNED_LATER, created=created.isoformat())
        if expires and case.now > expires:
            raise Problem(Code.DATES_PROOF_EXPIRED, expires=expires.isoformat())
    return dates_ok(start, end)


@lru_cache(maxsize=256)
def dates_ok(start: datetime | None, end: datetime | None) -> Finding:
    """That it is valid now, being valid from `start` until `end`."""
    found = {"valid_from": start, "valid_until": end}
    return Finding(
        Step.DATES, Code.DATES_OK, {name: moment.isoformat() if moment else "" for name, moment in found.items()}
    )


def check_status(case: Case) -> Finding:
    """It has not been withdrawn."""
    return case.reading.model.status(case)


def check_meaning(case: Case) -> Finding:
    """It says what its kind must say."""
    return case.reading.model.meaning(case)


def _weakest(step: Step, found: list[tuple[Signer, Code]], said: dict[str, str]) -> Finding:
    """The finding on all signers: that of the first whose proof is of a weaker kind, else the ordinary one."""
    signer, code = next((entry for entry in found if entry[1] not in _ORDINARY), found[0])
    params = {**said, "address": signer.method_id}
    return Finding(step, code, {name: params[name] for name in code.params})
