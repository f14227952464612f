"""How a plan reaches out of the site: into calendars, and by mail."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from nanobank.accounts.models import Person
from nanobank.common.models import Model
from nanobank.pathways.models.paths import Pathway


class Feed(Model):
    """A secret address where calendars fetch the plan that is chosen. Stopping it is for good; there can be a new."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"pathway", "secret", "made_at", "stopped_at"})

    pathway = models.ForeignKey(Pathway, on_delete=models.CASCADE, related_name="feeds")
    secret = models.CharField(max_length=43, unique=True)
    made_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pathway"], condition=Q(stopped_at__isnull=True), name="one_open_feed_a_pathway"
            )
        ]


class Reminder(Model):
    """Whether a person gets the weekly *hvad nu*, in which language, and the Monday of the last week it was for."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"person", "wanted", "language", "sent_for"})

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="pathway_reminder")
    wanted = models.BooleanField(default=False)
    language = models.CharField(max_length=2, default="da", help_text="Of the page on which it was asked for")
    sent_for = models.DateField(null=True, blank=True)
