"""A workplace: what an invoice needs to know of it, who works there, and what they let it see."""

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q

from nanobank.accounts.models import Person
from nanobank.catalogue.models import Competence, Level
from nanobank.common.models import Model, PublicModel
from nanobank.organisations.models import Membership, Organisation


class Workplace(PublicModel):
    """An employer's own facts. ``domain`` is the part after @ that lets colleagues in by themselves."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"changed_by"})

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="workplace")
    domain = models.CharField(max_length=120, blank=True)
    ean = models.CharField(max_length=13, blank=True, help_text="EAN/GLN of a public body, for electronic invoices")
    is_public = models.BooleanField(default=False)
    changed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["domain"], condition=~Q(domain=""), name="one_workplace_a_domain")
        ]


class CostCentre(PublicModel):
    """Who pays. Orders up to ``limit`` DKK need nobody's approval; above it ``approver`` (None: any other) decides.

    ``limit_by`` set or raised the limit last, and is not let off by it themselves where somebody else can approve.
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"approver", "limit_by"})

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="cost_centres")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=80)
    limit = models.DecimalField(max_digits=10, decimal_places=2, default=Decimal(0))
    approver = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    limit_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="one_cost_centre_a_code"),
            models.CheckConstraint(condition=Q(limit__gte=0), name="cost_centre_limit_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class ColleagueQuerySet(models.QuerySet["Colleague"]):
    """Reads aloud: ``Colleague.objects.of(organisation).here()``."""

    def of(self, organisation: Organisation) -> "ColleagueQuerySet":
        """One employer's."""
        return self.filter(organisation=organisation)

    def here(self) -> "ColleagueQuerySet":
        """Those who have not left."""
        return self.filter(left_at__isnull=True)


class Colleague(PublicModel):
    """Somebody who works there, as their employer has them on file. ``membership`` once they have said yes."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset(
        {
            *("uuid", "given_name", "family_name", "email", "team", "job_role", "cost_centre", "membership"),
            *("added_at", "added_by", "invited_at", "left_at"),
        }
    )

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="colleagues")
    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80)
    email = models.CharField(max_length=254)
    team = models.CharField(max_length=80, blank=True)
    job_role = models.CharField(max_length=120, blank=True)
    cost_centre = models.ForeignKey(
        CostCentre, on_delete=models.PROTECT, related_name="colleagues", null=True, blank=True
    )
    membership = models.OneToOneField(
        Membership, on_delete=models.SET_NULL, related_name="colleague", null=True, blank=True
    )
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    invited_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    objects = ColleagueQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "email"], condition=Q(left_at__isnull=True), name="one_colleague_an_email"
            )
        ]
        indexes = [
            models.Index(fields=["organisation", "given_name", "family_name"]),
            models.Index(fields=["email"]),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Given and family name."""
        return f"{self.given_name} {self.family_name}"


class Consent(Model):
    """A colleague lets their employer see what it did not pay for: credentials, and modules they have completed."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"colleague", "given_at", "withdrawn_at"})

    colleague = models.ForeignKey(Colleague, on_delete=models.CASCADE, related_name="consents")
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["colleague"], condition=Q(withdrawn_at__isnull=True), name="one_consent_in_force"
            )
        ]


class Declared(Model):
    """What a colleague says that they can, without proof of it."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"colleague", "competence", "level", "at"})

    colleague = models.ForeignKey(Colleague, on_delete=models.CASCADE, related_name="declared")
    competence = models.ForeignKey(Competence, on_delete=models.CASCADE, related_name="+")
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["colleague", "competence"], name="declared_once")]
