"""What there is to learn, and in which frozen version."""

from decimal import Decimal
from typing import Any, ClassVar, Protocol

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.common.bilingual import Bilingual, in_english
from nanobank.common.models import Model, PublicModel
from nanobank.organisations.models import Organisation

_FILTERED = ["kind", "level", "language", "form", "provider", "audiences", "ects", "price", "rolling", "next_start"]


class Language(models.TextChoices):
    """The language something is taught in."""

    DANISH = "da", _("Danish")
    ENGLISH = "en", _("English")


class Level(models.IntegerChoices):
    """Danish qualification level; the same numbers as the European framework (EQF)."""

    FOUR = 4, _("Level 4 (upper secondary, vocational)")
    FIVE = 5, _("Level 5 (business academy)")
    SIX = 6, _("Level 6 (bachelor, diploma)")
    SEVEN = 7, _("Level 7 (master)")
    EIGHT = 8, _("Level 8 (PhD)")


class Form(models.TextChoices):
    """How one takes part."""

    ONLINE = "online", _("Online")
    BLENDED = "blended", _("Blended")
    ON_SITE = "on_site", _("On site")
    EVENING = "evening", _("Evenings")


class Audience(models.TextChoices):
    """Whom something speaks to."""

    STUDENTS = "students", _("Students")
    PROFESSIONALS = "professionals", _("Professionals")
    EMPLOYERS = "employers", _("An employer's staff")
    EDUCATORS = "educators", _("Educators")


class State(models.TextChoices):
    """Where something is on its way to the public."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


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


class Assessment(models.TextChoices):
    """How a micro-credential is examined."""

    ORAL = "oral", _("Oral exam")
    ASSIGNMENT = "assignment", _("Written assignment")
    PORTFOLIO = "portfolio", _("Portfolio")
    PRACTICAL = "practical", _("Practical exam")


class Grading(models.TextChoices):
    """How the result is expressed."""

    SEVEN_POINT = "seven_point", _("7-point grading scale")
    PASS_FAIL = "pass_fail", _("Passed / not passed")


class MicroCredential(PublicModel):
    """What one can be examined in and get a credential for: the rule of what must be completed, and how it is examined.

    ``required`` must all be completed, and of each elective group at least ``min_ects``. Every mandatory element of
    the Council Recommendation 2022/C 243/02, Annex I, has its field here.
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset()

    slug = models.SlugField(max_length=120, unique=True)
    provider = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="micro_credentials")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    published_at = models.DateTimeField(null=True, blank=True)
    title_da = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    summary_da = models.CharField(max_length=400)
    summary_en = models.CharField(max_length=400)
    description_da = models.TextField()
    description_en = models.TextField()
    learning_outcomes = models.JSONField(default=list)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.DANISH)
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    ects = models.DecimalField(max_digits=5, decimal_places=2)
    price = models.DecimalField(max_digits=9, decimal_places=2, default=Decimal(0))
    assessment = models.CharField(max_length=12, choices=Assessment.choices)
    by_hand_in = models.BooleanField(help_text="An assignment is handed in; otherwise a slot is booked")
    grading = models.CharField(max_length=12, choices=Grading.choices)
    second_examiner = models.BooleanField(default=False)
    participation = models.CharField(max_length=10, choices=Form.choices)
    identity_check_da = models.TextField(blank=True)
    identity_check_en = models.TextField(blank=True)
    exam_guidance_da = models.TextField(blank=True)
    exam_guidance_en = models.TextField(blank=True)
    quality_assurance_da = models.TextField()
    quality_assurance_en = models.TextField()
    prerequisites_da = models.TextField(blank=True)
    prerequisites_en = models.TextField(blank=True)
    validity_months = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="How long a credential is valid; for good when empty"
    )
    suspendable = models.BooleanField(
        default=False, help_text="Its credentials point to a second status list, for suspension; see ADR 0050"
    )
    max_outside_ects = models.DecimalField(
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="How much of it may have been learnt elsewhere; half of its ECTS when empty",
    )
    competences = models.ManyToManyField(Competence, related_name="micro_credentials", blank=True)
    required = models.ManyToManyField(Module, related_name="required_by", blank=True)

    title = Bilingual("title")
    summary = Bilingual("summary")
    description = Bilingual("description")
    identity_check = Bilingual("identity_check")
    exam_guidance = Bilingual("exam_guidance")
    quality_assurance = Bilingual("quality_assurance")
    prerequisites = Bilingual("prerequisites")
    outcomes = Outcomes()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(ects__gt=0), name="micro_credential_has_ects")]

    def __str__(self) -> str:
        return self.title


