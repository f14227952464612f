"""A kept verdict, read back for a page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from pydantic import TypeAdapter

from nanobank.credentials.bridge import Code, Facts, Finding, Outcome, State, Step
from nanobank.credentials.presenting import Diploma, diploma_of
from nanobank.credentials.texts import OUTCOMES, STATES, STEPS, headline_for, sentence_for
from nanobank.wallets.models import ShownCredential

_ICONS: Final = {State.PASSED: "success", State.FAILED: "error", State.UNCHECKED: "help"}
_CODES: Final = {code.value: code for code in Code}
_FACTS: Final = TypeAdapter(Facts)


@dataclass(frozen=True)
class ReadStep:
    """One step of a verdict, as the page shows it."""

    name: str
    state: str
    state_name: str
    icon: str
    sentence: str


@dataclass(frozen=True)
class ReadVerdict:
    """How a credential was judged when it was shown."""

    outcome: Outcome
    icon: str
    in_short: str
    headline: str
    steps: list[ReadStep]
    diploma: Diploma | None
    judged_at: datetime


def verdict_of(shown: ShownCredential) -> ReadVerdict:
    """The verdict as it was, in the language active now."""
    kept: dict[str, Any] = shown.verdict
    findings = [Finding(Step(one["step"]), _CODES[one["code"]], one["params"]) for one in kept["steps"]]
    reason = next(one for one in findings if one.code == kept["reason"])
    outcome = Outcome(kept["outcome"])
    return ReadVerdict(
        outcome=outcome,
        icon=_ICONS[reason.state],
        in_short=str(OUTCOMES[outcome]),
        headline=headline_for(outcome, reason),
        steps=[_step(one) for one in findings],
        diploma=diploma_of(_FACTS.validate_python(kept["facts"])) if kept["facts"] else None,
        judged_at=shown.shown_at,
    )


def _step(finding: Finding) -> ReadStep:
    return ReadStep(
        name=str(STEPS[finding.step]),
        state=finding.state.value,
        state_name=str(STATES[finding.state]),
        icon=_ICONS[finding.state],
        sentence=sentence_for(finding),
    )
