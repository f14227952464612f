"""Organisations, and the roles that people have in them."""

from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.common.bilingual import Bilingual
from nanobank.common.models import PublicModel


class Kind(models.TextChoices):
    """What sort of organisation it is."""

    UNIVERSITY = "university", _("University")
    UNIVERSITY_COLLEGE = "university_college", _("University college")
    BUSINESS_ACADEMY = "business_academy", _("Business academy")
    VOCATIONAL_SCHOOL = "vocational_school", _("Vocational school")
    PRIVATE_PROVIDER = "private_provider", _("Private provider")
    FOREIGN_PROVIDER = "foreign_provider", _("Foreign institution")
    EMPLOYER = "employer", _("Employer")
    REGION = "region", _("Region")


PROVIDER_KINDS = frozenset(Kind) - {Kind.EMPLOYER, Kind.REGION}


class Role(models.TextChoices):
    """What a person does for an organisation."""

    EDUCATOR = "educator", _("Educator")
    EXAMINER = "examiner", _("Examiner")
    INTERNAL_MENTOR = "internal_mentor", _("Internal mentor")
    EXTERNAL_MENTOR = "external_mentor", _("External mentor")
    PROGRAMME_LEAD = "programme_lead", _("Programme lead")
    STUDY_SECRETARY = "study_secretary", _("Study secretary")
    EMPLOYER = "employer", _("Employer")
    EMPLOYEE = "employee", _("Employee")
    FUNDER = "funder", _("Funder")


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Reads aloud: ``Organisation.objects.providers()``."""

    def providers(self) -> "OrganisationQuerySet":
        """Those who offer modules."""
        return self.filter(kind__in=PROVIDER_KINDS)


class Organisation(PublicModel):
    """A body that teaches, employs or funds."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset()

    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    name_da = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160)
    short_name = models.CharField(max_length=60)
    description_da = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    quality_da = models.TextField(blank=True)
    quality_en = models.TextField(blank=True)
    street = models.CharField(max_length=120, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    city = models.CharField(max_length=80, blank=True)
    country = models.CharField(max_length=2, default="DK")
    homepage = models.URLField(blank=True)
    institution_number = models.CharField(max_length=6, blank=True)
    cvr = models.CharField(max_length=8, blank=True)
    colour = models.CharField(max_length=7, default="#1b4965")
    hours_per_ects = models.DecimalField(max_digits=4, decimal_places=1, default=Decimal("27.5"))

    objects = OrganisationQuerySet.as_manager()

    name = Bilingual("name")
    description = Bilingual("description")
    quality = Bilingual("quality")

    class Meta:
        indexes = [models.Index(fields=["kind", "name_da"])]

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Reads aloud: ``Membership.objects.of(person).at(now)``."""

    def of(self, person: Person) -> "MembershipQuerySet":
        """Those that this person has or had."""
        return self.filter(person=person)

    def at(self, now: datetime) -> "MembershipQuerySet":
        """Those in force at that time."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=now), since__lte=now)


class Membership(PublicModel):
    """One role of one person in one organisation, for a time."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"person", "role", "since", "until"})

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation", "role"],
                condition=Q(until__isnull=True),
                name="one_running_membership",
            )
        ]