class ElectiveGroup(Model):
    """At least ``min_ects`` from these modules, counting only those at ``min_level`` or above."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset()

    micro_credential = models.ForeignKey(MicroCredential, on_delete=models.CASCADE, related_name="elective_groups")
    min_ects = models.DecimalField(max_digits=4, decimal_places=2)
    min_level = models.PositiveSmallIntegerField(choices=Level.choices, default=Level.FOUR)
    modules = models.ManyToManyField(Module, related_name="elective_in")


class Bundle(PublicModel):
    """A *fagpakke*: modules and micro-credentials that answer one need together, at one price."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset()

    slug = models.SlugField(max_length=120, unique=True)
    provider = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="bundles")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    published_at = models.DateTimeField(null=True, blank=True)
    title_da = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    summary_da = models.CharField(max_length=400)
    summary_en = models.CharField(max_length=400)
    description_da = models.TextField()
    description_en = models.TextField()
    need_da = models.TextField(blank=True)
    need_en = models.TextField(blank=True)
    audience = models.CharField(max_length=14, choices=Audience.choices)
    price = models.DecimalField(max_digits=9, decimal_places=2)
    modules = models.ManyToManyField(Module, related_name="bundles", blank=True)
    micro_credentials = models.ManyToManyField(MicroCredential, related_name="bundles", blank=True)

    title = Bilingual("title")
    summary = Bilingual("summary")
    description = Bilingual("description")
    need = Bilingual("need")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(price__gte=0), name="bundle_price_not_negative")]

    def __str__(self) -> str:
        return self.title


class Hand(Model):
    """Somebody who has written on a version of a module, or on a micro-credential; such a one may not judge it."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"person", "at"})

    version = models.ForeignKey(ModuleVersion, on_delete=models.CASCADE, related_name="hands", null=True, blank=True)
    micro_credential = models.ForeignKey(
        MicroCredential, on_delete=models.CASCADE, related_name="hands", null=True, blank=True
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "person"], name="one_hand_a_version"),
            models.UniqueConstraint(fields=["micro_credential", "person"], name="one_hand_a_micro_credential"),
            models.CheckConstraint(
                condition=Q(version__isnull=True) ^ Q(micro_credential__isnull=True), name="hand_is_on_one_thing"
            ),
        ]


class ListingKind(models.TextChoices):
    """What a search can find."""

    MODULE = "module", _("Module")
    MICRO_CREDENTIAL = "micro_credential", _("Micro-credential")
    BUNDLE = "bundle", _("Bundle")
    PROVIDER = "provider", _("Provider")
    COMPETENCE = "competence", _("Competence")
    OUTSIDE_OFFER = "outside_offer", _("Offer from outside")


class Listing(Model):
    """One line of the catalogue, copied from what is published so that a page of results is one query.

    Written by ``catalogue.indexing`` alone. The words it is found by are beside it, in a table that each database
    vendor has in its own way (migration 0002). Each order of results has an index that also covers the filters.
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset()

    kind = models.CharField(max_length=16, choices=ListingKind.choices)
    target_id = models.BigIntegerField()
    slug = models.CharField(max_length=120)
    title_da = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    summary_da = models.CharField(max_length=400, blank=True)
    summary_en = models.CharField(max_length=400, blank=True)
    title_length = models.PositiveSmallIntegerField()
    provider = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="+", null=True, blank=True, db_index=False
    )
    provider_name = models.CharField(max_length=60, blank=True)
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    ects = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    price = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    language = models.CharField(max_length=2, blank=True)
    form = models.CharField(max_length=10, blank=True)
    audiences = models.PositiveSmallIntegerField(default=0, help_text="One bit for each audience, in order")
    rolling = models.BooleanField(default=False)
    next_start = models.DateField(null=True, blank=True)
    published_at = models.DateTimeField()

    title = Bilingual("title")
    summary = Bilingual("summary")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["target_id", "kind"], name="one_listing_a_thing")]
        indexes = [
            models.Index(
                fields=[*order, *(f for f in _FILTERED if f not in order and f"-{f}" not in order)],
                name=f"listing_by_{name}",
            )
            for name, order in (
                ("newest", ["-published_at", "-id"]),
                ("price", ["price", "-id"]),
                ("ects", ["ects", "-id"]),
                ("start", ["-rolling", "next_start", "-id"]),
            )
        ]


class ListingChange(Model):
    """A line of the catalogue was written or taken out. Numbers grow in the order in which changes are committed.

    Whatever is derived from the listing reads on from the number it has reached (``catalogue.changes``).
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset()

    kind = models.CharField(max_length=16)
    target_id = models.BigIntegerField()
    listing_id = models.BigIntegerField()
    at = models.DateTimeField()


class IndexRun(PublicModel):
    """One rebuilding of the catalogue's listing. What it has done is kept, so that a killed run goes on from there."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset()

    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    kind = models.CharField(max_length=16, choices=ListingKind.choices, default=ListingKind.MODULE)
    last_id = models.BigIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
