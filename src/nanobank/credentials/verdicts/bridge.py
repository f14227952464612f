"""The way to ``nanocore.signing`` for whoever only verifies: no rows, no settings."""

from nanocore.signing import (
    MAX_BYTES,
    CannotResolve,
    Code,
    Facts,
    Finding,
    Outcome,
    PresentationVerdict,
    Resolver,
    State,
    Step,
    Unreachable,
    Verdict,
    did_web_to_url,
    too_large_to_read,
    verify,
    verify_presentation,
)

__all__ = [
    "MAX_BYTES",
    "CannotResolve",
    "Code",
    "Facts",
    "Finding",
    "Outcome",
    "PresentationVerdict",
    "Resolver",
    "State",
    "Step",
    "Unreachable",
    "Verdict",
    "did_web_to_url",
    "too_large_to_read",
    "verify",
    "verify_presentation",
]
