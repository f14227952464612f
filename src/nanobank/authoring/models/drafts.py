"""Who is in a draft just now, and who wrote each of its parts last."""

from typing import ClassVar

from django.db import models

from nanobank.accounts.models import Person
from nanobank.catalogue.models import ModuleVersion
from nanobank.common.models import Model

PART_LENGTH = 48
"""A part's name: ``about``, ``outcomes``, ``facts``, or ``step:<uuid>`` or ``question:<uuid>``."""


class DraftVisit(Model):
    """Where in a draft somebody was seen last, so that those who write together know of each other."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"version", "person", "part", "seen_at"})

    version = models.ForeignKey(ModuleVersion, on_delete=models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    part = models.CharField(max_length=PART_LENGTH)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "person"], name="one_visit_a_draft")]


class DraftWriting(Model):
    """Who wrote a part of a draft last: named to whoever wrote the same part at the same time."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"by", "at"})

    version = models.ForeignKey(ModuleVersion, on_delete=models.CASCADE, related_name="+", db_index=False)
    part = models.CharField(max_length=PART_LENGTH)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "part"], name="one_writing_a_part")]
