"""What mentors say about a plan, propose, and stand behind."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from nanobank.accounts.models import Person
from nanobank.bank.models import Mentorship
from nanobank.common.models import Model, PublicModel
from nanobank.pathways.models.paths import Pathway, PlanVersion


class Comment(PublicModel):
    """What a mentor or the learner says about a plan, at a module of it where ``module`` is filled in."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset(
        {"uuid", "pathway", "version", "module", "words", "by", "at", "settled_at"}
    )

    pathway = models.ForeignKey(Pathway, on_delete=models.CASCADE, related_name="comments")
    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="comments", null=True, blank=True)
    module = models.SlugField(max_length=120, blank=True)
    words = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["pathway", "at"])]


class Proposal(PublicModel):
    """A change that a mentor proposes and the learner accepts or not: ``change`` is a ``terms.Change``.

    ``accepted`` is None until it is answered; one that its mentor took back is answered with no.
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset(
        {"uuid", "pathway", "change", "words", "by", "at", "answered_at", "accepted"}
    )

    pathway = models.ForeignKey(Pathway, on_delete=models.CASCADE, related_name="proposals")
    change = models.JSONField()
    words = models.TextField(blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    accepted = models.BooleanField(null=True)

    class Meta:
        indexes = [models.Index(fields=["pathway", "at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted__isnull=True, answered_at__isnull=True)
                | Q(accepted__isnull=False, answered_at__isnull=False),
                name="a_proposal_is_answered_at_a_time",
            )
        ]


class CoSign(Model):
    """A mentor stands behind a plan. ``kind`` is the mentorship's when they signed: one internal, one external."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"version", "by", "kind", "at"})

    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="cosigns")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Mentorship.Kind.choices)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "kind"], name="one_cosign_a_kind")]
