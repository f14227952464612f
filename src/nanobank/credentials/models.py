"""Keys, awarded credentials, and the lists that say which of them still stand."""

import secrets
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.catalogue.models import MicroCredential
from nanobank.common.models import Model, PublicModel
from nanobank.credentials.trust import models as trust_models  # noqa: F401 - Django looks for models here
from nanobank.organisations.models import Organisation


class Algorithm(models.TextChoices):
    """What a key signs with, by its name in JOSE: EdDSA on Ed25519, ES256 on P-256."""

    EDDSA = "EdDSA", "EdDSA"
    ES256 = "ES256", "ES256"


class IssuerKeyQuerySet(models.QuerySet["IssuerKey"]):
    """Reads aloud: ``IssuerKey.objects.of(organisation).current()``."""

    def of(self, organisation: Organisation) -> "IssuerKeyQuerySet":
        """One institution's keys, the oldest first."""
        return self.filter(organisation=organisation).order_by("created_at", "id")

    def current(self) -> "IssuerKeyQuerySet":
        """Those that sign today, one of each algorithm; the others have signed."""
        return self.filter(retired_at__isnull=True)

    def signing_with(self, algorithm: Algorithm) -> "IssuerKeyQuerySet":
        """Those of one algorithm."""
        return self.filter(algorithm=algorithm)


class IssuerKey(Model):
    """A signing key of an institution. The private half is kept encrypted with a key from the environment.

    From ``compromised_at`` on, somebody else may have signed with it: what bears a later date counts for nothing.
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset()

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="issuer_keys")
    algorithm = models.CharField(max_length=5, choices=Algorithm.choices, default=Algorithm.EDDSA)
    public_key_multibase = models.CharField(max_length=80, unique=True)
    private_key_encrypted = models.BinaryField()
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)
    compromised_at = models.DateTimeField(null=True, blank=True)

    objects = IssuerKeyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "algorithm"],
                condition=Q(retired_at__isnull=True),
                name="one_active_key_an_algorithm",
            ),
            models.CheckConstraint(
                condition=Q(compromised_at__isnull=True) | Q(retired_at__isnull=False),
                name="a_compromised_key_signs_nothing",
            ),
        ]

    @property
    def withdrawn(self) -> bool:
        """Whether it counts for nothing that it has ever signed; then it is not published any more."""
        return self.compromised_at is not None and self.compromised_at <= self.created_at


def new_seed() -> bytes:
    """What scatters the indexes of a new status list."""
    return secrets.token_bytes(32)


class SealingCertificate(Model):
    """A certificate for electronic seals, with those that vouch for it, and its key, encrypted like signing keys."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"put_in_by", "put_in_at"})

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="sealing_certificate")
    chain = models.TextField(help_text="PEM, its own certificate first")
    private_key_encrypted = models.BinaryField()
    name = models.CharField(max_length=200, help_text="Whom it names")
    legal_identifier = models.CharField(max_length=60, blank=True)
    qualified = models.BooleanField(help_text="Whether it says of itself that it is a qualified one for seals")
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField()
    put_in_at = models.DateTimeField()
    put_in_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    def is_in_force(self, now: datetime) -> bool:
        """Whether it can seal at this moment."""
        return self.valid_from <= now < self.valid_until


class StatusList(PublicModel):
    """A Bitstring Status List of an institution, for one purpose, as it was last signed.

    ``encoded`` holds its bits as they are published (empty: none is set), so that a change need not ask every
    credential. The *n*-th credential gets the index that ``seed`` scatters *n* to; without a seed, *n* itself.
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset()

    class Purpose(models.TextChoices):
        """What a set bit means: ``revocation`` for good, ``suspension`` for the time being."""

        REVOCATION = "revocation", _("Revocation")
        SUSPENSION = "suspension", _("Suspension")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="status_lists")
    purpose = models.CharField(max_length=10, choices=Purpose.choices, default=Purpose.REVOCATION)
    length = models.PositiveIntegerField()
    allocated = models.PositiveIntegerField(default=0)
    seed = models.BinaryField(max_length=64, default=new_seed, blank=True)
    encoded = models.TextField(blank=True)
    changed_at = models.DateTimeField()
    signed = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(allocated__lte=F("length")), name="status_list_not_overfull"),
        ]


class CredentialQuerySet(models.QuerySet["Credential"]):
    """Reads aloud: ``Credential.objects.held_by(person).standing()``."""

    def held_by(self, person: Person) -> "CredentialQuerySet":
        """One person's, revoked ones too."""
        return self.filter(person=person)

    def standing(self) -> "CredentialQuerySet":
        """Those that have neither been revoked nor replaced: at most one a person and micro-credential."""
        return self.filter(revoked_at__isnull=True, replaced_at__isnull=True)

    def revoked(self) -> "CredentialQuerySet":
        """Those that have been revoked, whether another took their place or not."""
        return self.filter(revoked_at__isnull=False)

    def not_replaced(self) -> "CredentialQuerySet":
        """Those in whose place no other stands: what their holder has, revoked ones too."""
        return self.filter(replaced_at__isnull=True)


