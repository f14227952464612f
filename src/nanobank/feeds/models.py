"""Feeds that an institution has chosen, what they offer, how they were taken in, and what was judged of an offer."""

from datetime import date, datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.catalogue.models import Competence, Level
from nanobank.catalogue.models import Form as Participation
from nanobank.common.models import Model, PublicModel
from nanobank.organisations.models import Organisation

LONGEST_ADDRESS = 600


class Rhythm(models.IntegerChoices):
    """How often a feed is fetched anew by itself, in days."""

    DAILY = 1, _("Every day")
    WEEKLY = 7, _("Every week")
    MONTHLY = 30, _("Every month")


class Feed(PublicModel):
    """A list of offers that somebody outside keeps, and that an institution has chosen to show.

    ``address``: where it is fetched; files are handed over where there is none. ``mapping`` says which column of a
    table is what. ``whole``: what is no longer among its offers is retired. ``every_days``: how often it is fetched
    anew by itself, and ``due_at`` when next.
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"made_by"})

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="feeds")
    title = models.CharField(max_length=120)
    address = models.URLField(max_length=LONGEST_ADDRESS, blank=True)
    mapping = models.JSONField(null=True, blank=True)
    whole = models.BooleanField(default=True)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    every_days = models.PositiveSmallIntegerField(choices=Rhythm.choices, null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="feeds_that_are_due")]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "title"], name="one_feed_a_title"),
            models.CheckConstraint(
                condition=Q(due_at__isnull=True) | Q(every_days__isnull=False) & ~Q(address=""),
                name="what_is_due_has_a_rhythm_and_an_address",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page, for those who keep it."""
        return reverse("feed", args=[self.uuid])


class State(models.TextChoices):
    """How far an import has come."""

    CHECKING = "checking", _("Being looked through")
    UNREADABLE = "unreadable", _("Could not be read")
    READY = "ready", _("Ready to be taken in")
    IMPORTING = "importing", _("Being taken in")
    STOPPED = "stopped", _("Stopped")
    FINISHED = "finished", _("Taken in")
    WITHDRAWN = "withdrawn", _("Given up")


UNDER_WAY = (State.CHECKING, State.IMPORTING)
"""The states in which a worker has something to do."""
OPEN = (*UNDER_WAY, State.READY, State.STOPPED)
"""The states in which there is more to come."""


class FeedRun(PublicModel):
    """A feed's content as it was handed over or fetched, what was wrong with it, and how far taking it in is.

    ``line`` says up to which line everything stands in the database; ``lines`` is how many offers there are.
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"made_by"})

    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, related_name="runs")
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    made_at = models.DateTimeField()
    name = models.CharField(max_length=200, blank=True, help_text="What the file was called; empty when it is fetched")
    file = models.FileField(upload_to="feeds/", blank=True, help_text="The content, until it has been taken in")
    by_itself = models.BooleanField(default=False, help_text="Fetched because it was due, and not by somebody")
    state = models.CharField(max_length=10, choices=State.choices, default=State.CHECKING)
    trouble = models.JSONField(default=dict, help_text="Why the content could not be read")
    found = models.JSONField(default=dict, help_text="What is in it: the form, the columns, the first offers, counts")
    lines = models.PositiveIntegerField(default=0)
    faulty = models.PositiveIntegerField(default=0, help_text="Offers that are left out")
    line = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    retired = models.PositiveIntegerField(default=0)
    worked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["feed", "-made_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["feed"],
                condition=Q(state__in=["checking", "ready", "importing", "stopped"]),
                name="one_open_run_a_feed",
            )
        ]

    def __str__(self) -> str:
        return self.name or self.feed.address


class FeedFault(Model):
    """One thing that is wrong with one offer of a feed; an offer that has any is left out."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset()

    run = models.ForeignKey(FeedRun, on_delete=models.CASCADE, related_name="faults", db_index=False)
    line = models.PositiveIntegerField()
    column = models.CharField(max_length=60, blank=True)
    cell = models.CharField(max_length=200, blank=True)
    code = models.CharField(max_length=20)
    params = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["run", "line"])]


class Verdict(models.TextChoices):
    """What came of judging an offer."""

    COUNTS = "counts", _("Vetted: it holds what it says")
    REJECTED = "rejected", _("Not to be shown")


class Vetting(PublicModel):
    """That an educator has judged an offer from outside, as what it counts, why, and until when."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"by", "withdrawn_by"})

    offer = models.ForeignKey("OutsideOffer", on_delete=models.CASCADE, related_name="vettings")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    until = models.DateField(help_text="The last day on which it holds")
    grounds = models.TextField()
    level = models.PositiveSmallIntegerField(choices=Level.choices, null=True, blank=True)
    ects = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    hours = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    competences = models.ManyToManyField(Competence, related_name="+", blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    withdrawn_grounds = models.TextField(blank=True)

    def holds_on(self, day: date) -> bool:
        """Whether it can be relied on that day."""
        return self.withdrawn_at is None and self.until >= day


class OutsideOfferQuerySet(models.QuerySet["OutsideOffer"]):
    """Reads aloud: ``OutsideOffer.objects.in_force().shown()``."""

    def in_force(self) -> "OutsideOfferQuerySet":
        """Those that their source still has."""
        return self.filter(retired_at__isnull=True)

    def shown(self) -> "OutsideOfferQuerySet":
        """Those in force that nobody has decided against."""
        return self.in_force().exclude(vetting__verdict=Verdict.REJECTED, vetting__withdrawn_at__isnull=True)

    def waiting(self, day: date) -> "OutsideOfferQuerySet":
        """Those in force that nobody has judged, whose judgement is over, or that have changed since."""
        over = Q(vetting__withdrawn_at__isnull=False) | Q(vetting__until__lt=day) | Q(vetting__at__lt=F("changed_at"))
        return self.in_force().filter(Q(vetting__isnull=True) | over)


class OutsideOffer(PublicModel):
    """Something that can be learned elsewhere, as its source says it. ``key`` is what the source knows it by.

    ``terms`` are the competences that the source names, in its words; ``competences`` are ours, read from its text
    (``read_at``). ``vetting`` is the last judgement of it. What the source gives up is retired and stays.
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset()

    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, related_name="offers", db_index=False)
    key = models.CharField(max_length=LONGEST_ADDRESS)
    url = models.URLField(max_length=LONGEST_ADDRESS, db_index=True)
    title = models.CharField(max_length=200)
    provider_name = models.CharField(max_length=160, blank=True)
    description = models.TextField(blank=True)
    language = models.CharField(max_length=2, blank=True, help_text="ISO 639-1")
    workload = models.CharField(max_length=200, blank=True, help_text="As the source says it")
    hours = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    ects = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    level = models.PositiveSmallIntegerField(null=True, blank=True, help_text="1 to 8 (EQF)")
    price = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    form = models.CharField(max_length=10, choices=Participation.choices, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    terms = models.JSONField(default=list)
    competences = models.ManyToManyField(Competence, related_name="outside_offers", blank=True)
    vetting = models.ForeignKey(Vetting, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    digest = models.CharField(max_length=32)
    seen_in = models.BigIntegerField()
    first_seen_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = OutsideOfferQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["feed", "first_seen_at"]),
            models.Index(fields=["id"], condition=Q(read_at__isnull=True), name="outside_offers_to_read"),
        ]
        constraints = [models.UniqueConstraint(fields=["feed", "key"], name="one_offer_a_key")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page here."""
        return reverse("outside_offer", args=[self.uuid])

    def changed_since(self, at: datetime) -> bool:
        """Whether the source says something else than it did then."""
        return self.changed_at > at
