"""Competences, and modules in their frozen versions with what they require and when they are offered."""

from decimal import Decimal
from typing import Any, ClassVar, Protocol

from django.db import models
from django.db.models import F, Q

from nanobank.accounts.models import Person
from nanobank.catalogue.models.words import Audience, Form, Language, Level, State
from nanobank.common.bilingual import Bilingual, in_english
from nanobank.common.models import Model, PublicModel
from nanobank.organisations.models import Organisation


class HasOutcomes(Protocol):
    """A row with learning outcomes in both languages."""

    learning_outcomes: Any


class Outcomes:
    """Gives the learning outcomes in the active language, from a JSON list of ``{"da": …, "en": …}``."""

    def __get__(self, instance: HasOutcomes, owner: type | None = None) -> list[str]:
        """One sentence each; the other language where one is missing."""
        first, second = ("en", "da") if in_english() else ("da", "en")
        return [outcome.get(first) or outcome.get(second, "") for outcome in instance.learning_outcomes]


class Competence(PublicModel):
    """Something a person can be able to do; ESCO calls it a skill. The URI is ESCO's own, never invented."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset()

    slug = models.SlugField(max_length=100, unique=True)
    uri = models.URLField(unique=True)
    label_da = models.CharField(max_length=200)
    label_en = models.CharField(max_length=200)
    label_da_is_official = models.BooleanField(default=False)
    description_da = models.TextField(blank=True)
    description_en = models.TextField(blank=True)

    label = Bilingual("label")
    description = Bilingual("description")

    def __str__(self) -> str:
        return self.label


class Module(PublicModel):
    """A small learning unit as a thing that lives; what it says and holds is in its versions."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"created_by"})

    slug = models.SlugField(max_length=120, unique=True)
    provider = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="modules")
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    current = models.OneToOneField(
        "ModuleVersion", on_delete=models.PROTECT, related_name="current_of", null=True, blank=True
    )

    def __str__(self) -> str:
        return self.slug


class ModuleVersion(PublicModel):
    """What a module says and demands. Frozen when published: a change is a new version."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"published_by"})

    module = models.ForeignKey(Module, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    title_da = models.CharField(max_length=200, blank=True)
    title_en = models.CharField(max_length=200, blank=True)
    summary_da = models.CharField(max_length=400, blank=True)
    summary_en = models.CharField(max_length=400, blank=True)
    description = models.TextField(blank=True)
    learning_outcomes = models.JSONField(default=list)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.DANISH)
    ects = models.DecimalField(max_digits=4, decimal_places=2)
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    price = models.DecimalField(max_digits=9, decimal_places=2, default=Decimal(0))
    form = models.CharField(max_length=10, choices=Form.choices)
    competences = models.ManyToManyField(Competence, related_name="module_versions", blank=True)

    title = Bilingual("title")
    summary = Bilingual("summary")
    outcomes = Outcomes()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["module", "number"], name="one_version_a_number"),
            models.UniqueConstraint(fields=["module"], condition=Q(state="draft"), name="one_draft_a_module"),
            models.CheckConstraint(condition=Q(ects__gt=0, ects__lte=10), name="module_ects_between_0_and_10"),
            models.CheckConstraint(condition=Q(price__gte=0), name="module_price_not_negative"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(published_at__isnull=False), name="published_has_a_date"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} (v{self.number})"


class VersionAudience(Model):
    """One of the audiences that a version speaks to."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset()

    version = models.ForeignKey(ModuleVersion, on_delete=models.CASCADE, related_name="audiences")
    audience = models.CharField(max_length=14, choices=Audience.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "audience"], name="one_audience_a_version")]


class PrerequisiteGroup(Model):
    """Any one of these modules; all of a version's groups must be met (a conjunction of alternatives)."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset()

    version = models.ForeignKey(ModuleVersion, on_delete=models.CASCADE, related_name="prerequisite_groups")
    any_of = models.ManyToManyField(Module, related_name="+")


TIMES = tuple(
    f"{day}-{part}" for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun") for part in ("day", "evening")
)
"""The days and evenings of a week."""


class OfferingQuerySet(models.QuerySet["Offering"]):
    """Reads aloud: ``Offering.objects.public()``."""

    def public(self) -> "OfferingQuerySet":
        """Those that anybody may take."""
        return self.filter(reserved_for__isnull=True)


class Offering(PublicModel):
    """A chance to take a module: any day (rolling), or from a date; with seats or without end.

    ``place`` is for people to read, ``postcode`` says how far it is. ``times`` are when one must be there, as
    ``"tue-evening"`` and the like (``TIMES``); none when one's own time will do. One that is ``reserved_for`` an
    organisation is for its people alone and is shown to nobody else (ADR 0087).
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset()

    module = models.ForeignKey(Module, on_delete=models.CASCADE, related_name="offerings")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    place = models.CharField(max_length=80, blank=True)
    postcode = models.CharField(max_length=4, blank=True)
    times = models.JSONField(default=list, blank=True)
    seats = models.PositiveIntegerField(null=True, blank=True)
    seats_taken = models.PositiveIntegerField(default=0)
    reserved_for = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    objects = OfferingQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["module", "starts_on"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(seats__isnull=True) | Q(seats_taken__lte=F("seats")), name="offering_not_overfull"
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True, ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="offering_ends_after_it_starts",
            ),
        ]

    @property
    def is_rolling(self) -> bool:
        """Whether one may begin any day."""
        return self.starts_on is None

    @property
    def seats_left(self) -> int | None:
        """Free seats, or None when there is no limit."""
        return None if self.seats is None else self.seats - self.seats_taken
