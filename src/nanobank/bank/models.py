"""Who may look along in a learner's bank."""

from datetime import datetime
from typing import ClassVar, Final

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


class Sight(models.TextChoices):
    """What a learner may let a mentor see."""

    BANK = "bank", _("My bank: what I have planned, am working on and have completed")
    PLANS = "plans", _("My pathways and plans")
    RESULTS = "results", _("My exams and how they went")
    CREDENTIALS = "credentials", _("My credentials")
    WITHDRAWALS = "withdrawals", _("What I have brought from outside")


EVERYTHING: Final = frozenset(Sight)


class Mentorship(PublicModel):
    """A mentor helps a learner tailor their pathway: one internal, one external.

    Meanwhile they see what the learner lets them see, ``sights``, and nothing else of theirs.
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset(
        {
            "learner",
            "mentor",
            "since",
            "until",
            "shows_bank",
            "shows_plans",
            "shows_results",
            "shows_credentials",
            "shows_withdrawals",
        }
    )

    class Kind(models.TextChoices):
        """From the institution, or from working life."""

        INTERNAL = "internal", _("Internal mentor")
        EXTERNAL = "external", _("External mentor")

    learner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mentorships")
    mentor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mentees")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    shows_bank = models.BooleanField(default=True)
    shows_plans = models.BooleanField(default=True)
    shows_results = models.BooleanField(default=True)
    shows_credentials = models.BooleanField(default=True)
    shows_withdrawals = models.BooleanField(default=True)

    objects = MentorshipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "kind"], condition=Q(until__isnull=True), name="one_running_mentor_a_kind"
            )
        ]

    @property
    def sights(self) -> frozenset[Sight]:
        """What the mentor may see."""
        return frozenset(sight for sight in Sight if getattr(self, f"shows_{sight.value}"))
