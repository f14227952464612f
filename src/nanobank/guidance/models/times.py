"""When a mentor can be met, and what has been agreed."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.bank.models import Mentorship
from nanobank.common.models import Model, PublicModel
from nanobank.guidance.models.mentors import Meeting


class Weekday(models.IntegerChoices):
    """As ``date.weekday`` counts them."""

    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class OpenHours(PublicModel):
    """Every week a mentor can be met in this stretch, Danish time, in turns of ``minutes``."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset(
        {"uuid", "mentor", "weekday", "begins", "ends", "meeting", "place"}
    )

    mentor = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="open_hours")
    weekday = models.PositiveSmallIntegerField(choices=Weekday.choices)
    begins = models.TimeField()
    ends = models.TimeField()
    minutes = models.PositiveSmallIntegerField(default=30)
    meeting = models.CharField(max_length=9, choices=Meeting.choices, default=Meeting.VIDEO)
    place = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["weekday", "begins"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("begins")), name="hours_end_after_they_begin"),
            models.CheckConstraint(condition=Q(minutes__gte=10), name="a_turn_is_ten_minutes_at_least"),
        ]


class Appointment(PublicModel):
    """The two have agreed to meet. ``sequence`` counts its changes, as calendars do."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset(
        {"uuid", "mentorship", "mentor", "learner", "begins", "ends", "words", "place", "cancelled_at", "cancelled_by"}
    )

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="appointments")
    mentor = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    learner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    begins = models.DateTimeField()
    ends = models.DateTimeField()
    meeting = models.CharField(max_length=9, choices=Meeting.choices)
    place = models.CharField(max_length=200, blank=True)
    words = models.CharField(max_length=500, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["begins", "pk"]
        indexes = [models.Index(fields=["mentor", "begins"]), models.Index(fields=["learner", "begins"])]
        constraints = [
            models.UniqueConstraint(
                fields=["mentor", "begins"], condition=Q(cancelled_at__isnull=True), name="one_at_a_time_with_a_mentor"
            ),
            models.CheckConstraint(condition=Q(ends__gt=F("begins")), name="an_appointment_lasts"),
        ]

    @property
    def stands(self) -> bool:
        """Whether it has not been cancelled."""
        return self.cancelled_at is None


class CalendarFeed(Model):
    """The secret address at which a person's calendar fetches their appointments."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"person", "secret"})

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    secret = models.CharField(max_length=64, unique=True)
