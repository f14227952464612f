"""What one can want by name: a role at work, a whole education."""

from typing import ClassVar

from django.db import models

from nanobank.catalogue.models import Competence, Level
from nanobank.common.bilingual import Bilingual
from nanobank.common.models import Model, PublicModel
from nanobank.organisations.models import Organisation


class Role(PublicModel):
    """A part that one plays at work, as a named set of competences. ``uri`` is ESCO's occupation where known."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset()

    slug = models.SlugField(max_length=100, unique=True)
    uri = models.URLField(blank=True)
    label_da = models.CharField(max_length=200)
    label_en = models.CharField(max_length=200)
    summary_da = models.CharField(max_length=400, blank=True)
    summary_en = models.CharField(max_length=400, blank=True)
    competences = models.ManyToManyField(Competence, through="RoleCompetence", related_name="roles")

    label = Bilingual("label")
    summary = Bilingual("summary")

    class Meta:
        ordering: ClassVar = ["label_da"]

    def __str__(self) -> str:
        return self.label


class RoleCompetence(Model):
    """A competence that a role asks for, at ``level`` (EQF) or above."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset()

    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="asks_for")
    competence = models.ForeignKey(Competence, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(choices=Level.choices, default=Level.FIVE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["role", "competence"], name="a_role_asks_once")]


class DegreeProgramme(PublicModel):
    """A whole education: its rules (``said.DegreeSaid``; None when it is here to compare with only), and what it takes.

    ``months`` of full-time study, ``ects`` and ``price`` (DKK, what the learner pays) are those of the whole degree.
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset()

    slug = models.SlugField(max_length=100, unique=True)
    provider = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="degree_programmes", null=True, blank=True
    )
    title_da = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    summary_da = models.CharField(max_length=400, blank=True)
    summary_en = models.CharField(max_length=400, blank=True)
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    ects = models.DecimalField(max_digits=5, decimal_places=2)
    months = models.PositiveSmallIntegerField()
    price = models.DecimalField(max_digits=9, decimal_places=2, default=0)
    rules = models.JSONField(null=True, blank=True)
    gives = models.ManyToManyField(Competence, related_name="+", blank=True, help_text="What it is compared by")
    source = models.URLField(blank=True, help_text="Where the figures are from")

    title = Bilingual("title")
    summary = Bilingual("summary")

    def __str__(self) -> str:
        return self.title
