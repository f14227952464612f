"""A plan for people who work together: what their employer asks for, and what each of them answers."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from nanobank.accounts.models import Person
from nanobank.common.models import PublicModel
from nanobank.organisations.models import Organisation
from nanobank.pathways.models.paths import Pathway, Planning


class TeamQuerySet(models.QuerySet["Team"]):
    """Reads aloud: ``Team.objects.of(organisation).kept()``."""

    def of(self, organisation: Organisation) -> "TeamQuerySet":
        """One employer's."""
        return self.filter(organisation=organisation)

    def kept(self) -> "TeamQuerySet":
        """Those not put away."""
        return self.filter(put_away_at__isnull=True)


class Team(PublicModel):
    """People at one workplace who are to learn something together; ``said`` is a ``teams.terms.TeamTerms``.

    ``asked`` counts the changes of what was said and of who belongs to it.
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"made_by"})

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="planned_teams")
    title = models.CharField(max_length=120)
    said = models.JSONField()
    asked = models.PositiveIntegerField(default=1)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    put_away_at = models.DateTimeField(null=True, blank=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["organisation", "-changed_at"])]

    def __str__(self) -> str:
        return self.title


class TeamMember(PublicModel):
    """One of a team. ``goal`` (GoalTerms) and ``hours`` a week are this person's own, None as for all.

    ``counts_bank`` is the person's to say: whether what their bank holds may be counted, which their employer can see
    from the plan.
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"uuid", "person", "goal", "hours", "counts_bank"})

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="teams")
    goal = models.JSONField(null=True, blank=True)
    hours = models.DecimalField(max_digits=4, decimal_places=2, null=True, blank=True)
    counts_bank = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "person"], name="once_in_a_team")]


class TeamPart(PublicModel):
    """What a team's plan has for one of them, sent for them to answer; ``accepted`` is None until they have.

    Said yes to, it becomes a pathway of the person's own, which is theirs alone: what happens to it there does not
    come back here. A later plan that is sent takes back what was not answered (``taken_back_at``).
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset(
        {
            *("uuid", "member", "planning", "plan", "result", "question", "goal", "life", "reasons"),
            *("sent_by", "sent_at", "answered_at", "accepted", "words", "pathway"),
        }
    )

    member = models.ForeignKey(TeamMember, on_delete=models.CASCADE, related_name="parts")
    planning = models.ForeignKey(Planning, on_delete=models.CASCADE, related_name="parts")
    plan = models.JSONField(help_text="As a PlanVersion's, with days")
    result = models.JSONField(help_text="The core's answer without its plan")
    question = models.JSONField()
    goal = models.JSONField(help_text="GoalTerms")
    life = models.JSONField(help_text="LifeTerms")
    reasons = models.JSONField(default=list)
    sent_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    accepted = models.BooleanField(null=True)
    words = models.CharField(max_length=400, blank=True, help_text="What the person says to their employer")
    pathway = models.ForeignKey(Pathway, on_delete=models.SET_NULL, related_name="parts", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member"],
                condition=Q(answered_at__isnull=True, taken_back_at__isnull=True),
                name="one_open_part_each",
            ),
            models.CheckConstraint(
                condition=Q(accepted__isnull=True, answered_at__isnull=True)
                | Q(accepted__isnull=False, answered_at__isnull=False),
                name="a_part_is_answered_at_a_time",
            ),
        ]

    @property
    def steps(self) -> list[dict[str, Any]]:
        """The steps, as a PlanVersion has them."""
        steps: list[dict[str, Any]] = self.plan["steps"]
        return steps
