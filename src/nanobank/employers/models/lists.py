"""A list of people as it was handed in: read row by row, taken in whole or not at all."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.common.models import Model, PublicModel
from nanobank.employers.models.workplaces import CostCentre
from nanobank.organisations.models import Organisation


class Source(models.TextChoices):
    """What kind of list it is."""

    CSV = "csv", "CSV"
    XLSX = "xlsx", "Excel"


class ListState(models.TextChoices):
    """How far a list has come."""

    READING = "reading", _("Being read")
    UNREADABLE = "unreadable", _("Could not be read")
    READY = "ready", _("Ready to look through")
    TAKEN_IN = "taken_in", _("Taken in")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class PeopleList(PublicModel):
    """People to take in. ``worked_at`` is when a worker was last seen to work on it."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"made_by", "file"})

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="people_lists")
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    source = models.CharField(max_length=4, choices=Source.choices)
    name = models.CharField(max_length=200)
    file = models.FileField(upload_to="medarbejdere/", blank=True, help_text="The list, until it has been read")
    state = models.CharField(max_length=10, choices=ListState.choices, default=ListState.READING)
    trouble = models.JSONField(default=dict, help_text="Why the list could not be read, or which columns say nothing")
    rows_read = models.PositiveIntegerField(default=0)
    fit = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0, help_text="Of the fit: colleagues already, whose details change")
    worked_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["organisation", "-made_at"])]
        constraints = [
            models.CheckConstraint(condition=Q(fit__lte=F("rows_read")), name="people_fit_no_more_than_read")
        ]

    @property
    def with_problems(self) -> int:
        """Rows that cannot be taken in."""
        return self.rows_read - self.fit

    @property
    def new(self) -> int:
        """People who are not on file yet."""
        return self.fit - self.known


class PeopleRow(Model):
    """One line; ``number`` is the one that a spreadsheet shows. ``problems``: ``[column, code, {params}]``."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset(
        {"given_name", "family_name", "email", "team", "job_role", "cost_centre", "cells", "problems"}
    )

    people_list = models.ForeignKey(PeopleList, on_delete=models.CASCADE, related_name="rows", db_index=False)
    number = models.PositiveIntegerField()
    given_name = models.CharField(max_length=80, blank=True)
    family_name = models.CharField(max_length=80, blank=True)
    email = models.CharField(max_length=254, blank=True)
    team = models.CharField(max_length=80, blank=True)
    job_role = models.CharField(max_length=120, blank=True)
    cost_centre = models.ForeignKey(
        CostCentre, on_delete=models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    cells = models.JSONField(default=dict, blank=True)
    problems = models.JSONField(default=list, blank=True)
    fit = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["people_list", "number"], name="one_person_a_line")]
