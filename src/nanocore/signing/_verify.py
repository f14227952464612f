"""Runs the steps in order and puts their findings together into a verdict."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from ._case import Case, ShownTo
from ._codes import Code, Outcome, Problem, State, Step
from ._contexts import Contexts, pinned
from ._json import MAX_BYTES
from ._precedent_learn import precedent_of
from ._precedents import Asked, taken_apart, verdict_by_precedent
from ._readers import read
from ._resolve import Asker, Resolver
from ._shapes import Shelf
from ._steps import (
    check_contexts,
    check_dates,
    check_form,
    check_issuer,
    check_meaning,
    check_signatures,
    check_status,
)
from ._verdict import Facts, Finding, Verdict


@dataclass(frozen=True)
class _Stage:
    """A step, what it does, and which earlier steps must have come out how for it to be worth doing."""

    step: Step
    check: Callable[[Case], Finding]
    after: dict[Step, frozenset[State]]


_PASSED: Final = frozenset({State.PASSED})
_NOT_FAILED: Final = frozenset({State.PASSED, State.UNCHECKED})

# Nothing is fetched on behalf of a credential that is already known to be wrong.
_STAGES: Final = (
    _Stage(Step.FORM, check_form, {Step.READ: _PASSED}),
    _Stage(Step.CONTEXTS, check_contexts, {Step.FORM: _PASSED}),
    _Stage(Step.SIGNATURE, check_signatures, {Step.CONTEXTS: _PASSED}),
    _Stage(Step.ISSUER, check_issuer, {Step.SIGNATURE: _PASSED}),
    _Stage(Step.DATES, check_dates, {Step.CONTEXTS: _PASSED}),
    _Stage(Step.STATUS, check_status, {Step.SIGNATURE: _PASSED, Step.ISSUER: _NOT_FAILED}),
    _Stage(Step.MEANING, check_meaning, {Step.CONTEXTS: _PASSED}),
)


def verify(
    document_text: bytes | str,
    *,
    resolve: Resolver,
    now: datetime,
    trusted: Callable[[str], str | None],
    contexts: Contexts | None = None,
    shown_to: ShownTo | None = None,
) -> Verdict:
    """Whether a credential is genuine at the moment `now`, step by step, and what it says.

    `resolve` is the only door to the outside, see `Resolver`. `trusted` is given an issuer's identifier and answers
    how that issuer is known here, or None; a good signature by somebody unknown is 'cannot tell', because anybody
    can make a key and call it a university. `contexts` are the JSON-LD contexts to know (by default the pinned
    ones). Of several proofs each must pass. With `shown_to` the holder, too, must have signed: an SD-JWT VC with key
    binding, for this audience and nonce. Every input, however hostile, gives a verdict: no exception but
    `ValueError` for a `now` without a time zone, and whatever `resolve` or `trusted` raise of their own.
    """
    if now.tzinfo is None:
        raise ValueError("now needs a time zone")
    data = document_text.encode("utf-8", "surrogatepass") if isinstance(document_text, str) else document_text
    asked = Asked(Asker(resolve), now, trusted, contexts or pinned())
    quick = verdict_by_precedent(data, asked) if shown_to is None else None
    return quick or _long_way(data, asked, shown_to)


def too_large_to_read() -> Verdict:
    """The verdict of `verify` on what is known to be too large, for a caller who will not even take it in."""
    return _verdict({Step.READ: Finding(Step.READ, Code.READ_TOO_LARGE, {"limit": str(MAX_BYTES)})}, None)


def _long_way(data: bytes, asked: Asked, shown_to: ShownTo | None) -> Verdict:
    """Every step, one after the other. What turns out genuine is learnt from."""
    try:
        reading = read(data)
    except Problem as problem:
        return _verdict({Step.READ: Finding(Step.READ, problem.code, problem.params)}, None)
    case = Case(reading, read, asked.contexts, asked.asker, asked.now, asked.trusted, shown_to)
    findings = _findings(case)
    if findings[Step.SIGNATURE].state is State.PASSED:
        case.unsecured.learn(Shelf.KNOWN if findings[Step.ISSUER].state is State.PASSED else Shelf.STRANGERS)
    can_be_read = findings[Step.CONTEXTS].state is State.PASSED
    verdict = _verdict(findings, (lambda: case.facts) if can_be_read else None)
    if verdict.outcome is Outcome.GENUINE and shown_to is None:
        handed = taken_apart(data)
        if handed.text:
            case.contexts.shapes.wordings.learn(handed.text, handed.header, lambda: precedent_of(handed, case, verdict))
    return verdict


def _findings(case: Case) -> dict[Step, Finding]:
    reading = case.reading
    findings = {Step.READ: Finding(Step.READ, Code.READ_OK, {"kind": reading.kind})}
    for stage in _STAGES:
        if all(findings[step].state in states for step, states in stage.after.items()):
            findings[stage.step] = _run(stage, case)
        else:
            findings[stage.step] = Finding(stage.step, Code.NOT_REACHED)
    return findings


def _run(stage: _Stage, case: Case) -> Finding:
    try:
        return stage.check(case)
    except Problem as problem:
        return Finding(stage.step, problem.code, problem.params)


def _verdict(findings: dict[Step, Finding], read_facts: Callable[[], Facts] | None) -> Verdict:
    return Verdict(tuple(findings.get(step) or Finding(step, Code.NOT_REACHED) for step in Step), read_facts)
