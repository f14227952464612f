"""The steps of a module version, and how far each learner has come."""

from pathlib import PurePath
from typing import ClassVar
from uuid import UUID, uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.catalogue.models import Competence, MicroCredential, Module, ModuleVersion, Offering
from nanobank.common.models import Model, PublicModel


class StepKind(models.TextChoices):
    """What a step consists of."""

    TEXT = "text", _("Text")
    VIDEO = "video", _("Video")
    FILE = "file", _("File")
    QUIZ = "quiz", _("Quiz")


class QuestionKind(models.TextChoices):
    """How a question is answered."""

    SINGLE = "single", _("One answer")
    MULTIPLE = "multiple", _("Several answers")
    NUMERIC = "numeric", _("A number")
    SHORT_TEXT = "short_text", _("A short text")


def stored_name(step: "Step", filename: str) -> str:
    """A name of our own for an uploaded file; of the sender's only the ending is kept, and that only when plain."""
    ending = PurePath(filename).suffix.lower()
    return f"steps/{uuid4()}{ending if ending[1:].isalnum() and ending.isascii() and len(ending) <= 8 else ''}"


class Step(PublicModel):
    """One step of a version, in order. ``body`` is Markdown; for a video it is the text alternative.

    ``origin`` is the uuid of the step that it was first copied from, through versions and adaptations (decision 0093).
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset()

    version = models.ForeignKey(ModuleVersion, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=5, choices=StepKind.choices)
    title = models.CharField(max_length=200)
    minutes = models.PositiveIntegerField(default=10)
    body = models.TextField(blank=True)
    file = models.FileField(upload_to=stored_name, blank=True)
    captions = models.FileField(upload_to=stored_name, blank=True)
    url = models.URLField(blank=True)
    pass_percent = models.PositiveSmallIntegerField(default=60)
    origin = models.UUIDField(null=True, blank=True, editable=False)

    @property
    def began_as(self) -> UUID:
        """What it is, however often it was copied: the same in every version and adaptation."""
        return self.origin or self.uuid

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="one_step_a_position"),
            models.CheckConstraint(condition=Q(pass_percent__lte=100), name="pass_percent_is_a_percentage"),
        ]


class Question(PublicModel):
    """One question of a quiz step. ``definition`` has the shape that ``nanocore.marking`` reads."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset()

    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=QuestionKind.choices)
    prompt = models.TextField()
    definition = models.JSONField()
    explanation = models.TextField(blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["step", "position"], name="one_question_a_position")]


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    """Reads aloud: ``Enrolment.objects.of(person).staying()``."""

    def of(self, person: Person) -> "EnrolmentQuerySet":
        """One person's."""
        return self.filter(person=person)

    def staying(self) -> "EnrolmentQuerySet":
        """Under way or completed: those that the learner has not left."""
        return self.filter(left_at__isnull=True)


class Enrolment(PublicModel):
    """A learner takes a version of a module, on an offering. Coming back after leaving opens the same one again."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset(
        {"person", "started_at", "completed_at", "left_at", "version", "offering"}
    )

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="enrolments")
    version = models.ForeignKey(ModuleVersion, on_delete=models.PROTECT, related_name="enrolments")
    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, related_name="enrolments", null=True, blank=True)
    started_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "version"], name="one_enrolment_a_version")]

    @property
    def state(self) -> str:
        """``under_way``, ``completed`` or ``left``."""
        if self.left_at:
            return "left"
        return "completed" if self.completed_at else "under_way"


class StepProgress(Model):
    """How far a learner is in one step. Only ever moves forward, so a late or repeated report does no harm."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"enrolment", "opened_at", "seconds", "completed_at"})

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="progress")
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    seconds = models.PositiveIntegerField(default=0, help_text="Where the video stood")
    completed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enrolment", "step"], name="one_progress_a_step")]


class QuizAttempt(Model):
    """One marked answer to a quiz. ``key`` is made by the sender, so that the same answer sent twice counts once."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"enrolment", "answers", "percent", "passed", "at"})

    key = models.UUIDField(default=uuid4, unique=True)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="quiz_attempts")
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField()
    percent = models.PositiveSmallIntegerField()
    passed = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["enrolment", "step", "-at"])]


class CompetenceAnswer(Model):
    """What somebody answered when a competence was suggested for a module or a micro-credential, from its text.

    ``sentence`` is where it was read. A refused one is not suggested again; what was accepted stands in the catalogue,
    and here is who said so.
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"by", "at"})

    module = models.ForeignKey(
        Module, on_delete=models.CASCADE, related_name="+", null=True, blank=True, db_index=False
    )
    micro_credential = models.ForeignKey(
        MicroCredential, on_delete=models.CASCADE, related_name="+", null=True, blank=True, db_index=False
    )
    competence = models.ForeignKey(Competence, on_delete=models.CASCADE, related_name="+")
    accepted = models.BooleanField()
    sentence = models.TextField(blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["module", "competence"], name="one_answer_a_module"),
            models.UniqueConstraint(fields=["micro_credential", "competence"], name="one_answer_a_micro_credential"),
            models.CheckConstraint(
                condition=Q(module__isnull=True) ^ Q(micro_credential__isnull=True), name="answer_is_about_one_thing"
            ),
        ]
