"""What is measured of a draft beside what its author claims: work, words, readers, outcomes. Read, never changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from nanobank.authoring import bridge
from nanobank.catalogue.models import ModuleVersion
from nanobank.study.models import Step
from nanobank.study.work import work_of

Verdict = Literal["empty", "too_much", "own_work", "agrees"]

_CLEARLY: Final = 1.15
"""Measured hours may be this many times the claimed ones before it is called too much."""
_DESCRIBED: Final = 0.5
"""With less than this share of the hours in the steps, the author is asked what the rest consists of."""
_SHORT: Final = 1.5
_SHORT_MINUTES: Final = 3
_JARGON_SHOWN: Final = 30


@dataclass(frozen=True)
class TextMeasure:
    """What is said of a text: how hard it is, what could be plainer, and whom it speaks to."""

    language: str
    readability: bridge.Readability
    jargon: tuple[bridge.Jargon, ...]
    address: bridge.Address


@dataclass(frozen=True)
class ShortStep:
    """A step that takes clearly longer than its author says. ``minutes`` measured."""

    step: Step
    minutes: float


@dataclass(frozen=True)
class WorkMeasure:
    """Hours measured beside those claimed.

    ``claimed_hours`` are the ECTS in hours, ``said_hours`` the sum of what the steps say of themselves. ``verdict``:
    ``empty`` before there is anything to measure, ``too_much`` when it takes clearly longer than its ECTS, ``own_work``
    when the steps describe less than half of the hours, else ``agrees``.
    """

    work: bridge.Workload
    ects: float
    claimed_hours: float
    said_hours: float
    verdict: Verdict
    too_short: tuple[ShortStep, ...]

    @property
    def own_hours(self) -> float:
        """What of the claimed hours is not in the steps."""
        return max(0.0, self.claimed_hours - max(self.said_hours, self.work.hours))


@dataclass(frozen=True)
class StepFault:
    """A fault of a step's text; no step when it stands in the description."""

    step: Step | None
    fault: bridge.Fault


@dataclass(frozen=True)
class OutcomeSaid:
    """A learning outcome as written, and as taken apart."""

    text: str
    language: str
    told: bridge.Outcome


@dataclass(frozen=True)
class Measures:
    """Everything measured of a version. ``text`` is of ``step`` alone when there is one."""

    version: ModuleVersion
    step: Step | None
    work: WorkMeasure
    text: TextMeasure
    outcomes: tuple[OutcomeSaid, ...]
    faults: tuple[StepFault, ...]

    @property
    def outcomes_to_mend(self) -> int:
        """How many outcomes cannot be assessed as they stand."""
        return sum(bool(one.told.faults) for one in self.outcomes)


def measures_of(version: ModuleVersion, *, step: Step | None = None) -> Measures:
    """What is measured of a version, or of one of its steps' text: two queries, whatever the number of steps."""
    steps = list(version.steps.prefetch_related("questions").order_by("position"))
    language = version.language
    summary = version.summary_en if language == "en" else version.summary_da
    texts = [summary, version.description, *(one.body for one in steps)]
    written: Iterable[tuple[Step | None, str]] = [(None, version.description), *((one, one.body) for one in steps)]
    if step is not None:
        texts, written = [step.body], [(step, step.body)]
    return Measures(
        version=version,
        step=step,
        work=_work(version, steps),
        text=text_measure("\n\n".join(texts), language),
        outcomes=_outcomes(version),
        faults=tuple(StepFault(one, fault) for one, text in written for fault in bridge.content_faults(text)),
    )


def text_measure(text: str, language: str) -> TextMeasure:
    """What is said of any Markdown text; at most thirty plainer words."""
    return TextMeasure(
        language=language,
        readability=bridge.readability(text, language),
        jargon=bridge.jargon(text, language)[:_JARGON_SHOWN],
        address=bridge.speaks_to(text, language),
    )


def _outcomes(version: ModuleVersion) -> tuple[OutcomeSaid, ...]:
    return outcomes_told(version.learning_outcomes, ("en", "da") if version.language == "en" else ("da", "en"))


def outcomes_told(outcomes: Iterable[Mapping[str, str]], languages: tuple[str, str]) -> tuple[OutcomeSaid, ...]:
    """Each taken apart in the first of the languages that it is written in."""
    said = [
        next(((text, language) for language in languages if (text := str(outcome.get(language, "")).strip())), ("", ""))
        for outcome in outcomes
    ]
    return tuple(OutcomeSaid(text, language, bridge.outcome(text, language)) for text, language in said if text)


def _work(version: ModuleVersion, steps: Sequence[Step]) -> WorkMeasure:
    per_ects = version.module.provider.hours_per_ects
    work = work_of(steps, per_ects)
    claimed, said = float(version.ects * per_ects), work.claimed / 60
    alone = [(step, work_of([step], per_ects).minutes) for step in steps]
    return WorkMeasure(
        work=work,
        ects=float(version.ects),
        claimed_hours=claimed,
        said_hours=said,
        verdict=_verdict(work.hours, said, claimed),
        too_short=tuple(
            ShortStep(step, minutes)
            for step, minutes in alone
            if minutes > step.minutes * _SHORT and minutes - step.minutes >= _SHORT_MINUTES
        ),
    )


def _verdict(measured: float, said: float, claimed: float) -> Verdict:
    if not measured and not said:
        return "empty"
    if max(measured, said) > claimed * _CLEARLY:
        return "too_much"
    return "own_work" if max(measured, said) < claimed * _DESCRIBED else "agrees"
