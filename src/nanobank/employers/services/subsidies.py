"""The schemes that may lower a price are kept right by the bank's staff."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.common.errors import NotYours, Refused
from nanobank.employers.models import Subsidy


@dataclass(frozen=True)
class SubsidyFacts:
    """What its source says, and when somebody read that."""

    terms_da: str
    terms_en: str
    percent: int
    most: Decimal
    source: str
    read_on: date
    valid_until: date | None = None


def change_subsidy(*, subsidy: Subsidy, facts: SubsidyFacts, by: Person) -> Subsidy:
    """Say it as the source does now. Raises NotYours for all but staff, Refused (field ``percent``)."""
    if not by.is_staff:
        raise NotYours(_("Only the bank's staff can do this."))
    if not 0 <= facts.percent <= 100:  # a percentage
        raise Refused(_("A percentage is from 0 to 100."), field="percent")
    for name in ("terms_da", "terms_en", "percent", "most", "source", "read_on", "valid_until"):
        setattr(subsidy, name, getattr(facts, name))
    subsidy.save()
    return subsidy
