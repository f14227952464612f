"""What an employer needs, as it was said and as it was read, and the bundles that were found for it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.catalogue.models import Competence, Level
from nanobank.common.models import Model, PublicModel
from nanobank.employers.models.workplaces import Colleague
from nanobank.needs.models import Need
from nanobank.organisations.models import Organisation


class Weighing(models.TextChoices):
    """What may matter most."""

    PRICE = "price", _("Price")
    TIME = "time", _("Time")
    QUALITY = "quality", _("Quality")
    DISTANCE = "distance", _("Distance")


def usual_order() -> list[str]:
    """Before anybody has said what matters most."""
    return [str(one) for one in (Weighing.PRICE, Weighing.QUALITY, Weighing.TIME, Weighing.DISTANCE)]


class Brief(PublicModel):
    """A need that is being looked into. Private to the employer; what nobody teaches may become a ``Need``.

    ``order`` is what matters most first. ``people`` counts those it is for beside the colleagues named.
    ``answer`` is what was found last (see ``employers.market``), empty until asked for or when something has changed.
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"made_by"})

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="briefs")
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    title = models.CharField(max_length=120)
    words = models.TextField()
    language = models.CharField(max_length=3, default="und")
    remarks = models.JSONField(default=list, help_text="What there is to say about how the text was read")
    not_understood = models.JSONField(default=list, help_text="The parts of the text that gave no competence")
    people = models.PositiveIntegerField(default=0)
    order = models.JSONField(default=usual_order)
    budget = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    furthest_km = models.PositiveIntegerField(null=True, blank=True)
    ready_by = models.DateField(null=True, blank=True)
    danish_only = models.BooleanField(default=False)
    answer = models.JSONField(default=dict, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    need = models.ForeignKey(Need, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    put_away_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "-changed_at"])]

    def __str__(self) -> str:
        return self.title


class BriefCompetence(Model):
    """A competence that is wanted, with the sentence it was read from. ``people`` None: everybody must have it."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset()

    brief = models.ForeignKey(Brief, on_delete=models.CASCADE, related_name="wanted")
    competence = models.ForeignKey(Competence, on_delete=models.CASCADE, related_name="+")
    sentence = models.TextField(blank=True)
    level = models.PositiveSmallIntegerField(choices=Level.choices, null=True, blank=True)
    weight = models.PositiveSmallIntegerField(default=2)
    people = models.PositiveIntegerField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["brief", "competence"], name="wanted_once"),
            models.CheckConstraint(condition=Q(weight__gte=1, weight__lte=3), name="weight_from_1_to_3"),
        ]


class BriefPerson(Model):
    """A colleague whom the need is for."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"colleague"})

    brief = models.ForeignKey(Brief, on_delete=models.CASCADE, related_name="named")
    colleague = models.ForeignKey(Colleague, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brief", "colleague"], name="named_once")]
