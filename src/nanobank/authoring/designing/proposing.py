"""Assessments that are suggested for a design, and what using one of them writes in its answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import override

from nanobank.authoring.designing.answers import Answers, Values
from nanobank.authoring.designing.bridge import Suggested, suggested_for
from nanobank.authoring.designing.texts import example_of, reasons_of
from nanobank.catalogue.models import Assessment

_LANGUAGES: Final = ("da", "en")


@dataclass(frozen=True)
class Proposal:
    """One assessment: why it would show the competence, and an example of it (``guidance`` has it in each language)."""

    assessment: str
    label: str | Promise
    reasons: Sequence[str]
    example: str
    handed_in: bool
    guidance: Mapping[str, str]

    def put_into(self, values: Values, others: Sequence["Proposal"]) -> Values:
        """The answer with this one chosen and its example as what one must do.

        What stands there is kept, the example after it, unless it is the example of one of the others.
        """
        said = {
            f"exam_guidance_{of}": _after(str(values[f"exam_guidance_{of}"]), of, self, others) for of in _LANGUAGES
        }
        return {**values, **said, "assessment": self.assessment, "by_hand_in": self.handed_in}


def _after(stands: str, language: str, chosen: Proposal, others: Sequence[Proposal]) -> str:
    example = chosen.guidance[language]
    if not stands.strip() or stands.strip() in {one.guidance[language] for one in others}:
        return example or stands
    return stands if not example or example in stands else f"{stands.rstrip()}\n\n{example}"


def proposals_for(answers: Answers) -> list[Proposal]:
    """The best first; none before there are outcomes that say what one does."""
    return [
        Proposal(
            assessment=one.assessment.value,
            label=Assessment(one.assessment.value).label,
            reasons=reasons_of(one),
            example=example_of(one, answers),
            handed_in=one.handed_in,
            guidance={of: _guidance(one, answers, of) for of in _LANGUAGES},
        )
        for one in suggested_for(answers)
    ]


def _guidance(suggested: Suggested, answers: Answers, language: str) -> str:
    """The example in a language; empty where the outcome has not been written in it."""
    if not answers.outcomes[suggested.outcome or 0][_LANGUAGES.index(language)].strip():
        return ""
    with override(language):
        return example_of(suggested, answers)
