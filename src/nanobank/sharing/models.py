"""Links that holders make to show what they hold."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from nanobank.accounts.models import Person
from nanobank.common.models import Model, PublicModel
from nanobank.credentials.models import Credential


@dataclass(frozen=True)
class Choice:
    """What a link shows beside title, institution, size, level and date."""

    name: bool = True
    grade: bool = False
    outcomes: bool = True
    evidence: bool = False
    document: bool = False


class ShareQuerySet(models.QuerySet["Share"]):
    """Reads aloud: ``Share.objects.of(person).open_at(now)``."""

    def of(self, person: Person) -> "ShareQuerySet":
        """One person's links."""
        return self.filter(person=person)

    def open_at(self, now: datetime) -> "ShareQuerySet":
        """Neither stopped nor run out."""
        return self.filter(stopped_at__isnull=True, expires_at__gt=now)


class Share(PublicModel):
    """A link to one or several of a person's credentials. Whoever has ``secret`` sees what was chosen, until it ends.

    The secret is kept as it is, so that its holder can find the link again; see ADR 0054.
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset(
        {"uuid", "person", "secret", "title", "greeting", "credentials", "opened", "last_opened_at"}
    )

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="shares")
    secret = models.CharField(max_length=32, unique=True)
    title = models.CharField(max_length=120, blank=True)
    greeting = models.TextField(blank=True)
    credentials = models.ManyToManyField(Credential, through="SharedCredential", related_name="shares")
    shows_name = models.BooleanField()
    shows_grade = models.BooleanField()
    shows_outcomes = models.BooleanField()
    shows_evidence = models.BooleanField()
    shows_document = models.BooleanField()
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, blank=True)
    opened = models.PositiveIntegerField(default=0)
    last_opened_at = models.DateTimeField(null=True, blank=True)

    objects = ShareQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["person", "-created_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(shows_document=False)
                | Q(shows_name=True, shows_grade=True, shows_outcomes=True, shows_evidence=True),
                name="the_signed_document_hides_nothing",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("created_at")), name="share_ends_after_it_began"
            ),
        ]

    @property
    def last_day(self) -> date:
        """The last day on which it works, as days are counted in Denmark."""
        return timezone.localdate(self.expires_at - timedelta(seconds=1))

    def is_open(self, now: datetime) -> bool:
        """Whether it still shows anything."""
        return self.stopped_at is None and self.expires_at > now


class SharedCredential(Model):
    """One credential behind a link; ``position`` counts from 1."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"share", "credential"})

    share = models.ForeignKey(Share, on_delete=models.CASCADE, related_name="items")
    credential = models.ForeignKey(Credential, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["share", "position"], name="one_credential_a_position"),
            models.UniqueConstraint(fields=["share", "credential"], name="a_link_shows_a_credential_once"),
        ]
