"""A list of awards as it was handed in, who decided what about it, and what came of each row."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.catalogue.models import MicroCredential
from nanobank.common.models import Model, PublicModel
from nanobank.credentials.models import Credential, StatusList
from nanobank.organisations.models import Organisation

USUAL_LIMIT = 25


class Limit(Model):
    """How many awards one person of an institution's office may give out alone within a day."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"by"})

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="award_limit")
    alone = models.PositiveIntegerField(default=USUAL_LIMIT)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Source(models.TextChoices):
    """What kind of list it is."""

    CSV = "csv", "CSV"
    XLSX = "xlsx", "Excel"
    API = "api", "API"


class State(models.TextChoices):
    """How far a batch has come."""

    READING = "reading", _("Being read")
    UNREADABLE = "unreadable", _("Could not be read")
    READY = "ready", _("Ready to look through")
    WAITING = "waiting", _("Awaits approval")
    AWARDING = "awarding", _("Being awarded")
    STOPPED = "stopped", _("Stopped")
    FINISHED = "finished", _("Awarded")
    WITHDRAWN = "withdrawn", _("Withdrawn")


UNDER_WAY = (State.READING, State.AWARDING)
"""The states in which a worker has something to do."""


class BatchQuerySet(models.QuerySet["Batch"]):
    """Reads aloud: ``Batch.objects.of(organisations).under_way()``."""

    def under_way(self) -> "BatchQuerySet":
        """Those that a worker has something to do about, be it only mails to send."""
        return self.filter(Q(state__in=UNDER_WAY) | Q(state=State.FINISHED, tells=True, told_at__isnull=True))


class Batch(PublicModel):
    """A list that is to be awarded, or has been. ``worked_at`` is when a worker was last seen to work on it."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"made_by", "file"})

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="award_batches")
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    source = models.CharField(max_length=4, choices=Source.choices)
    name = models.CharField(max_length=200, help_text="What the list was called, for people to know it again")
    file = models.FileField(upload_to="lister/", blank=True, help_text="The list, until it has been read")
    micro_credential = models.ForeignKey(
        MicroCredential,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="For rows that do not name one themselves",
    )
    tells = models.BooleanField(default=True, help_text="Whether each who is awarded gets an e-mail")
    state = models.CharField(max_length=10, choices=State.choices, default=State.READING)
    trouble = models.JSONField(default=dict, help_text="Why the list could not be read, or what else to know of it")
    rows_read = models.PositiveIntegerField(default=0)
    fit = models.PositiveIntegerField(default=0, help_text="Rows that can be awarded")
    known = models.PositiveIntegerField(default=0, help_text="Of these: to people who have an account already")
    worked_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True, help_text="When the last mail was sent")

    objects = BatchQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["organisation", "-made_at"])]
        constraints = [
            models.CheckConstraint(condition=Q(fit__lte=F("rows_read")), name="batch_fits_no_more_than_read"),
            models.CheckConstraint(condition=Q(known__lte=F("fit")), name="batch_knows_no_more_than_fit"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def with_problems(self) -> int:
        """Rows that cannot be awarded as they stand."""
        return self.rows_read - self.fit

    @property
    def unknown(self) -> int:
        """Awards to people who have no account yet."""
        return self.fit - self.known


class RowQuerySet(models.QuerySet["Row"]):
    """Reads aloud: ``Row.objects.fit()``."""

    def fit(self) -> "RowQuerySet":
        """Those that can be awarded."""
        return self.filter(fit=True)

    def unfit(self) -> "RowQuerySet":
        """Those with problems."""
        return self.filter(fit=False)


class Row(Model):
    """One line of a list. Its ``number`` is the one that a spreadsheet shows; the headings are line 1.

    ``problems`` is a list of ``[column, code, {params}]``; ``cells``, what stood there, is kept only where there are
    any. A row never changes once its batch has been read: what comes of it is its ``Outcome``.
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset(
        {"given_name", "family_name", "email", "grade", "awarded_on", "evidence", "cells", "problems"}
    )

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="rows", db_index=False)
    number = models.PositiveIntegerField()
    given_name = models.CharField(max_length=80, blank=True)
    family_name = models.CharField(max_length=80, blank=True)
    email = models.CharField(max_length=254, blank=True)
    micro_credential = models.ForeignKey(
        MicroCredential, on_delete=models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )
    grade = models.CharField(max_length=10, blank=True)
    awarded_on = models.DateField(null=True, blank=True)
    evidence = models.CharField(max_length=500, blank=True)
    cells = models.JSONField(default=dict, blank=True)
    problems = models.JSONField(default=list, blank=True)
    fit = models.BooleanField(default=True, help_text="Whether it can be awarded")

    objects = RowQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="one_row_a_line")]
        indexes = [
            models.Index(fields=["batch", "email"]),
            models.Index(fields=["batch", "number"], condition=Q(fit=False), name="row_with_problems"),
        ]


class Chunk(Model):
    """Some lines of a batch that are awarded in one transaction, or not at all.

    Its places in the status lists (numbers from ``status_from`` on) are put aside before, so that workers do not wait
    for each other. ``told_to`` is the last line whose person has been told.
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset()

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="chunks", db_index=False)
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()
    status_list = models.ForeignKey(StatusList, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    status_from = models.PositiveIntegerField(default=0)
    suspension_list = models.ForeignKey(StatusList, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    suspension_from = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    awarded = models.PositiveIntegerField(default=0)
    passed_over = models.PositiveIntegerField(default=0)
    told_to = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "first"], name="one_chunk_a_stretch")]


class Outcome(Model):
    """What came of a row: the audit record of one award. Added with the credential itself, never changed."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"row", "credential", "at"})

    class Kind(models.TextChoices):
        """What came of it."""

        AWARDED = "awarded", _("Awarded")
        HELD = "held", _("Held the credential already")
        NAME = "name", _("The account has another name")
        UNFIT = "unfit", _("Could not be signed")

    row = models.OneToOneField(Row, on_delete=models.PROTECT, related_name="outcome")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    credential = models.OneToOneField(
        Credential, on_delete=models.PROTECT, related_name="outcome", null=True, blank=True
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="awarded", credential__isnull=False) | ~Q(kind="awarded") & Q(credential__isnull=True),
                name="only_an_award_has_a_credential",
            )
        ]


class Step(Model):
    """Something that was done about a batch: who, when, and why if they said. ``by`` is None for a worker."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"by", "at", "note"})

    class Kind(models.TextChoices):
        """What was done."""

        MADE = "made", _("List handed in")
        READ = "read", _("List read")
        SUBMITTED = "submitted", _("Sent for approval")
        BEGUN = "begun", _("Awarding begun")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Not approved")
        STOPPED = "stopped", _("Stopped")
        CONTINUED = "continued", _("Continued")
        RESUMED = "resumed", _("Taken up again after a worker had died")
        FINISHED = "finished", _("Finished")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    at = models.DateTimeField()
    note = models.TextField(blank=True)
