"""Designs of micro-credentials on their way, answered question by question; templates that a module starts from."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.catalogue.models import (
    Competence,
    Form,
    Language,
    Level,
    MicroCredential,
    Module,
    ModuleVersion,
    Outcomes,
)
from nanobank.common.bilingual import Bilingual
from nanobank.common.models import Model, PublicModel
from nanobank.organisations.models import Organisation


class DesignQuestion(models.TextChoices):
    """What is asked of whoever designs a micro-credential, in this order."""

    WHOM = "whom", _("For whom")
    COMPETENCE = "competence", _("The competence")
    DIDACTICS = "didactics", _("Didactic design")
    FORMAT = "format", _("Format")
    LEVEL = "level", _("Level")
    MODULES = "modules", _("ECTS and modules")
    ASSESSMENT = "assessment", _("Assessment")
    TERMS = "terms", _("Price and quality")
    NAME = "name", _("Name")


class DesignAim(models.TextChoices):
    """What a design becomes."""

    NEW = "new", _("A new micro-credential")
    CHANGE = "change", _("A change to one that there is")
    EDITION = "edition", _("A new edition of one that there is")


class Approach(models.TextChoices):
    """The didactic idea: where what is worked with comes from."""

    OWN_PRACTICE = "own_practice", _("The participants' own practice")
    CASES = "cases", _("Cases")
    PROJECT = "project", _("A project")
    REHEARSAL = "rehearsal", _("Rehearsal and simulation")
    THEORY = "theory", _("Theory, put to use")


class DesignQuerySet(models.QuerySet["Design"]):
    """Reads aloud: ``Design.objects.under_way()``."""

    def under_way(self) -> "DesignQuerySet":
        """Those that have not become anything yet."""
        return self.filter(finished_at__isnull=True)


class Design(PublicModel):
    """A micro-credential being designed by those who write for a provider.

    ``basis`` is the one it changes or is a new edition of; ``made`` what it has become, and then it is closed.
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"begun_by", "begun_at"})

    provider = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="designs")
    aim = models.CharField(max_length=7, choices=DesignAim.choices, default=DesignAim.NEW)
    basis = models.ForeignKey(
        MicroCredential, on_delete=models.PROTECT, related_name="redesigns", null=True, blank=True
    )
    begun_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    made = models.ForeignKey(MicroCredential, on_delete=models.PROTECT, related_name="designs", null=True, blank=True)

    objects = DesignQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["provider", "-changed_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(aim="new", basis__isnull=True) | ~Q(aim="new") & Q(basis__isnull=False),
                name="design_has_a_basis_unless_new",
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True, made__isnull=True)
                | Q(finished_at__isnull=False, made__isnull=False),
                name="finished_design_has_become_something",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class DesignAnswer(Model):
    """What has been answered to one question, by whom last. ``revision`` grows by one with every change.

    ``values`` has the question's own keys (``authoring.designing.answers``).
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"by", "at"})

    design = models.ForeignKey(Design, on_delete=models.CASCADE, related_name="answers", db_index=False)
    question = models.CharField(max_length=10, choices=DesignQuestion.choices)
    values = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["design", "question"], name="one_answer_a_question")]


class ModuleTemplateQuerySet(models.QuerySet["ModuleTemplate"]):
    """Reads aloud: ``ModuleTemplate.objects.to_choose()``."""

    def to_choose(self) -> "ModuleTemplateQuerySet":
        """Those that a module may be started from."""
        return self.filter(retired_at__isnull=True)


class ModuleTemplate(PublicModel):
    """A didactic model that a module is started from: steps with guidance to the author, outcomes, suggestions.

    The bank's own have no provider; an institution's own are open to every author. ``steps`` is a list of
    ``{"kind", "title", "minutes", "body"}``, as ``study.services.NewStep`` takes them.
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"made_by"})

    slug = models.SlugField(max_length=120, unique=True)
    provider = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="module_templates", null=True, blank=True
    )
    title_da = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    summary_da = models.CharField(max_length=400)
    summary_en = models.CharField(max_length=400)
    guidance_da = models.TextField(blank=True)
    guidance_en = models.TextField(blank=True)
    learning_outcomes = models.JSONField(default=list)
    steps = models.JSONField(default=list)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.DANISH)
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    ects = models.DecimalField(max_digits=4, decimal_places=2)
    form = models.CharField(max_length=10, choices=Form.choices)
    competences = models.ManyToManyField(Competence, related_name="module_templates", blank=True)
    made_from = models.ForeignKey(ModuleVersion, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    title = Bilingual("title")
    summary = Bilingual("summary")
    guidance = Bilingual("guidance")
    outcomes = Outcomes()

    objects = ModuleTemplateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ects__gt=0, ects__lte=10), name="template_ects_between_0_and_10")
        ]

    def __str__(self) -> str:
        return self.title


class TemplateUse(Model):
    """That a module was started from a template."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"by", "at"})

    module = models.OneToOneField(Module, on_delete=models.CASCADE, related_name="started_from")
    template = models.ForeignKey(ModuleTemplate, on_delete=models.PROTECT, related_name="uses")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    at = models.DateTimeField()
