"""A plan beside a whole degree, in months, money and ECTS."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import ngettext

from nanobank.pathways.models import DegreeProgramme
from nanobank.pathways.queries import Comparison
from nanobank.pathways.wording import length_in_words

_WEEKS_IN_A_MONTH = Decimal("4.35")


@dataclass(frozen=True)
class Beside:
    """What the plan takes and what the degree takes; bars are drawn out of ``longest`` months and the degree's ECTS."""

    degree: DegreeProgramme
    months: int
    length: str
    ects: Decimal
    ects_saved: Decimal
    price: Decimal

    @property
    def longest(self) -> int:
        """Months of the longer of the two."""
        return max(self.months, self.degree.months)

    @property
    def degree_length(self) -> str:
        """Of the whole degree, full time."""
        return ngettext("%d month", "%d months", self.degree.months) % self.degree.months

    @property
    def ects_in_hundred(self) -> int:
        """How much of the degree's ECTS the plan has, in a hundred."""
        return round(100 * self.ects / self.degree.ects) if self.degree.ects else 0


def beside(comparison: Comparison) -> Beside:
    """The comparison as it is shown."""
    return Beside(
        degree=comparison.degree,
        months=max(round(comparison.weeks / _WEEKS_IN_A_MONTH), 1),
        length=length_in_words(comparison.weeks),
        ects=comparison.ects,
        ects_saved=comparison.ects_saved,
        price=comparison.price,
    )
