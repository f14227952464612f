"""Udtræk: what a learner brings from outside, what was found of it, and what was decided."""

from datetime import date, datetime
from typing import Any, ClassVar, Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.catalogue.models import Competence, Level, MicroCredential, ModuleVersion
from nanobank.common.models import Model, PublicModel
from nanobank.exams.models import Admission
from nanobank.feeds.models import OutsideOffer
from nanobank.ledger.models import Entry
from nanobank.organisations.models import Organisation


class Source(models.TextChoices):
    """What one has in hand of it."""

    LINK = "link", _("A link to a course")
    CREDENTIAL = "credential", _("A credential or a badge")
    PDF = "pdf", _("A PDF")
    CV = "cv", _("A CV from Europass")
    TYPED = "typed", _("My own words")


class WithdrawalState(models.TextChoices):
    """Where an udtræk is."""

    DRAFT = "draft", _("Begun")
    ASKED = "asked", _("With an educator")
    RETURNED = "returned", _("Waits for you")
    DECIDED = "decided", _("Decided")
    APPEALED = "appealed", _("Complaint made")
    TAKEN_BACK = "taken_back", _("Taken back")


IN_HAND = (WithdrawalState.ASKED, WithdrawalState.RETURNED)
"""What an educator has been given to judge."""


class Outcome(models.TextChoices):
    """What an educator can decide."""

    COUNTS = "counts", _("Counts")
    PARTLY = "partly", _("Counts partly")
    EXAMINE = "examine", _("Must be examined here")
    NOT = "not", _("Does not count")


COUNTING = (Outcome.COUNTS, Outcome.PARTLY)


class Finding(models.TextChoices):
    """What was found of a criterion."""

    GOOD = "good", _("Strong enough")
    PARTLY = "partly", _("Partly")
    WEAK = "weak", _("Not strong enough")
    UNKNOWN = "unknown", _("Cannot be told")


class Criterion(models.TextChoices):
    """What is looked at: the rubric."""

    PROVIDER = "provider", _("Who gives it")
    CONTENT = "content", _("Content")
    LEVEL = "level", _("Level")
    WORKLOAD = "workload", _("Workload")
    ASSESSMENT = "assessment", _("How it was assessed")
    OVERLAP = "overlap", _("Overlap with what the learner holds")

    @property
    def answers(self) -> dict[str, Any]:
        """What can be found of it, each finding in its words."""
        return dict(Finding.choices) | (_OF_OVERLAP if self == Criterion.OVERLAP else {})


_OF_OVERLAP: Final = {
    Finding.GOOD.value: _("Little or none"),
    Finding.PARTLY.value: _("Some"),
    Finding.WEAK.value: _("Most of it"),
}


class About(models.TextChoices):
    """Whether a credential is about the one who brings it."""

    THEM = "them", _("It is issued to the learner")
    UNTOLD = "untold", _("It does not tell whom it is issued to")


class WithdrawalQuerySet(models.QuerySet["Withdrawal"]):
    """Reads aloud: ``Withdrawal.objects.of(person)``."""

    def of(self, person: Person) -> "WithdrawalQuerySet":
        """One learner's."""
        return self.filter(person=person)

    def waiting(self) -> "WithdrawalQuerySet":
        """Those that wait for an educator, the longest waiting first."""
        return self.filter(state=WithdrawalState.ASKED).order_by("asked_at", "pk")


