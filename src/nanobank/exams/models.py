"""Registrations for exams without terms, and what came of them."""

from datetime import datetime, timedelta
from typing import Any, ClassVar, NoReturn

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.catalogue.models import MicroCredential, ModuleVersion
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
    """Where a registration is; ``nanocore.examining`` has the table of what can happen next."""

    REGISTERED = "registered", _("Put forward")
    BOOKED = "booked", _("Slot booked")
    HANDED_IN = "handed_in", _("Handed in")
    ASSESSING = "assessing", _("Being assessed")
    ASSESSED = "assessed", _("Assessed")
    PUBLISHED = "published", _("Result published")
    WITHDRAWN = "withdrawn", _("Withdrawn from the exam")
    ABSENT = "absent", _("Absent")
    ILL = "ill", _("Documented illness")


class Examiner(Model):
    """A person who may examine a micro-credential."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"person"})

    micro_credential = models.ForeignKey(MicroCredential, on_delete=models.CASCADE, related_name="examiners")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="examines")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["micro_credential", "person"], name="one_examiner_once")]


class SlotQuerySet(models.QuerySet["Slot"]):
    """Reads aloud: ``Slot.objects.free(now)``."""

    def standing(self) -> "SlotQuerySet":
        """Those that have not been called off."""
        return self.filter(cancelled_at__isnull=True)

    def free(self, now: datetime) -> "SlotQuerySet":
        """Those to come that somebody can still book."""
        return self.standing().filter(starts_at__gt=now, seats_taken__lt=F("seats"))


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
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = SlotQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["micro_credential", "starts_at"])]
        constraints = [
            models.CheckConstraint(condition=Q(seats_taken__lte=F("seats")), name="slot_not_overfull"),
            models.UniqueConstraint(
                fields=["examiner", "starts_at"],
                condition=Q(cancelled_at__isnull=True),
                name="one_examiner_one_place_at_a_time",
            ),
        ]

    @property
    def ends_at(self) -> datetime:
        """When it is over."""
        return self.starts_at + timedelta(minutes=self.minutes)


class RegistrationQuerySet(models.QuerySet["Registration"]):
    """Reads aloud: ``Registration.objects.of(person).open()``."""

    def of(self, person: Person) -> "RegistrationQuerySet":
        """One person's registrations."""
        return self.filter(person=person)

    def open(self) -> "RegistrationQuerySet":
        """Those that nothing has ended yet."""
        return self.filter(closed_at__isnull=True)


class Registration(PublicModel):
    """One attempt of one learner at one micro-credential. ``versions`` are the modules it rests on, frozen here."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset(
        {
            "person", "state", "registered_at", "versions", "slot", "text", "file", "file_name", "handed_in_at",
            "closed_at", "closing_note", "counts",
        }
    )  # fmt: skip

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="registrations")
    micro_credential = models.ForeignKey(MicroCredential, on_delete=models.PROTECT, related_name="registrations")
    state = models.CharField(max_length=10, choices=RegistrationState.choices, default=RegistrationState.REGISTERED)
    registered_at = models.DateTimeField()
    versions = models.ManyToManyField(ModuleVersion, related_name="+")
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="registrations", null=True, blank=True)
    text = models.TextField(blank=True)
    file = models.FileField(upload_to="hand-ins/", blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    handed_in_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closing_note = models.TextField(blank=True, help_text="What the study secretary wrote: documentation seen")
    counts = models.BooleanField(default=True, help_text="Whether this is one of the three attempts")

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["micro_credential", "state", "registered_at"])]
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


class Dispensation(PublicModel):
    """One attempt more, granted for a reason."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"person", "reason", "by", "granted_at"})

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="exam_dispensations")
    micro_credential = models.ForeignKey(MicroCredential, on_delete=models.PROTECT, related_name="dispensations")
    reason = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="a_dispensation_has_a_reason")]


class AdmissionQuerySet(models.QuerySet["Admission"]):
    """Reads aloud: ``Admission.objects.standing()``."""

    def standing(self) -> "AdmissionQuerySet":
        """Those that nobody has taken back."""
        return self.filter(ended_at__isnull=True)


class Admission(PublicModel):
    """What was learnt elsewhere is examined here: for this exam, until it is passed, it counts as the modules.

    ``outside`` says what it is and who gave it.
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset(
        {"person", "micro_credential", "outside", "by", "granted_at", "ended_at", "versions"}
    )

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="exam_admissions")
    micro_credential = models.ForeignKey(MicroCredential, on_delete=models.PROTECT, related_name="admissions")
    versions = models.ManyToManyField(ModuleVersion, related_name="+")
    outside = models.CharField(max_length=400)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = AdmissionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "micro_credential"],
                condition=Q(ended_at__isnull=True),
                name="one_admission_an_exam",
            ),
            models.CheckConstraint(condition=~Q(outside=""), name="an_admission_says_what_is_examined"),
        ]


class ResultQuerySet(models.QuerySet["Result"]):
    """Results are added, never edited."""

    def standing(self) -> "ResultQuerySet":
        """Those that no later one corrects."""
        return self.filter(corrected_by__isnull=True)

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
