"""What modules add up to: micro-credentials and bundles, and who has written on what."""

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q

from nanobank.accounts.models import Person
from nanobank.catalogue.models.modules import Competence, Module, ModuleVersion, Outcomes
from nanobank.catalogue.models.words import Assessment, Audience, Form, Grading, Language, Level, State
from nanobank.common.bilingual import Bilingual
from nanobank.common.models import Model, PublicModel, exactly_one
from nanobank.organisations.models import Organisation


class MicroCredential(PublicModel):
    """What one can be examined in and get a credential for: the rule of what must be completed, and how it is examined.

    ``required`` must all be completed, and of each elective group at least ``min_ects``. Every mandatory element of
    the Council Recommendation 2022/C 243/02, Annex I, has its field here. ``replaces`` is the edition before it, which
    leaves the catalogue when this one enters it.
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
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, related_name="edition", null=True, blank=True)

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
    """Somebody who has written on a version of a module, a micro-credential or a bundle; they may not judge it."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"person", "at"})

    version = models.ForeignKey(ModuleVersion, on_delete=models.CASCADE, related_name="hands", null=True, blank=True)
    micro_credential = models.ForeignKey(
        MicroCredential, on_delete=models.CASCADE, related_name="hands", null=True, blank=True
    )
    bundle = models.ForeignKey(Bundle, on_delete=models.CASCADE, related_name="hands", null=True, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "person"], name="one_hand_a_version"),
            models.UniqueConstraint(fields=["micro_credential", "person"], name="one_hand_a_micro_credential"),
            models.UniqueConstraint(fields=["bundle", "person"], name="one_hand_a_bundle"),
            models.CheckConstraint(
                condition=exactly_one("version", "micro_credential", "bundle"), name="hand_is_on_one_thing"
            ),
        ]
