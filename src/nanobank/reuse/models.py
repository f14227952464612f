"""Who uses whose modules: licences, uptakes, adaptations with their core, and improvements offered back."""

from typing import ClassVar, Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.catalogue.models import Audience, Module, ModuleVersion
from nanobank.common.models import Model, PublicModel
from nanobank.organisations.models import Organisation


class Licence(models.TextChoices):
    """What others may do with a module; the values are those of ``nanocore.reusing.Licence``."""

    CC0 = "cc0", _("CC0 (free for all, no name needed)")
    BY = "cc_by", "CC BY 4.0"
    BY_SA = "cc_by_sa", "CC BY-SA 4.0"
    BY_NC = "cc_by_nc", "CC BY-NC 4.0"
    BY_NC_SA = "cc_by_nc_sa", "CC BY-NC-SA 4.0"
    BY_ND = "cc_by_nd", "CC BY-ND 4.0"
    BY_NC_ND = "cc_by_nc_nd", "CC BY-NC-ND 4.0"
    ALL_RIGHTS = "all_rights", _("All rights reserved")


DEEDS: Final = {
    Licence.CC0: "https://creativecommons.org/publicdomain/zero/1.0/",
    Licence.BY: "https://creativecommons.org/licenses/by/4.0/",
    Licence.BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/",
    Licence.BY_NC: "https://creativecommons.org/licenses/by-nc/4.0/",
    Licence.BY_NC_SA: "https://creativecommons.org/licenses/by-nc-sa/4.0/",
    Licence.BY_ND: "https://creativecommons.org/licenses/by-nd/4.0/",
    Licence.BY_NC_ND: "https://creativecommons.org/licenses/by-nc-nd/4.0/",
}
"""Where each is explained."""


class VersionLicence(Model):
    """The licence of a version, and of those after it until another is chosen. None chosen: all rights reserved."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"by", "at"})

    version = models.OneToOneField(ModuleVersion, on_delete=models.CASCADE, related_name="+")
    licence = models.CharField(max_length=12, choices=Licence.choices)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    at = models.DateTimeField()


class Way(models.TextChoices):
    """How another's module is used without changing it."""

    FOLLOW = "follow", _("Always the newest version")
    PIN = "pin", _("This version")


class UptakeQuerySet(models.QuerySet["Uptake"]):
    """Reads aloud: ``Uptake.objects.standing()``."""

    def standing(self) -> "UptakeQuerySet":
        """Those in use."""
        return self.filter(ended_at__isnull=True)


class Uptake(PublicModel):
    """An organisation uses another's module as it is: the newest version, or the one that it is ``pinned`` to.

    ``told`` is the version that its people last were told of, ``caught_up`` the one that they have looked at;
    ``told_gone_at`` when they were told that it has left the catalogue.
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"by", "at"})

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    module = models.ForeignKey(Module, on_delete=models.CASCADE, related_name="uptakes")
    way = models.CharField(max_length=6, choices=Way.choices)
    pinned = models.ForeignKey(ModuleVersion, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    told = models.ForeignKey(ModuleVersion, on_delete=models.PROTECT, related_name="+")
    caught_up = models.ForeignKey(ModuleVersion, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    told_gone_at = models.DateTimeField(null=True, blank=True)

    objects = UptakeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "module"], condition=Q(ended_at__isnull=True), name="one_uptake_a_module"
            ),
            models.CheckConstraint(
                condition=Q(way="pin", pinned__isnull=False) | Q(way="follow", pinned__isnull=True),
                name="pinned_to_a_version",
            ),
        ]


class Adaptation(PublicModel):
    """A module that was made of another's version. ``caught_up`` is the version of the source it has looked through.

    ``audience`` is whom the variant is for, where it is for somebody else than its source; ``told`` and
    ``told_gone_at`` are as an uptake's.
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"by", "at"})

    module = models.OneToOneField(Module, on_delete=models.CASCADE, related_name="adaptation")
    source = models.ForeignKey(ModuleVersion, on_delete=models.PROTECT, related_name="adaptations")
    caught_up = models.ForeignKey(ModuleVersion, on_delete=models.PROTECT, related_name="+")
    told = models.ForeignKey(ModuleVersion, on_delete=models.PROTECT, related_name="+")
    audience = models.CharField(max_length=14, choices=Audience.choices, blank=True)
    purpose = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    at = models.DateTimeField()
    told_gone_at = models.DateTimeField(null=True, blank=True)


class CoreStep(Model):
    """A step of the source that the adaptation follows, by what it began as; its other steps are its own."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset()

    adaptation = models.ForeignKey(Adaptation, on_delete=models.CASCADE, related_name="core")
    origin = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["adaptation", "origin"], name="one_core_step")]


class Answer(models.TextChoices):
    """How far an offered improvement is."""

    WAITING = "waiting", _("Waiting for an answer")
    ACCEPTED = "accepted", _("Taken in")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Taken back")


class Proposal(PublicModel):
    """Steps of an adaptation's published version, offered to the source. ``steps`` are what they began as (uuids).

    ``taken`` are those that the source took in.
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"by", "at", "answered_by", "answered_at", "words", "grounds"})

    adaptation = models.ForeignKey(Adaptation, on_delete=models.CASCADE, related_name="proposals")
    version = models.ForeignKey(ModuleVersion, on_delete=models.PROTECT, related_name="+")
    steps = models.JSONField(default=list)
    taken = models.JSONField(default=list, blank=True)
    words = models.TextField(max_length=2000)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer.choices, default=Answer.WAITING)
    grounds = models.TextField(max_length=2000, blank=True)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["adaptation"], condition=Q(answer="waiting"), name="one_waiting_proposal"),
            models.CheckConstraint(
                condition=Q(answer="waiting") | Q(answered_at__isnull=False), name="proposal_answered_at_a_time"
            ),
        ]