class Withdrawal(PublicModel):
    """Something from outside that a learner wants ``provider`` to let count.

    What was read stands in the fields and can be mended by the learner; ``verdict`` is what our check said of a
    credential, kept as it was that day. ``round`` counts the times it was put before an educator: a decision is on one
    round, so that of two at the same moment one wins.
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset(
        {
            "person", "source", "state", "url", "document", "file", "file_name", "text", "verdict", "about", "title",
            "outside_provider", "country", "language", "description", "hours", "ects", "level", "assessed",
            "completed_on", "is_formal", "disclosed", "elements", "translation", "translation_name", "competences",
            "educator", "begun_at", "asked_at", "question", "known_as", "offer",
        }
    )  # fmt: skip

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="withdrawals")
    provider = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="withdrawals")
    source = models.CharField(max_length=10, choices=Source.choices)
    state = models.CharField(max_length=10, choices=WithdrawalState.choices, default=WithdrawalState.DRAFT)
    round = models.PositiveSmallIntegerField(default=0)
    begun_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True)
    educator = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    question = models.TextField(blank=True, help_text="What the educator asked the learner for")

    url = models.URLField(max_length=500, blank=True)
    document = models.TextField(blank=True, help_text="The credential, to the letter")
    file = models.FileField(upload_to="udtraek/", blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True, help_text="What could be read")
    verdict = models.JSONField(null=True, blank=True)
    about = models.CharField(max_length=6, choices=About.choices, blank=True)

    title = models.CharField(max_length=300, blank=True)
    outside_provider = models.CharField(max_length=200, blank=True)
    country = models.CharField(max_length=2, blank=True)
    language = models.CharField(max_length=2, blank=True)
    description = models.TextField(blank=True)
    hours = models.DecimalField(max_digits=6, decimal_places=1, null=True, blank=True)
    ects = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    level = models.PositiveSmallIntegerField(choices=Level.choices, null=True, blank=True)
    assessed = models.TextField(blank=True, help_text="How it was assessed")
    completed_on = models.DateField(null=True, blank=True)
    competences = models.ManyToManyField(Competence, related_name="+", blank=True)

    is_formal = models.BooleanField(default=False, help_text="Formal education: credit transfer (merit)")
    disclosed = models.BooleanField(null=True, blank=True, help_text="Whether there are other elements passed earlier")
    elements = models.TextField(blank=True, help_text="Which they are")
    translation = models.FileField(upload_to="udtraek/", blank=True)
    translation_name = models.CharField(max_length=200, blank=True)

    known_as = models.CharField(max_length=300, blank=True, help_text="The id that its source gives what was learnt")
    offer = models.ForeignKey(OutsideOffer, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    by_address = models.CharField(max_length=32, blank=True)
    by_name = models.CharField(max_length=32, blank=True)

    objects = WithdrawalQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["educator", "state", "asked_at"]),
            models.Index(fields=["provider", "state", "asked_at"]),
            models.Index(fields=["person", "begun_at"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="asked") | Q(asked_at__isnull=False, round__gte=1), name="what_is_asked_has_a_date"
            ),
        ]

    def __str__(self) -> str:
        return self.named

    @property
    def named(self) -> str:
        """What it is and who gave it, as the bank and a credential say it."""
        return " – ".join(part for part in (self.title, self.outside_provider) if part)[:400]

    @property
    def is_foreign(self) -> bool:
        """Whether it was given outside Denmark."""
        return bool(self.country) and self.country != "DK"


class Decision(PublicModel):
    """What was decided on one round of an udtræk, why, and where one can complain. Never edited."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset(
        {"withdrawal", "outcome", "grounds", "rubric", "by", "at", "versions", "competences", "admission", "entries"}
    )

    withdrawal = models.ForeignKey(Withdrawal, on_delete=models.PROTECT, related_name="decisions")
    round = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    grounds = models.TextField()
    rubric = models.JSONField(default=dict, help_text="By criterion: a finding and a note")
    versions = models.ManyToManyField(ModuleVersion, related_name="+", blank=True)
    ects = models.DecimalField(
        max_digits=4, decimal_places=2, null=True, blank=True, help_text="That count by themselves, beside the modules"
    )
    level = models.PositiveSmallIntegerField(choices=Level.choices, null=True, blank=True)
    competences = models.ManyToManyField(Competence, related_name="+", blank=True)
    micro_credential = models.ForeignKey(
        MicroCredential, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    admission = models.ForeignKey(Admission, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    entries = models.ManyToManyField(Entry, related_name="+", blank=True)
    offered = models.ForeignKey("Precedent", on_delete=models.PROTECT, related_name="used_in", null=True, blank=True)
    board = models.CharField(max_length=40, help_text="Where one complains; see data/complaints.toml")
    complain_by = models.DateField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True, help_text="When it was re-opened")
    undone_because = models.TextField(blank=True)

    class Meta:
        ordering = ["round"]
        constraints = [
            models.UniqueConstraint(fields=["withdrawal", "round"], name="one_decision_a_round"),
            models.CheckConstraint(condition=~Q(grounds=""), name="a_decision_has_grounds"),
            models.CheckConstraint(
                condition=Q(outcome="examine", micro_credential__isnull=False)
                | ~Q(outcome="examine") & Q(micro_credential__isnull=True),
                name="an_exam_is_named_when_there_is_one",
            ),
        ]

    def can_be_complained_of(self, day: date) -> bool:
        """Whether the time to complain is not over on this day."""
        return self.undone_at is None and day <= self.complain_by


class Appeal(PublicModel):
    """A learner's complaint about a decision, and what the institution answered."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"decision", "words", "at", "answered_by", "answer"})

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="appeal")
    words = models.TextField()
    at = models.DateTimeField()
    upheld = models.BooleanField(null=True, blank=True, help_text="Whether the decision was kept")
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="a_complaint_says_why"),
            models.CheckConstraint(
                condition=Q(upheld__isnull=True, answered_at__isnull=True)
                | Q(upheld__isnull=False, answered_at__isnull=False) & ~Q(answer=""),
                name="a_complaint_is_answered_with_grounds",
            ),
        ]


class Precedent(PublicModel):
    """A decision that is offered when the same thing is brought to the same institution again."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"retired_by"})

    provider = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="precedents", db_index=False)
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="precedent")
    by_address = models.CharField(max_length=32, blank=True)
    by_name = models.CharField(max_length=32, blank=True)
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    retired_because = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["provider", "made_at"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(retired_at__isnull=True) | ~Q(retired_because=""),
                name="a_precedent_is_retired_for_a_reason",
            ),
        ]


