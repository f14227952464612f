"""What is said between a learner and their mentors, and who is awaited."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.common.models import Model, PublicModel


class About(models.TextChoices):
    """What a thread hangs on."""

    LEARNER = "learner", _("You and your education")
    MODULE = "module", _("A module")
    PLAN = "plan", _("A plan")
    WITHDRAWAL = "withdrawal", _("Something from outside")


class Side(models.TextChoices):
    """Whose turn it is."""

    NOBODY = "", _("Nobody")
    LEARNER = "learner", _("The learner")
    MENTORS = "mentors", _("The mentors")


class Thread(PublicModel):
    """A talk of one learner with one or both of their mentors; ``anchor`` is the uuid of what it is about.

    ``awaits`` says whose turn it is since ``waits_since``, and ``nudged_at`` when they were reminded. The study office
    sees who waits and how long; only with ``office_sees`` also whose talk it is and what it is called.
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset(
        {"uuid", "learner", "anchor", "title", "begun_by", "begun_at", "last_at", "awaits", "waits_since", "nudged_at"}
    )

    learner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="threads")
    about = models.CharField(max_length=10, choices=About.choices, default=About.LEARNER)
    anchor = models.UUIDField(null=True, blank=True)
    title = models.CharField(max_length=120)
    begun_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    last_at = models.DateTimeField()
    awaits = models.CharField(max_length=7, choices=Side.choices, blank=True)
    waits_since = models.DateTimeField(null=True, blank=True)
    nudged_at = models.DateTimeField(null=True, blank=True)
    office_sees = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["learner", "-last_at"]),
            models.Index(fields=["waits_since"], condition=~Q(awaits=""), name="guidance_threads_waiting"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(about="learner", anchor__isnull=True) | (~Q(about="learner") & Q(anchor__isnull=False)),
                name="a_thread_names_what_it_is_about",
            ),
            models.CheckConstraint(
                condition=Q(awaits="", waits_since__isnull=True) | (~Q(awaits="") & Q(waits_since__isnull=False)),
                name="who_waits_waits_since",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Part(Model):
    """Somebody takes part in a thread, and has read it up to ``read_at``."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"thread", "person", "read_at"})

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="parts")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="parts_in_threads")
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "person"], name="one_part_in_a_thread")]


class Message(PublicModel):
    """What one of them wrote, as Markdown; ``by_mail`` when it came as a reply to a mail."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"uuid", "thread", "by", "words", "at", "by_mail"})

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="messages")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    at = models.DateTimeField()
    by_mail = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        indexes = [models.Index(fields=["thread", "at"])]


class ReceivedMail(Model):
    """A mail that has been read, by the SHA-256 of its Message-ID, so that it is taken in once."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"message"})

    digest = models.BinaryField(max_length=32, unique=True)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
