"""Who offers to be a mentor, and who has been asked."""

from datetime import date, datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nanobank.accounts.models import Person
from nanobank.bank.models import Mentorship, Sight
from nanobank.catalogue.models import Competence
from nanobank.common.models import Model, PublicModel
from nanobank.organisations.models import Organisation


class Meeting(models.TextChoices):
    """How the two meet."""

    VIDEO = "video", _("Video")
    PHONE = "phone", _("Telephone")
    IN_PERSON = "in_person", _("In person")


class Tongue(models.TextChoices):
    """A language in which a mentor can help."""

    DANISH = "da", pgettext_lazy("a language", "Danish")
    ENGLISH = "en", pgettext_lazy("a language", "English")
    GERMAN = "de", pgettext_lazy("a language", "German")
    SWEDISH = "sv", pgettext_lazy("a language", "Swedish")
    NORWEGIAN = "nb", pgettext_lazy("a language", "Norwegian")
    ARABIC = "ar", pgettext_lazy("a language", "Arabic")
    POLISH = "pl", pgettext_lazy("a language", "Polish")
    UKRAINIAN = "uk", pgettext_lazy("a language", "Ukrainian")


class MentorProfile(PublicModel):
    """What a mentor can help with and how many learners they have room for; ``meetings`` and ``tongues`` are lists."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset(
        {"uuid", "person", "organisation", "words", "most", "meetings", "tongues", "is_open", "competences"}
    )

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="mentor_profile")
    kind = models.CharField(max_length=8, choices=Mentorship.Kind.choices)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, related_name="mentor_profiles", null=True, blank=True
    )
    words = models.TextField(blank=True)
    most = models.PositiveSmallIntegerField(default=5)
    meetings = models.JSONField(default=list)
    tongues = models.JSONField(default=list)
    is_open = models.BooleanField(default=True)
    competences = models.ManyToManyField(Competence, related_name="+", blank=True)

    def __str__(self) -> str:
        return self.person.name

    def away_until(self, today: date) -> date | None:
        """The last day of the absence that they are in the middle of, if they are."""
        last = [one.last_on for one in self.absences.all() if one.first_on <= today <= one.last_on]
        return max(last, default=None)

    @property
    def meetings_in_words(self) -> list[str]:
        """How they meet, to be shown."""
        return [str(Meeting(one).label) for one in self.meetings]

    @property
    def tongues_in_words(self) -> list[str]:
        """Their languages, to be shown."""
        return [str(Tongue(one).label) for one in self.tongues]


class Absence(Model):
    """Days on which a mentor is away, both included: no times are free then."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"profile", "first_on", "last_on"})

    profile = models.ForeignKey(MentorProfile, on_delete=models.CASCADE, related_name="absences")
    first_on = models.DateField()
    last_on = models.DateField()

    class Meta:
        ordering: ClassVar = ["first_on"]
        constraints = [models.CheckConstraint(condition=Q(last_on__gte=models.F("first_on")), name="an_absence_lasts")]


class Answered(models.TextChoices):
    """Where an invitation stands."""

    WAITING = "waiting", _("Waits for an answer")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Taken back")


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Reads aloud: ``Invitation.objects.waiting(now)``."""

    def waiting(self, now: datetime) -> "InvitationQuerySet":
        """Those that can still be answered."""
        return self.filter(state=Answered.WAITING, expires_at__gt=now)


class Invitation(PublicModel):
    """A learner asks somebody to be their mentor: ``mentor`` whom they found here, or whoever has the mail's link.

    ``sights`` is what the mentor will see from when they accept.
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset(
        {"uuid", "learner", "mentor", "email", "words", "reason", "sights", "at", "expires_at", "answered_at"}
    )

    learner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="mentors_asked")
    kind = models.CharField(max_length=8, choices=Mentorship.Kind.choices)
    mentor = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="asked_as_mentor", null=True, blank=True)
    email = models.EmailField(blank=True)
    words = models.TextField(blank=True)
    sights = models.JSONField(default=list)
    state = models.CharField(max_length=9, choices=Answered.choices, default=Answered.WAITING)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["mentor", "state"])]
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "kind"], condition=Q(state="waiting"), name="one_asked_a_kind_at_a_time"
            ),
            models.CheckConstraint(condition=Q(mentor__isnull=False) | ~Q(email=""), name="somebody_is_asked"),
        ]

    @property
    def whom(self) -> str:
        """The name, or the address as long as it is nobody's."""
        return self.mentor.name if self.mentor else self.email

    def seen(self) -> frozenset[Sight]:
        """What the mentor will see."""
        return frozenset(Sight(one) for one in self.sights)


class Note(PublicModel):
    """What a mentor or a learner writes for themselves; nobody else ever sees it."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"uuid", "author", "mentorship", "words", "at"})

    author = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="notes")
    words = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