class PrecedentKey(Model):
    """One thing that a precedent is found by besides its address and name: a digest (``nanocore.outside.keys_of``)."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset()

    precedent = models.ForeignKey(Precedent, on_delete=models.CASCADE, related_name="keys")
    provider = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    digest = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "digest", "precedent"], name="one_key_of_a_precedent_once")
        ]


class Away(PublicModel):
    """Days on which somebody judges nothing; what they have in hand then is handed on."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"person", "first", "last"})

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="away")
    first = models.DateField()
    last = models.DateField()

    class Meta:
        ordering = ["first"]
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=models.F("first")), name="away_ends_after_it_starts")
        ]


class Turn(Model):
    """One line of an udtræk's story: who did what, when."""

    class Kind(models.TextChoices):
        """What was done."""

        BEGUN = "begun", _("Begun")
        ASKED = "asked", _("Sent in")
        GIVEN = "given", _("Given to an educator")
        HANDED_ON = "handed_on", _("Handed on")
        RETURNED = "returned", _("Sent back with a question")
        DECIDED = "decided", _("Decided")
        APPEALED = "appealed", _("Complaint made")
        UPHELD = "upheld", _("Complaint answered: the decision stands")
        REOPENED = "reopened", _("Opened again")
        TAKEN_BACK = "taken_back", _("Taken back by the learner")

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"withdrawal", "kind", "by", "to", "at", "words"})

    withdrawal = models.ForeignKey(Withdrawal, on_delete=models.CASCADE, related_name="turns")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    to = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    at = models.DateTimeField()
    words = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "pk"]


def days_since(moment: datetime | None, now: datetime) -> int:
    """Whole days since then."""
    return (now - moment).days if moment else 0
