"""What an institution asks before something is published, who has judged it, and for how long that holds."""

from datetime import date
from typing import ClassVar, Final, TypeAlias
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nanobank.accounts.models import Person
from nanobank.catalogue.models import Bundle, MicroCredential, ModuleVersion
from nanobank.common.bilingual import Bilingual
from nanobank.common.models import Model, PublicModel, exactly_one
from nanobank.organisations.models import Organisation
from nanobank.study.models import Enrolment


class Gate(models.TextChoices):
    """What can be asked before something is published, and again when its approval runs out."""

    CHECKS = "checks", _("The automatic checks find nothing")
    CHECKLIST = "checklist", _("The author's checklist is ticked")
    REVIEW = "review", _("A colleague has reviewed and approved it")
    EVALUATIONS = "evaluations", _("The learners' evaluations are good enough")
    RESULTS = "results", _("Enough learners complete it")


class HouseItem(models.TextChoices):
    """What every author is asked; an institution adds its own."""

    OUTCOMES = "outcomes", _("Each learning outcome is practised in a step and can be seen by an assessor.")
    READER = "reader", _("Somebody whom the module is for has read it and recognised themselves.")
    SOURCES = "sources", _("Sources are named, up to date, and we may use what we show.")
    WORKLOAD = "workload", _("I have tried the workload out: the hours fit the ECTS.")
    EVERYBODY = "everybody", _("Everybody can follow: captions, text alternatives, and nothing by colour alone.")
    PEOPLE = "people", _("Nobody can be recognised who has not agreed to it.")


class BundleItem(models.TextChoices):
    """What is asked of whoever puts a bundle together; what stands in its parts is asked of those who wrote them."""

    NEED = "need", _("Somebody who has the need has read it and recognised it.")
    ORDER = "order", _("The parts can be taken in the order they stand: nothing asks for what comes later.")
    PRICE = "price", _("Whoever buys it can see what they get for the price, and what the parts cost one by one.")


class Criterion(models.TextChoices):
    """What a reviewer gives points for, after the European standards for learning and teaching (ESG 1.2 and 1.3)."""

    OUTCOMES = "outcomes", _("The learning outcomes are clear and at the right level")
    ALIGNMENT = "alignment", _("Content, activities and assessment lead to the outcomes")
    CONTENT = "content", _("The content is correct, current and well founded")
    LEARNERS = "learners", _("It speaks to those whom it is for, and lets them use it in their work")
    WORKLOAD = "workload", _("The workload fits the ECTS")
    ACCESS = "access", _("Everybody can follow it")


class BundleCriterion(models.TextChoices):
    """What points are given for besides, when it is a bundle; its parts are judged by themselves."""

    NEED = "need", _("It answers the need that it names")
    WHOLE = "whole", _("The parts fit together, in an order that can be followed")


AnyCriterion: TypeAlias = Criterion | BundleCriterion
OF_BUNDLES: Final[tuple[AnyCriterion, ...]] = (*BundleCriterion, Criterion.LEARNERS, Criterion.WORKLOAD)
OF_OTHERS: Final[tuple[AnyCriterion, ...]] = tuple(Criterion)


class Points(models.IntegerChoices):
    """How well a criterion is met."""

    NOT_MET = 1, _("Not met")
    PARTLY = 2, _("Partly met")
    MET = 3, pgettext_lazy("a criterion", "Met")
    WELL_MET = 4, _("Well met")


class Verdict(models.TextChoices):
    """What a review ends in."""

    APPROVED = "approved", _("Approved")
    WITH_CHANGES = "with_changes", _("Approved once the changes are made")
    REJECTED = "rejected", _("Not approved")


class Question(models.TextChoices):
    """What a learner is asked afterwards; each is answered from 1 (not at all) to 5 (very much)."""

    CLEAR = "clear", _("It was clear what I was to learn.")
    LEARNT = "learnt", _("I can now do what was promised.")
    USEFUL = "useful", _("I can use it in my work or my studies.")
    FITTING = "fitting", _("Steps and exercises helped me to learn it.")
    RECOMMEND = "recommend", _("I would recommend it to others like me.")


class Policy(Model):
    """Which gates an institution asks for, and for how long an approval holds. Without one, nothing beyond the law
    of the catalogue is asked: what would be a fault for every learner bars.
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"by", "at"})

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="quality_policy")
    gates = models.JSONField(default=list)
    valid_months = models.PositiveSmallIntegerField(default=36)
    review_days = models.PositiveSmallIntegerField(default=14)
    least_rating = models.DecimalField(max_digits=2, decimal_places=1, default=3)
    least_completion = models.PositiveSmallIntegerField(default=40, help_text="In a hundred of those who began")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(valid_months__gte=1, valid_months__lte=120), name="approvals_end"),
            models.CheckConstraint(condition=Q(least_completion__lte=100), name="completion_is_a_percentage"),
        ]

    def asks(self, gate: Gate) -> bool:
        """Whether the institution asks for it."""
        return gate.value in self.gates


class OwnItem(PublicModel):
    """A line that an institution adds to the author's checklist. Taken out by ``retired_at``; ticks stay."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset()

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    words_da = models.CharField(max_length=300)
    words_en = models.CharField(max_length=300)
    retired_at = models.DateTimeField(null=True, blank=True)

    words = Bilingual("words")


