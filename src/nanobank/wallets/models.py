"""What is under way between a person's bank and their wallet. No secret is kept, only what a secret is known by."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.common.models import Model, PublicModel
from nanobank.credentials.models import Credential


class Format(models.TextChoices):
    """The form in which a wallet takes a credential, by its identifier in OpenID4VCI 1.0, appendix A."""

    SD_JWT = "dc+sd-jwt", _("The EU's digital identity wallet, and others that show only what you choose (SD-JWT)")
    JWT = "jwt_vc_json", _("A wallet for verifiable credentials as JWT")
    LDP = "ldp_vc", _("A wallet for Open Badges and other JSON-LD credentials")


class OfferQuerySet(models.QuerySet["Offer"]):
    """Reads aloud: ``Offer.objects.of(person).open(now)``."""

    def of(self, person: Person) -> "OfferQuerySet":
        """Those of one person's credentials."""
        return self.filter(credential__person=person)

    def open(self, now: datetime) -> "OfferQuerySet":
        """Those that a wallet can still take up."""
        return self.filter(redeemed_at__isnull=True, expires_at__gt=now, wrong_codes__lt=Offer.MOST_WRONG_CODES)


class Offer(PublicModel):
    """A credential held out to its holder's wallet for a few minutes.

    Its codes are not here: they are made from the site's secret and the ``uuid`` (decision 0052).
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"uuid", "credential", "created_at", "redeemed_at"})
    MOST_WRONG_CODES: ClassVar[int] = 5

    credential = models.ForeignKey(Credential, on_delete=models.CASCADE, related_name="wallet_offers")
    format = models.CharField(max_length=20, choices=Format.choices)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    redeemed_at = models.DateTimeField(null=True, blank=True)
    wrong_codes = models.PositiveSmallIntegerField(default=0)

    objects = OfferQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["expires_at"])]
        constraints = [
            models.CheckConstraint(condition=Q(wrong_codes__lte=5), name="offer_closed_after_five_wrong_codes"),
        ]


class AuthorizationCode(Model):
    """A person has let a wallet fetch a credential; the wallet trades this for an access token, once."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"person", "credential", "client_id", "redirect_uri"})

    code_hash = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    credential = models.ForeignKey(Credential, on_delete=models.CASCADE, related_name="+")
    format = models.CharField(max_length=20, choices=Format.choices)
    offer = models.ForeignKey(Offer, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    client_id = models.CharField(max_length=500)
    redirect_uri = models.CharField(max_length=1000)
    code_challenge = models.CharField(max_length=43)
    by_details = models.BooleanField(help_text="Asked for by authorization_details, not by scope")
    expires_at = models.DateTimeField(db_index=True)
    redeemed_at = models.DateTimeField(null=True, blank=True)


class AccessToken(Model):
    """What a wallet fetches one credential with, for some minutes."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"credential", "client_id"})

    token_hash = models.CharField(max_length=64, unique=True)
    credential = models.ForeignKey(Credential, on_delete=models.CASCADE, related_name="+")
    format = models.CharField(max_length=20, choices=Format.choices)
    offer = models.ForeignKey(Offer, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    code = models.ForeignKey(AuthorizationCode, on_delete=models.CASCADE, related_name="tokens", null=True, blank=True)
    client_id = models.CharField(max_length=500, blank=True)
    by_details = models.BooleanField(default=False)
    expires_at = models.DateTimeField(db_index=True)


class WalletCopy(PublicModel):
    """A copy of a credential that was handed to a wallet, bound to that wallet's key.

    The ``uuid`` is the ``notification_id`` by which the wallet tells what became of it.
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"uuid", "credential", "holder", "issued_at", "event"})

    class Event(models.TextChoices):
        """What the wallet says (OpenID4VCI 1.0, section 11.1)."""

        ACCEPTED = "credential_accepted", _("Kept in the wallet")
        FAILED = "credential_failure", _("The wallet could not keep it")
        DELETED = "credential_deleted", _("Turned down in the wallet")

    credential = models.ForeignKey(Credential, on_delete=models.CASCADE, related_name="wallet_copies")
    offer = models.ForeignKey(Offer, on_delete=models.SET_NULL, related_name="copies", null=True, blank=True)
    format = models.CharField(max_length=20, choices=Format.choices)
    holder = models.CharField(max_length=43, help_text="The thumbprint of the wallet's key (RFC 7638)")
    issued_at = models.DateTimeField()
    event = models.CharField(max_length=30, choices=Event.choices, blank=True)


class UsedNonce(Model):
    """A nonce that has been used, kept until it would have run out, so that it is never used again."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset()

    nonce_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField(db_index=True)
