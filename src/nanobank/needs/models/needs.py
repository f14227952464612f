"""A need in somebody's own words, and what has turned up since that fits it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.catalogue.models import Competence, Module
from nanobank.common.models import Model, PublicModel
from nanobank.organisations.models import Organisation
from nanobank.organisations.regions import Region


class State(models.TextChoices):
    """Where a need is; what leads from one to another is ``nanocore.tailoring.NEED``."""

    OPEN = "open", _("Open")
    ASKED = "asked", _("Institutions are asked")
    ANSWERED = "answered", _("There are answers")
    MET = "met", _("Met")
    WITHDRAWN = "withdrawn", _("Withdrawn")


STANDING = (State.OPEN, State.ASKED, State.ANSWERED)
"""The states of a need that is still to be met."""


class Origin(models.TextChoices):
    """Where in the house it was said."""

    SEARCH = "search", _("A search that found nothing")
    PLAN = "plan", _("A goal that nobody teaches")
    EMPLOYER = "employer", _("An employer's need")
    LEARNER = "learner", _("A learner's wish")


class Sector(models.TextChoices):
    """The main sections of the Danish industrial classification (*Dansk Branchekode 2007*, which is NACE Rev. 2)."""

    A = "A", _("Agriculture, forestry and fishing")
    B = "B", _("Mining and quarrying")
    C = "C", _("Manufacturing")
    D = "D", _("Electricity, gas and district heating")
    E = "E", _("Water supply, sewerage and waste")
    F = "F", _("Construction")
    G = "G", _("Wholesale and retail trade")
    H = "H", _("Transport")
    I = "I", _("Hotels and restaurants")  # noqa: E741  # the section's own letter
    J = "J", _("Information and communication")
    K = "K", _("Finance and insurance")
    L = "L", _("Real estate")
    M = "M", _("Advice, research and other business services")
    N = "N", _("Travel agencies, cleaning and other operational services")
    O = "O", _("Public administration, defence and social security")  # noqa: E741  # the section's own letter
    P = "P", _("Education")
    Q = "Q", _("Health and social care")
    R = "R", _("Culture and leisure")
    S = "S", _("Other services and associations")
    T = "T", _("Private households with employees")
    U = "U", _("International organisations")


class NeedQuerySet(models.QuerySet["Need"]):
    """Reads aloud: ``Need.objects.of(person).standing()``."""

    def of(self, person: Person) -> "NeedQuerySet":
        """Those that this person has asked for on their own behalf."""
        return self.filter(by=person, organisation__isnull=True)

    def standing(self) -> "NeedQuerySet":
        """Those still to be met."""
        return self.filter(state__in=STANDING)


class Need(PublicModel):
    """Something that somebody wants to be able to do, or wants their people to, and has not found.

    ``organisation`` when it is a firm's, ``by`` who wrote it; neither when nobody was signed in, or their account is
    gone. ``people`` is for how many. ``region`` and ``sector`` are empty when they are not known. The asker is shown to
    institutions only when ``name_shown``, and written to by them only when ``may_be_contacted``.
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"by", "words", "may_be_contacted", "hears"})

    words = models.TextField()
    language = models.CharField(max_length=3, help_text="ISO 639-1 as far as it could be told, else und")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    origin = models.CharField(max_length=8, choices=Origin.choices)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, related_name="needs", null=True, blank=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="needs", null=True, blank=True
    )
    competences = models.ManyToManyField(Competence, related_name="needs", blank=True)
    people = models.PositiveIntegerField(default=1)
    region = models.CharField(max_length=5, choices=Region.choices, blank=True)
    sector = models.CharField(max_length=1, choices=Sector.choices, blank=True)
    name_shown = models.BooleanField(default=False)
    may_be_contacted = models.BooleanField(default=False)
    hears = models.BooleanField(default=True, help_text="Whether the asker is written to when something new fits")
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    looked_at = models.DateTimeField(
        null=True, blank=True, help_text="Up to when new modules have been held against it"
    )

    objects = NeedQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "-made_at"]),
            models.Index(fields=["state", "made_at"]),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(people__gte=1), name="need_is_for_somebody"),
            models.CheckConstraint(
                condition=Q(state__in=["met", "withdrawn"], closed_at__isnull=False)
                | Q(state__in=["open", "asked", "answered"], closed_at__isnull=True),
                name="need_is_closed_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The first line, shortened: what it is called in a list."""
        line = self.words.strip().splitlines()[0].strip()
        return line if len(line) <= 90 else f"{line[:88].rsplit(' ', 1)[0]} …"

    @property
    def is_standing(self) -> bool:
        """Whether it is still to be met."""
        return self.state in STANDING

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("need", args=[self.uuid])


class Fit(Model):
    """A module published after the need was said that teaches some of its competences; mailed once at most."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"need"})

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="fits")
    module = models.ForeignKey(Module, on_delete=models.CASCADE, related_name="+")
    covers = models.PositiveSmallIntegerField(help_text="How many of the need's competences it teaches")
    found_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["need", "module"], name="one_fit_a_module")]