class AboutOneThing(PublicModel):
    """A row about a module version, a micro-credential or a bundle."""

    version = models.ForeignKey(ModuleVersion, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    micro_credential = models.ForeignKey(
        MicroCredential, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    bundle = models.ForeignKey(Bundle, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=exactly_one("version", "micro_credential", "bundle"), name="%(class)s_is_about_one_thing"
            )
        ]

    @property
    def thing(self) -> ModuleVersion | MicroCredential | Bundle:
        """What the row is about."""
        found = self.version or self.micro_credential or self.bundle
        assert found is not None, "a constraint"  # noqa: S101
        return found


class Tick(AboutOneThing):
    """An author says that one item of the checklist holds: one of the house's, or an ``OwnItem`` by its uuid."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"by", "at"})

    item = models.CharField(max_length=36)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    at = models.DateTimeField()

    class Meta(AboutOneThing.Meta):
        constraints = [
            *AboutOneThing.Meta.constraints,
            models.UniqueConstraint(fields=["version", "item"], name="one_tick_a_version"),
            models.UniqueConstraint(fields=["micro_credential", "item"], name="one_tick_a_micro_credential"),
            models.UniqueConstraint(fields=["bundle", "item"], name="one_tick_a_bundle"),
        ]


class Review(AboutOneThing):
    """A colleague is asked to judge. ``reviewer`` is None while anybody of the organisation may take it.

    ``digest`` is of what was judged (with the changes that were asked for, once ``changes_made`` tells of them): an
    approval of something that has changed since is none. ``ended_at`` is when it was decided or called off.
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset(
        {"asked_by", "asked_at", "reviewer", "words", "decided_by", "verdict", "grounds", "changes_made", "ended_at"}
    )

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    reviewer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    words = models.TextField(blank=True, help_text="What the author asks the reviewer to look at")
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    verdict = models.CharField(max_length=12, choices=Verdict.choices, blank=True)
    grounds = models.TextField(blank=True)
    changes_made = models.TextField(blank=True, help_text="What the author did about the changes that were asked for")
    digest = models.CharField(max_length=64, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(AboutOneThing.Meta):
        indexes = [models.Index(fields=["organisation", "due_on"], condition=Q(ended_at=None), name="reviews_open")]
        constraints = [
            *AboutOneThing.Meta.constraints,
            models.UniqueConstraint(
                fields=["version"], condition=Q(ended_at__isnull=True), name="one_open_review_a_version"
            ),
            models.UniqueConstraint(
                fields=["micro_credential"],
                condition=Q(ended_at__isnull=True),
                name="one_open_review_a_micro_credential",
            ),
            models.UniqueConstraint(
                fields=["bundle"], condition=Q(ended_at__isnull=True), name="one_open_review_a_bundle"
            ),
            models.CheckConstraint(condition=Q(verdict="") | ~Q(grounds=""), name="a_verdict_has_grounds"),
        ]

    def is_overdue(self, today: date) -> bool:
        """Whether it should have been done."""
        return self.ended_at is None and self.due_on < today


class Declaration(Model):
    """A reviewer says whether they have an interest in what they are to judge. With one, they may not."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"person", "has_interest", "words", "at"})

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="declarations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    has_interest = models.BooleanField()
    words = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "person"], name="one_declaration_a_review")]


class Score(Model):
    """A reviewer's points for one criterion, and why."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset()

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="scores")
    criterion = models.CharField(max_length=10, choices=[*Criterion.choices, *BundleCriterion.choices])
    points = models.PositiveSmallIntegerField(choices=Points.choices)
    grounds = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion"], name="one_score_a_criterion"),
            models.CheckConstraint(condition=Q(points__gte=1, points__lte=4), name="points_are_1_to_4"),
        ]


class Approval(AboutOneThing):
    """An organisation stands by it until a day: its own, or, as material from outside, another's."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"by", "at"})

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    valid_until = models.DateField()
    grounds = models.TextField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.TextField(blank=True)

    class Meta(AboutOneThing.Meta):
        indexes = [
            models.Index(fields=["version", "-at"], name="approvals_of_version"),
            models.Index(fields=["micro_credential", "-at"], name="approvals_of_mc"),
            models.Index(fields=["bundle", "-at"], name="approvals_of_bundle"),
        ]


class LinkState(models.TextChoices):
    """What was found when a link was last tried."""

    ALIVE = "alive", _("It works")
    DEAD = "dead", _("Nothing is there")
    PRIVATE = "private", _("It leads to a private address and was not fetched")
    UNSURE = "unsure", _("There was no clear answer")


class Link(Model):
    """An address that some text points to, and what was found there last. Shared by all who point to it."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset()

    address = models.CharField(max_length=500, unique=True)
    state = models.CharField(max_length=8, choices=LinkState.choices)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    tried_at = models.DateTimeField()


class Evaluation(models.Model):
    """One learner's answers about a version, with nothing that says whose. ``month`` is the first of the month.

    ``hours`` is the time it took. Only those ``shown`` count: they are let out five at a time, so that nobody can
    read the newest answer off the difference.
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset()

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    version = models.ForeignKey(ModuleVersion, on_delete=models.CASCADE, related_name="+")
    month = models.DateField()
    answers = models.JSONField()
    hours = models.DecimalField(max_digits=5, decimal_places=1, null=True, blank=True)
    comment = models.TextField(blank=True)
    shown = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["version", "shown"], name="evaluations_shown")]


class Evaluated(models.Model):
    """That somebody has answered about what they took, so that they answer once; not what."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"enrolment"})

    enrolment = models.OneToOneField(Enrolment, on_delete=models.CASCADE, primary_key=True, related_name="+")
