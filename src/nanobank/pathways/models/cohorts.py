"""Modules laid over terms, so that a cohort is never loaded more than it has to be."""

from typing import ClassVar

from django.db import models

from nanobank.accounts.models import Person
from nanobank.common.models import PublicModel
from nanobank.organisations.models import Organisation


class Balance(PublicModel):
    """Modules that a programme lead lays over terms; ``said`` is a ``cohorts.terms.BalanceTerms``.

    ``asked`` counts its changes. What came of each asking is with the planning.
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"made_by"})

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="balances")
    title = models.CharField(max_length=120)
    said = models.JSONField()
    asked = models.PositiveIntegerField(default=1)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    put_away_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "-changed_at"])]

    def __str__(self) -> str:
        return self.title
