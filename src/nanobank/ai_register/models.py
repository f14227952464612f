"""What an organisation can show about its AI systems and its people's AI literacy."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.catalogue.models import Module
from nanobank.common.bilingual import Bilingual
from nanobank.common.models import Model, PublicModel
from nanobank.organisations.models import Membership, Organisation


class Risk(models.TextChoices):
    """Where a system stands in the AI Act's order of risk."""

    NOT_ASSESSED = "not_assessed", _("Not assessed yet")
    MINIMAL = "minimal", _("Minimal risk")
    LIMITED = "limited", _("Limited risk (transparency)")
    HIGH = "high", _("High risk")
    PROHIBITED = "prohibited", _("Prohibited practice")


class Part(models.TextChoices):
    """The organisation's own part in the system, in the AI Act's words."""

    DEPLOYER = "deployer", _("Deployer (uses it)")
    PROVIDER = "provider", _("Provider (develops it or puts its own name on it)")
    IMPORTER = "importer", _("Importer")
    DISTRIBUTOR = "distributor", _("Distributor")


class Knowledge(models.TextChoices):
    """What a group of staff knew about AI beforehand."""

    NONE = "none", _("None to speak of")
    SOME = "some", _("Some: have tried it themselves")
    SKILLED = "skilled", _("Skilled: use it with understanding")
    EXPERT = "expert", _("Expert: develop it or teach others")


class AiSystemQuerySet(models.QuerySet["AiSystem"]):
    """Reads aloud: ``AiSystem.objects.of(organisation).in_use()``."""

    def of(self, organisation: Organisation) -> "AiSystemQuerySet":
        """One organisation's."""
        return self.filter(organisation=organisation)

    def in_use(self) -> "AiSystemQuerySet":
        """Those not taken out of use."""
        return self.filter(retired_on__isnull=True)


class AiSystem(PublicModel):
    """An AI system in use: what for, at what risk, under which rules, and when that is looked at again."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"responsible"})

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="ai_systems")
    name = models.CharField(max_length=120)
    supplier = models.CharField(max_length=120, blank=True)
    purpose = models.TextField()
    part = models.CharField(max_length=12, choices=Part.choices, default=Part.DEPLOYER)
    risk = models.CharField(max_length=12, choices=Risk.choices, default=Risk.NOT_ASSESSED)
    risk_grounds = models.TextField(blank=True)
    uses_personal_data = models.BooleanField(default=False)
    rules = models.TextField(blank=True)
    responsible = models.CharField(max_length=160, blank=True)
    in_use_since = models.DateField(null=True, blank=True)
    review_on = models.DateField()
    retired_on = models.DateField(null=True, blank=True)

    objects = AiSystemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"], condition=Q(retired_on__isnull=True), name="one_ai_system_a_name"
            ),
            models.CheckConstraint(
                condition=Q(retired_on__isnull=True)
                | Q(in_use_since__isnull=True)
                | Q(retired_on__gte=F("in_use_since")),
                name="ai_system_retired_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class StaffGroup(PublicModel):
    """Colleagues who use the same systems in the same way, and so need the same training."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"members"})

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="ai_groups")
    name = models.CharField(max_length=120)
    use = models.TextField(blank=True, help_text="What they use the systems for")
    knowledge = models.CharField(max_length=8, choices=Knowledge.choices, default=Knowledge.NONE)
    systems = models.ManyToManyField(AiSystem, related_name="groups", blank=True)
    members = models.ManyToManyField(Membership, related_name="ai_groups", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="one_ai_group_a_name")]

    def __str__(self) -> str:
        return self.name


class Requirement(PublicModel):
    """Training that a group must have had. A module of the catalogue, or something else that the title says.

    ``months`` is how long it holds before it must be had again; for good when empty.
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset()

    group = models.ForeignKey(StaffGroup, on_delete=models.CASCADE, related_name="requirements")
    title = models.CharField(max_length=200)
    module = models.ForeignKey(Module, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    months = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "title"], name="one_ai_requirement_a_title"),
            models.CheckConstraint(condition=Q(months__isnull=True) | Q(months__gt=0), name="ai_requirement_lasts"),
        ]

    def __str__(self) -> str:
        return self.title


class Training(PublicModel):
    """Training that was held, as the organisation writes it down: what, when, by whom, and who was there."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"recorded_by"})

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="ai_trainings")
    title = models.CharField(max_length=200)
    content = models.TextField()
    held_by = models.CharField(max_length=160, blank=True)
    module = models.ForeignKey(Module, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    held_on = models.DateField()
    hours = models.DecimalField(max_digits=4, decimal_places=1)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    meets = models.ManyToManyField(Requirement, related_name="trainings", blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(hours__gt=0), name="ai_training_takes_time")]

    def __str__(self) -> str:
        return self.title


class Attendance(Model):
    """That somebody was there."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"membership"})

    training = models.ForeignKey(Training, on_delete=models.CASCADE, related_name="attendance")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="ai_attendance")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["training", "membership"], name="one_ai_attendance_a_person")]


class Consent(Model):
    """An employee's yes to the register seeing the required modules that they completed in the bank on their own."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"membership", "given_at"})

    membership = models.OneToOneField(Membership, on_delete=models.CASCADE, related_name="ai_consent")
    given_at = models.DateTimeField()


class PaidModule(Model):
    """That the employer paid for somebody's module, and so knows when they have completed it without being let."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"membership", "module", "at"})

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="ai_paid", db_index=False)
    module = models.ForeignKey(Module, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["membership", "module"], name="one_ai_payment_a_module")]


class Wording(Model):
    """What the register says of the law, in words that whoever runs the bank can change when the law does."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"changed_by"})

    key = models.SlugField(unique=True)
    text_da = models.TextField()
    text_en = models.TextField()
    source = models.CharField(max_length=200)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    text = Bilingual("text")
