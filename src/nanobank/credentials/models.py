"""Keys, awarded credentials, and the lists that say which of them still stand."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.catalogue.models import MicroCredential
from nanobank.common.models import Model, PublicModel
from nanobank.organisations.models import Organisation


class IssuerKeyQuerySet(models.QuerySet["IssuerKey"]):
    """Reads aloud: ``IssuerKey.objects.of(organisation).current()``."""

    def of(self, organisation: Organisation) -> "IssuerKeyQuerySet":
        """One institution's keys, the oldest first."""
        return self.filter(organisation=organisation).order_by("created_at", "id")

    def current(self) -> "IssuerKeyQuerySet":
        """Those that sign today; the others have signed."""
        return self.filter(retired_at__isnull=True)


class IssuerKey(Model):
    """A signing key of an institution. The private half is kept encrypted with a key from the environment."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset()

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="issuer_keys")
    public_key_multibase = models.CharField(max_length=80, unique=True)
    private_key_encrypted = models.BinaryField()
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = IssuerKeyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(retired_at__isnull=True), name="one_active_key_an_organisation"
            ),
        ]


class StatusList(PublicModel):
    """A Bitstring Status List of an institution, as it was last signed.

    Its bits are not kept here: bit *n* is set when the credential with ``status_index`` *n* is revoked.
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset()

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="status_lists")
    length = models.PositiveIntegerField()
    allocated = models.PositiveIntegerField(default=0)
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
        """Those that have not been revoked."""
        return self.filter(revoked_at__isnull=True)

    def revoked(self) -> "CredentialQuerySet":
        """Those that have been revoked."""
        return self.filter(revoked_at__isnull=False)


class Credential(PublicModel):
    """An awarded micro-credential, as it was signed. What happens to it later is in its status changes."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"uuid", "person", "document", "awarded_at", "revoked_at"})

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="credentials")
    micro_credential = models.ForeignKey(MicroCredential, on_delete=models.PROTECT, related_name="credentials")
    issuer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="credentials")
    key = models.ForeignKey(IssuerKey, on_delete=models.PROTECT, related_name="+")
    status_list = models.ForeignKey(StatusList, on_delete=models.PROTECT, related_name="credentials")
    status_index = models.PositiveIntegerField()
    document = models.TextField(help_text="The signed JSON, to the letter")
    seal = models.CharField(max_length=64, help_text="Remembers that the signature was verified; see ADR 0021")
    awarded_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = CredentialQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["person", "awarded_at"]),
            models.Index(fields=["issuer", "awarded_at"]),
        ]
        constraints = [
            models.UniqueConstraint(fields=["status_list", "status_index"], name="one_credential_an_index"),
            models.UniqueConstraint(
                fields=["person", "micro_credential"],
                condition=Q(revoked_at__isnull=True),
                name="one_standing_credential",
            ),
        ]

    @property
    def revoked(self) -> bool:
        """Whether it no longer stands."""
        return self.revoked_at is not None


class StatusChange(PublicModel):
    """A credential was revoked, for a reason that its holder can read."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"credential", "reason", "by", "at"})

    class Kind(models.TextChoices):
        """What happened to it."""

        REVOKED = "revoked", _("Revoked")

    credential = models.ForeignKey(Credential, on_delete=models.PROTECT, related_name="status_changes")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    reason = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
