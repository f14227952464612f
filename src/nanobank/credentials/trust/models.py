"""Issuers from outside that the bank knows or has known, and every step by which that came about."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.common.models import Model, PublicModel
from nanobank.credentials.trust.countries import Country


class Ground(models.TextChoices):
    """How we know who an issuer is."""

    BY_HAND = "by_hand", _("Checked by hand")
    OFFICIAL_LIST = "official_list", _("On an official list")
    REGISTER = "register", _("In a national register")


class TrustedIssuerQuerySet(models.QuerySet["TrustedIssuer"]):
    """Reads aloud: ``TrustedIssuer.objects.known_on(today)``."""

    def known_on(self, day: date) -> "TrustedIssuerQuerySet":
        """Those that are confirmed, not withdrawn, and within the days for which they were checked."""
        running = self.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day)
        return running.filter(confirmed_at__isnull=False, withdrawn_at__isnull=True)

    def proposed(self) -> "TrustedIssuerQuerySet":
        """Those that a second person has not looked at."""
        return self.filter(confirmed_at__isnull=True, withdrawn_at__isnull=True)

    def withdrawn(self) -> "TrustedIssuerQuerySet":
        """Those that were known, or asked for, and are not any more."""
        return self.filter(withdrawn_at__isnull=False)


class TrustedIssuer(PublicModel):
    """An issuer from outside: who it is, and how we know. Nothing is trusted before a second person has confirmed it.

    ``identifier`` is what a credential names as its issuer: a did, or an https address.
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"checked_by"})

    identifier = models.CharField(max_length=500)
    name = models.CharField(max_length=160)
    country = models.CharField(max_length=2, choices=Country.choices)
    homepage = models.URLField(blank=True)
    ground = models.CharField(max_length=20, choices=Ground.choices)
    reference = models.CharField(max_length=400)
    source = models.URLField(blank=True)
    register_number = models.CharField(max_length=60, blank=True)
    checked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    checked_on = models.DateField()
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawal_reason = models.CharField(max_length=400, blank=True)

    objects = TrustedIssuerQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["name"])]
        constraints = [
            models.UniqueConstraint(
                fields=["identifier"], condition=Q(withdrawn_at__isnull=True), name="an_issuer_is_known_once"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="issuer_known_until_after_since"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawal_reason=""), name="issuer_withdrawn_with_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(ground="official_list") | ~Q(source=""), name="an_official_list_has_an_address"
            ),
            models.CheckConstraint(
                condition=~Q(ground="register") | ~Q(register_number=""), name="a_register_has_a_number"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TrustChange(Model):
    """One step in an issuer's story here."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"by", "at", "note"})

    class Kind(models.TextChoices):
        """What was done."""

        PROPOSED = "proposed", _("Proposed")
        CONFIRMED = "confirmed", _("Confirmed")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    issuer = models.ForeignKey(TrustedIssuer, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    note = models.CharField(max_length=400, blank=True)
