"""What is under way between a person's bank and their wallet. No secret is kept, only what a secret is known by."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.common.models import Model, PublicModel
from nanobank.credentials.models import Credential
from nanobank.organisations.models import Organisation


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


class VerifierKey(Model):
    """The key that this site signs its requests to wallets with. It signs no credential."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset()

    public_key_multibase = models.CharField(max_length=80, unique=True)
    private_key_encrypted = models.BinaryField()
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    in_use = models.BooleanField(null=True, default=True, unique=True, help_text="True for one, null for the rest")


class PresentationRequestQuerySet(models.QuerySet["PresentationRequest"]):
    """Reads aloud: ``PresentationRequest.objects.by_person(person).open(now)``."""

    def by_person(self, person: Person) -> "PresentationRequestQuerySet":
        """Those that one person has made."""
        return self.filter(by=person)

    def open(self, now: datetime) -> "PresentationRequestQuerySet":
        """Those that a wallet can still answer."""
        return self.filter(answered_at__isnull=True, declined_at__isnull=True, expires_at__gt=now)


class PresentationRequest(PublicModel):
    """Somebody asks a wallet for a credential: an employer somebody else's, or a learner their own.

    ``organisation`` is whom an employer asks for; without one it is a learner who shows their own to the bank. What
    tells the two ends apart - nonce and states - is made from the ``uuid`` (decision 0052).
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"uuid", "by", "purpose", "session_hash", "answered_at"})

    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="presentation_requests")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="presentation_requests", null=True, blank=True
    )
    purpose = models.CharField(max_length=200, blank=True)
    with_name = models.BooleanField(default=False)
    with_grade = models.BooleanField(default=False)
    whole = models.BooleanField(default=False, help_text="Wallets that can only show a whole credential may answer too")
    session_hash = models.CharField(max_length=64)
    encryption_key_encrypted = models.BinaryField()
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_here = models.BooleanField(default=False, help_text="By a wallet on the same device")
    declined_at = models.DateTimeField(null=True, blank=True)

    objects = PresentationRequestQuerySet.as_manager()


class ShownCredential(PublicModel):
    """What a wallet has shown, and how it was judged at that moment.

    A learner decides whether theirs is kept; what an employer was shown is deleted on a date that they are told.
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"uuid", "person", "document", "verdict", "shown_at"})

    request = models.OneToOneField(PresentationRequest, on_delete=models.CASCADE, related_name="shown")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="shown_credentials")
    format = models.CharField(max_length=20, choices=Format.choices)
    bound = models.BooleanField(help_text="The wallet's key is the one that the credential is issued to")
    document = models.TextField(blank=True, help_text="As the wallet sent it; only of a learner's own")
    verdict = models.JSONField()
    shown_at = models.DateTimeField()
    kept_at = models.DateTimeField(null=True, blank=True)
    delete_at = models.DateTimeField(null=True, blank=True, db_index=True)
