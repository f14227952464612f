"""Who may look along in a learner's bank."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.common.models import PublicModel


class MentorshipQuerySet(models.QuerySet["Mentorship"]):
    """Reads aloud: ``Mentorship.objects.at(now)``."""

    def at(self, now: datetime) -> "MentorshipQuerySet":
        """Those in force at that time."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=now), since__lte=now)


class Mentorship(PublicModel):
    """A mentor helps a learner tailor their pathway and may see their bank meanwhile: one internal, one external."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"learner", "mentor", "since", "until"})

    class Kind(models.TextChoices):
        """From the institution, or from working life."""

        INTERNAL = "internal", _("Internal mentor")
        EXTERNAL = "external", _("External mentor")

    learner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mentorships")
    mentor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mentees")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    objects = MentorshipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "kind"], condition=Q(until__isnull=True), name="one_running_mentor_a_kind"
            )
        ]
