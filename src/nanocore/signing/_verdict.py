"""What verification answers: a log of named steps, and the facts that the signature covers."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from ._award import Alignment
from ._codes import Code, Outcome, State, Step


@dataclass(frozen=True, slots=True)
class Finding:
    """How one step came out, why, and the particulars for a message."""

    step: Step
    code: Code
    params: Mapping[str, str] = field(default_factory=dict)

    @property
    def state(self) -> State:
        """Passed, failed or unchecked: each code has one."""
        return self.code.state

    def as_json(self) -> dict[str, Any]:
        """The finding in plain JSON values."""
        return {
            "step": self.step.value,
            "state": self.state.value,
            "code": self.code.value,
            "params": dict(self.params),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyFacts:
    """Somebody named in a credential: the issuer or the recipient."""

    id: str = ""
    name: str = ""
    url: str = ""
    email: str = ""
    country: str = ""
    image: str = ""
    identities: tuple[tuple[str, str], ...] = ()
    """What else they are known by, kind and value; hashed ones are left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFacts:
    """The texts of an achievement in one language."""

    language: str = ""
    name: str = ""
    description: str = ""
    criteria: str = ""
    outcomes: tuple[str, ...] = ()
    assessment_type: str = ""
    prerequisites: str = ""
    stackability: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AchievementFacts:
    """What was achieved."""

    id: str = ""
    kind: str = ""
    text: TextFacts = TextFacts()
    translations: tuple[TextFacts, ...] = ()
    image: str = ""
    credits: str = ""
    workload: tuple[tuple[str, str], ...] = ()
    """Amount and unit: `("5", "ECTS")`."""
    levels: tuple[tuple[str, str], ...] = ()
    """Framework and level."""
    participation: str = ""
    supervision: str = ""
    further_information: str = ""
    alignments: tuple[Alignment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultFacts:
    """A grade or other result: its value, its state (`Completed`), and the scale's name."""

    value: str = ""
    status: str = ""
    scale: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFacts:
    """Something that shows the achievement."""

    id: str = ""
    name: str = ""
    narrative: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a credential says, read from the statements its signature covers; signed or not, see the verdict."""

    id: str
    types: tuple[str, ...]
    """The classes it belongs to, by the last part of their addresses."""
    name: str = ""
    description: str = ""
    issuer: PartyFacts = PartyFacts()
    recipient: PartyFacts = PartyFacts()
    awarded_at: datetime | None = None
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    achievements: tuple[AchievementFacts, ...] = ()
    results: tuple[ResultFacts, ...] = ()
    evidence: tuple[EvidenceFacts, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """One finding for each step, in order, and the facts as far as they could be read."""

    findings: tuple[Finding, ...]
    read_facts: Callable[[], Facts] | None = field(repr=False, compare=False)
    """Reads the facts, where that can be done."""

    @cached_property
    def facts(self) -> Facts | None:
        """What the credential says. Read when first asked for: whoever wants only the outcome need not wait."""
        return self.read_facts() if self.read_facts else None

    def __getitem__(self, step: Step) -> Finding:
        """The finding of one step. Raises KeyError for anything that is not a step of this verdict."""
        for finding in self.findings:
            if finding.step is step:
                return finding
        raise KeyError(step)

    @property
    def outcome(self) -> Outcome:
        """Not genuine if any step failed; genuine if all passed, `meaning` apart; otherwise it cannot be told.

        `meaning` unchecked is a credential of a kind that is not shown in full: it can be genuine all the same.
        """
        outcome = Outcome.GENUINE
        for finding in self.findings:
            state = finding.code.state
            if state is State.FAILED:
                return Outcome.NOT_GENUINE
            if state is State.UNCHECKED and finding.step is not Step.MEANING:
                outcome = Outcome.CANNOT_TELL
        return outcome

    @property
    def reason(self) -> Finding:
        """The finding that decided: the first that failed, else the first unchecked, else that of the issuer."""
        for state in (State.FAILED, State.UNCHECKED):
            for finding in self.findings:
                if finding.state is state and (state is State.FAILED or finding.step is not Step.MEANING):
                    return finding
        return self[Step.ISSUER]

    def as_json(self) -> dict[str, Any]:
        """The verdict in plain JSON values, for an API: moments in ISO 8601, absent ones null."""
        return {
            "outcome": self.outcome.value,
            "reason": self.reason.code.value,
            "steps": [finding.as_json() for finding in self.findings],
            "facts": _plain(asdict(self.facts)) if self.facts else None,
        }


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, datetime) else value
