"""An institution that writes to those who miss something, without knowing who they are until they answer."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.catalogue.models import Competence
from nanobank.common.models import PublicModel
from nanobank.needs.models.needs import Need, Sector
from nanobank.organisations.models import Organisation
from nanobank.organisations.regions import Region


class Outreach(PublicModel):
    """One message to all who asked for a competence, in a region and a sector or everywhere, and said yes to hear."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"by"})

    institution = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="outreaches")
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    competence = models.ForeignKey(Competence, on_delete=models.PROTECT, related_name="+")
    region = models.CharField(max_length=5, choices=Region.choices, blank=True)
    sector = models.CharField(max_length=1, choices=Sector.choices, blank=True)
    words = models.TextField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["institution", "-at"])]


class Reply(models.TextChoices):
    """What the asker said to it."""

    NONE = "", _("No answer yet")
    YES = "yes", _("Yes, please")
    NO = "no", _("No, thank you")


class Contact(PublicModel):
    """One asker reached. Only a *yes* tells the institution who it is, with ``words`` if they wrote any."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"need", "reply", "words"})

    outreach = models.ForeignKey(Outreach, on_delete=models.CASCADE, related_name="contacts")
    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="contacts")
    reply = models.CharField(max_length=3, choices=Reply.choices, default=Reply.NONE, blank=True)
    words = models.TextField(blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["outreach", "need"], name="one_contact_a_need"),
            models.CheckConstraint(
                condition=Q(reply="", replied_at__isnull=True) | ~Q(reply="") & Q(replied_at__isnull=False),
                name="a_reply_has_a_time",
            ),
        ]
