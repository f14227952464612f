"""What a job asks for, as the workplace has it: kept, so that people can be held against it again and again."""

from typing import ClassVar

from django.db import models

from nanobank.catalogue.models import Competence, Level
from nanobank.common.models import Model, PublicModel
from nanobank.frameworks.models import Concept
from nanobank.organisations.models import Organisation


class JobRole(PublicModel):
    """A job at the workplace. It is everybody's on file whose job role is called so, whatever the case (``folded``).

    ``occupation`` is the framework's role that it began from, if any.
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset()

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="job_roles")
    name = models.CharField(max_length=120)
    folded = models.CharField(max_length=120)
    occupation = models.ForeignKey(Concept, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "folded"], name="one_job_role_a_name")]

    def __str__(self) -> str:
        return self.name


class JobRoleCompetence(Model):
    """A competence that a job asks for; at any level when ``level`` is empty."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset()

    role = models.ForeignKey(JobRole, on_delete=models.CASCADE, related_name="asked", db_index=False)
    competence = models.ForeignKey(Competence, on_delete=models.CASCADE, related_name="+")
    level = models.PositiveSmallIntegerField(choices=Level.choices, null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["role", "competence"], name="asked_once_of_a_job")]