class Credential(PublicModel):
    """An awarded micro-credential, as it was signed. What happens to it later is in its status changes.

    One that is issued anew (renewed, under a new name, with a new key) is a new row that ``replaces`` the old one.
    ``awarded_at`` stays that of the first.
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset(
        {
            "uuid",
            "person",
            "document",
            "awarded_at",
            "issued_at",
            "valid_until",
            "suspended_at",
            "revoked_at",
            "replaced_at",
            "replaces",
        }
    )

    # Those without an index of their own lead one of the indexes below.
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="credentials", db_index=False)
    micro_credential = models.ForeignKey(MicroCredential, on_delete=models.PROTECT, related_name="credentials")
    issuer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="credentials", db_index=False)
    key = models.ForeignKey(IssuerKey, on_delete=models.PROTECT, related_name="+")
    status_list = models.ForeignKey(StatusList, on_delete=models.PROTECT, related_name="credentials", db_index=False)
    status_index = models.PositiveIntegerField()
    suspension_list = models.ForeignKey(
        StatusList,
        on_delete=models.PROTECT,
        related_name="suspendable_credentials",
        null=True,
        blank=True,
        db_index=False,
    )
    suspension_index = models.PositiveIntegerField(null=True, blank=True)
    document = models.TextField(help_text="The signed JSON, to the letter")
    seal = models.CharField(max_length=64, help_text="Remembers that the signature was verified; see ADR 0021")
    awarded_at = models.DateTimeField()
    issued_at = models.DateTimeField(
        null=True, blank=True, help_text="When this document was signed, if not when it was awarded"
    )
    valid_until = models.DateTimeField(null=True, blank=True)
    suspended_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, related_name="replaced_by", null=True, blank=True)

    objects = CredentialQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["person", "awarded_at"]),
            models.Index(fields=["issuer", "awarded_at"]),
            models.Index(
                fields=["issuer", "valid_until"], condition=Q(valid_until__isnull=False), name="credentials_that_expire"
            ),
            models.Index(
                fields=["issuer", "suspended_at"],
                condition=Q(suspended_at__isnull=False),
                name="credentials_suspended",
            ),
            models.Index(
                fields=["status_list", "status_index"],
                condition=Q(suspended_at__isnull=False),
                name="suspended_in_a_list",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["status_list", "status_index"], name="one_credential_an_index"),
            models.UniqueConstraint(
                fields=["suspension_list", "suspension_index"], name="one_credential_a_suspension_index"
            ),
            models.UniqueConstraint(
                fields=["person", "micro_credential"],
                condition=Q(revoked_at__isnull=True, replaced_at__isnull=True),
                name="one_credential_in_force",
            ),
            models.CheckConstraint(
                condition=Q(suspension_list__isnull=True, suspension_index__isnull=True)
                | Q(suspension_list__isnull=False, suspension_index__isnull=False),
                name="a_suspension_index_is_in_a_list",
            ),
        ]

    @property
    def signed_at(self) -> datetime:
        """When this document was signed, to the second, as its proof says it."""
        return (self.issued_at or self.awarded_at).replace(microsecond=0)

    @property
    def revoked(self) -> bool:
        """Whether it is withdrawn for good."""
        return self.revoked_at is not None

    @property
    def suspended(self) -> bool:
        """Whether it does not count for the time being."""
        return self.suspended_at is not None

    @property
    def replaced(self) -> bool:
        """Whether a new one has taken its place."""
        return self.replaced_at is not None


class StatusChange(PublicModel):
    """Something happened to a credential after it was awarded, for a reason that its holder can read."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"credential", "reason", "by", "at"})

    class Kind(models.TextChoices):
        """What happened to it."""

        REVOKED = "revoked", _("Revoked")
        SUSPENDED = "suspended", _("Suspended")
        REINSTATED = "reinstated", _("Back in force")
        REPLACED = "replaced", _("Replaced by a new one")
        RENEWED = "renewed", _("Renewed")

    credential = models.ForeignKey(Credential, on_delete=models.PROTECT, related_name="status_changes")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    reason = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class NameRequest(PublicModel):
    """A holder whose name has changed asks the issuer to issue a credential anew under the new one.

    The issuer looks into it, since a credential in the name of somebody else would be a forgery.
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"credential", "name", "asked_at", "settled_by", "grounds"})

    credential = models.ForeignKey(Credential, on_delete=models.PROTECT, related_name="name_requests")
    issuer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="name_requests")
    name = models.CharField(max_length=161)
    asked_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    granted = models.BooleanField(null=True, blank=True)
    grounds = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["issuer"], condition=Q(settled_at__isnull=True), name="name_requests_that_wait"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["credential"], condition=Q(settled_at__isnull=True), name="one_open_name_request"
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, granted__isnull=True)
                | Q(settled_at__isnull=False, granted__isnull=False),
                name="a_settled_name_request_is_granted_or_not",
            ),
        ]


class Reissue(PublicModel):
    """An institution issues anew what a compromised key signed: from ``since`` on, or all of it.

    How far it has come is seen from the credentials themselves, so that it can be stopped and taken up at any time.
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"by"})

    key = models.ForeignKey(IssuerKey, on_delete=models.PROTECT, related_name="reissues")
    since = models.DateTimeField(null=True, blank=True)
    reason = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    active_at = models.DateTimeField(help_text="When it last came further")
    finished_at = models.DateTimeField(null=True, blank=True)
