"""Registrations for exams without terms, and what came of them."""

from typing import Any, ClassVar, NoReturn

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.catalogue.models import MicroCredential
from nanobank.common.models import Model, PublicModel


class Grade(models.TextChoices):
    """The 7-point scale and passed/not passed, as stored; ``nanocore.examining`` knows which is which."""

    TWELVE = "12", "12"
    TEN = "10", "10"
    SEVEN = "7", "7"
    FOUR = "4", "4"
    TWO = "02", "02"
    ZERO = "00", "00"
    MINUS_THREE = "-3", "-3"
    PASSED = "passed", _("Passed")
    NOT_PASSED = "not_passed", _("Not passed")


class RegistrationState(models.TextChoices):
    """Where a registration is."""

    REGISTERED = "registered", _("Put forward")
    BOOKED = "booked", _("Slot booked")
    HANDED_IN = "handed_in", _("Handed in")
    ASSESSED = "assessed", _("Assessed")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    ABSENT = "absent", _("Absent")
    ILL = "ill", _("Documented illness")


class Examiner(Model):
    """A person who may examine a micro-credential."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"person"})

    micro_credential = models.ForeignKey(MicroCredential, on_delete=models.CASCADE, related_name="examiners")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="examines")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["micro_credential", "person"], name="one_examiner_once")]


class Slot(PublicModel):
    """A time at which an examiner examines."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"examiner"})

    micro_credential = models.ForeignKey(MicroCredential, on_delete=models.CASCADE, related_name="slots")
    examiner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    minutes = models.PositiveIntegerField()
    place = models.CharField(max_length=120)
    seats = models.PositiveIntegerField(default=1)
    seats_taken = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["micro_credential", "starts_at"])]
        constraints = [
            models.CheckConstraint(condition=Q(seats_taken__lte=F("seats")), name="slot_not_overfull"),
            models.UniqueConstraint(fields=["examiner", "starts_at"], name="one_examiner_one_place_at_a_time"),
        ]


class Registration(PublicModel):
    """One attempt of one learner at one micro-credential."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset(
        {"person", "state", "registered_at", "text", "file", "handed_in_at"}
    )

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="registrations")
    micro_credential = models.ForeignKey(MicroCredential, on_delete=models.PROTECT, related_name="registrations")
    state = models.CharField(max_length=10, choices=RegistrationState.choices, default=RegistrationState.REGISTERED)
    registered_at = models.DateTimeField()
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="registrations", null=True, blank=True)
    text = models.TextField(blank=True)
    file = models.FileField(upload_to="hand-ins/", blank=True)
    handed_in_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    counts = models.BooleanField(default=True, help_text="Whether this is one of the three attempts")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "micro_credential"], condition=Q(closed_at__isnull=True), name="one_open_registration"
            )
        ]


class Assessment(PublicModel):
    """What one examiner found. ``role`` tells the first from the second."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"examiner", "grade", "grounds", "at", "registration"})

    class Role(models.TextChoices):
        """Which of the two examiners."""

        FIRST = "first", _("Examiner")
        SECOND = "second", _("Second examiner")

    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="assessments")
    examiner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=6, choices=Role.choices)
    grade = models.CharField(max_length=10, choices=Grade.choices)
    grounds = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["registration", "role"], name="one_assessment_a_role"),
            models.UniqueConstraint(fields=["registration", "examiner"], name="two_examiners_are_two_people"),
        ]


class ResultQuerySet(models.QuerySet["Result"]):
    """Results are added, never edited."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse: a published grade is never overwritten."""
        raise TypeError("a published result is never edited; publish a correction")

    def delete(self) -> NoReturn:
        """Refuse: a published grade is never removed."""
        raise TypeError("a published result is never deleted; publish a correction")


class Result(PublicModel):
    """A published grade with its grounds. A correction is a new result that names the one it corrects."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset(
        {"registration", "grade", "grounds", "published_at", "by", "reason"}
    )

    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="results")
    grade = models.CharField(max_length=10, choices=Grade.choices)
    grounds = models.TextField()
    published_at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="corrected_by", null=True, blank=True
    )
    reason = models.TextField(blank=True)

    objects = ResultQuerySet.as_manager()

    class Meta:
        ordering = ["published_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration"], condition=Q(corrects__isnull=True), name="one_first_result_a_registration"
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) | ~Q(reason=""), name="a_correction_has_a_reason"
            ),
        ]
