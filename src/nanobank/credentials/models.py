"""Keys, awarded credentials, and the lists that say which of them still stand."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.catalogue.models import MicroCredential
from nanobank.common.models import Model, PublicModel
from nanobank.organisations.models import Organisation


class IssuerKey(Model):
    """A signing key of an institution. The private half is kept encrypted with a key from the environment."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset()

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="issuer_keys")
    fragment = models.CharField(max_length=80)
    public_key_multibase = models.CharField(max_length=80, unique=True)
    private_key_encrypted = models.BinaryField()
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "fragment"], name="one_key_a_fragment"),
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(retired_at__isnull=True), name="one_active_key_an_organisation"
            ),
        ]


class StatusList(PublicModel):
    """A Bitstring Status List of an institution; ``bits`` is the plain bitstring, left-most bit first."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset()

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="status_lists")
    bits = models.BinaryField()
    length = models.PositiveIntegerField()
    allocated = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    signed = models.TextField(blank=True)


class Credential(PublicModel):
    """An awarded micro-credential, as it was signed. What happens to it later is in its status changes."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"person", "document", "awarded_at"})

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="credentials")
    micro_credential = models.ForeignKey(MicroCredential, on_delete=models.PROTECT, related_name="credentials")
    issuer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="credentials")
    key = models.ForeignKey(IssuerKey, on_delete=models.PROTECT, related_name="+")
    status_list = models.ForeignKey(StatusList, on_delete=models.PROTECT, related_name="+")
    status_index = models.PositiveIntegerField()
    document = models.TextField(help_text="The signed JSON, to the letter")
    awarded_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "awarded_at"])]
        constraints = [models.UniqueConstraint(fields=["status_list", "status_index"], name="one_credential_an_index")]


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
