"""What a person wants, the life it has to fit into, the plans that came of it, and what happened to them."""

from typing import Any, ClassVar, Final

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.catalogue.models import Module, Offering
from nanobank.common.models import Model, PublicModel


class GoalKind(models.TextChoices):
    """The ways to say what one wants."""

    OWN_WORDS = "own_words", _("In my own words")
    MICRO_CREDENTIAL = "micro_credential", _("A micro-credential")
    ROLE = "role", _("A role")
    DEGREE = "degree", _("A degree")


class PathwayQuerySet(models.QuerySet["Pathway"]):
    """Reads aloud: ``Pathway.objects.of(person).kept()``."""

    def of(self, person: Person) -> "PathwayQuerySet":
        """One person's."""
        return self.filter(person=person)

    def kept(self) -> "PathwayQuerySet":
        """Those not put away."""
        return self.filter(put_away_at__isnull=True)


class Pathway(PublicModel):
    """A person's way towards something: the goal, the life and the wishes as they were said last (``said``).

    ``asked`` counts the changes of those three, so that whoever answers knows what was answered. ``chosen`` is the
    plan that the person goes by. What each plan answered is kept with it.
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset(
        {"uuid", "person", "title", "goal_kind", "goal", "life", "wishes", "chosen"}
    )

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="pathways")
    title = models.CharField(max_length=120)
    goal_kind = models.CharField(max_length=16, choices=GoalKind.choices)
    goal = models.JSONField()
    life = models.JSONField()
    wishes = models.JSONField()
    asked = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    put_away_at = models.DateTimeField(null=True, blank=True)
    chosen = models.ForeignKey("PlanVersion", on_delete=models.SET_NULL, related_name="+", null=True, blank=True)

    objects = PathwayQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["person", "-changed_at"])]

    def __str__(self) -> str:
        return self.title


class EventKind(models.TextChoices):
    """What can happen to a plan."""

    FELL_OUT = "fell_out", _("I dropped out of a module")
    ILL = "ill", _("I was ill")
    CANCELLED = "cancelled", _("The module was cancelled")
    FAILED = "failed", _("I did not pass")
    FULL = "full", _("The class is full")
    LIFE = "life", _("My life changed")


class Event(PublicModel):
    """Something that happened to a plan and that it had to be repaired for."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset(
        {"pathway", "kind", "module", "offering", "since", "until", "note", "by", "at"}
    )

    pathway = models.ForeignKey(Pathway, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=10, choices=EventKind.choices)
    module = models.SlugField(max_length=120, blank=True)
    offering = models.CharField(max_length=36, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True, help_text="The last day, of an illness")
    note = models.TextField(blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["pathway", "-at"])]

    @property
    def is_time_lost(self) -> bool:
        """Whether nothing was studied in some weeks, because of illness or not."""
        return self.until is not None

    @property
    def is_put_off(self) -> bool:
        """Whether a module is to be taken from some day on instead."""
        return self.kind == EventKind.FELL_OUT and self.since > timezone.localdate(self.at)

    @property
    def what(self) -> str:
        """What happened, in a sentence."""
        if self.kind == EventKind.LIFE and self.is_time_lost:
            return gettext("I have fallen behind")
        if self.is_put_off:
            return gettext("I take a module another time")
        return str(EventKind(self.kind).label)


class PlanningKind(models.TextChoices):
    """What the planner is asked for."""

    PLAN = "plan", _("A plan")
    ALTERNATIVES = "alternatives", _("Several plans to choose among")
    EXPLAIN = "explain", _("Why it cannot be done")
    REPAIR = "repair", _("A plan that changes as little as possible")
    TEAM = "team", _("A plan for people who work together")
    BALANCE = "balance", _("Modules laid over terms")


class PlanningState(models.TextChoices):
    """How far a planning has come."""

    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Under way")
    DONE = "done", _("Done")
    STOPPED = "stopped", _("Stopped")
    FAILED = "failed", _("Failed")


class PlanningQuerySet(models.QuerySet["Planning"]):
    """Reads aloud: ``Planning.objects.of(pathway).open()``."""

    def open(self) -> "PlanningQuerySet":
        """Those that something is still to come of."""
        return self.filter(state__in=(PlanningState.WAITING, PlanningState.RUNNING))


class Planning(PublicModel):
    """One asking of the solver. ``problem`` is all it needs, frozen when asked; ``result`` what came of it.

    ``seen_at`` is when whoever waits last looked; a planner stops when nobody has for a while, unless ``unattended``.
    ``beat_at`` is when its planner was last alive: another takes it over when that is long ago, at most a few times.
    ``slices`` counts the times that it has made room for others.
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset(
        {"uuid", "person", "pathway", "kind", "problem", "result", "best", "event", "asked_at", "seen_at"}
    )

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="plannings")
    pathway = models.ForeignKey(Pathway, on_delete=models.CASCADE, related_name="plannings", null=True, blank=True)
    team = models.ForeignKey("Team", on_delete=models.CASCADE, related_name="plannings", null=True, blank=True)
    balance = models.ForeignKey("Balance", on_delete=models.CASCADE, related_name="plannings", null=True, blank=True)
    event = models.ForeignKey(Event, on_delete=models.SET_NULL, related_name="plannings", null=True, blank=True)
    kind = models.CharField(max_length=12, choices=PlanningKind.choices)
    state = models.CharField(max_length=8, choices=PlanningState.choices, default=PlanningState.WAITING)
    asked = models.PositiveIntegerField(default=0, help_text="The pathway's count when it was asked")
    problem = models.JSONField()
    unattended = models.BooleanField(default=False, help_text="Goes on though nobody looks")
    asked_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True, blank=True)
    beat_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    planner = models.CharField(max_length=80, blank=True)
    stop_asked = models.BooleanField(default=False, help_text="The person wants no more; the best so far is kept")
    tries = models.PositiveSmallIntegerField(default=0)
    slices = models.PositiveSmallIntegerField(default=0)
    stage = models.CharField(max_length=16, blank=True)
    best = models.JSONField(null=True, blank=True)
    result = models.JSONField(null=True, blank=True)
    trouble = models.CharField(max_length=200, blank=True)

    objects = PlanningQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["asked_at", "id"], condition=Q(state__in=("waiting", "running")), name="planning_in_the_queue"
            ),
            models.Index(fields=["pathway", "-asked_at"]),
            models.Index(fields=["person", "-begun_at"]),
        ]


class Cause(models.TextChoices):
    """Why a plan was made."""

    ASKED = "asked", _("You asked for a plan")
    WISH = "wish", _("You changed a wish")
    EVENT = "event", _("Something happened")
    PROPOSAL = "proposal", _("Your mentor proposed it")
    TEAM = "team", _("Your employer sent it")


IN_ITS_ORDER: Final = "order"
"""In the place of the aim that is not proven: this is the plan that was gone by, moved on in time and not laid anew."""


class PlanVersion(PublicModel):
    """A plan that was found, with all it answered to. Never changed: another plan is another version.

    ``plan``, ``bound`` and ``status`` are the core's, ``question`` is what was asked (``bridge``). ``label`` says what
    it is best at among its alternatives. ``changes`` names what went, came and moved against ``instead_of``.
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset(
        {"uuid", "pathway", "plan", "figures", "question", "changes", "reasons", "by", "at"}
    )

    class Label(models.TextChoices):
        """What a plan is best at."""

        ONLY = "only", _("The plan")
        FASTEST = "fastest", _("The fastest")
        CHEAPEST = "cheapest", _("The cheapest")
        BEST = "best", _("The best quality")
        BETWEEN = "between", _("In between")

    pathway = models.ForeignKey(Pathway, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    planning = models.ForeignKey(Planning, on_delete=models.PROTECT, related_name="versions")
    place = models.PositiveSmallIntegerField(default=0, help_text="Along the front of one asking, from 0")
    label = models.CharField(max_length=8, choices=Label.choices, default=Label.ONLY)
    status = models.CharField(max_length=16)
    gap = models.CharField(max_length=10, blank=True, help_text="The first aim that is not proven")
    bound = models.JSONField()
    plan = models.JSONField()
    figures = models.JSONField()
    question = models.JSONField()
    said = models.JSONField(help_text="Goal, life and wishes in the person's own terms, as they were then")
    reasons = models.JSONField(default=list)
    cause = models.CharField(max_length=8, choices=Cause.choices, default=Cause.ASKED)
    instead_of = models.ForeignKey("self", on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    changes = models.JSONField(default=dict)
    event = models.ForeignKey(Event, on_delete=models.SET_NULL, related_name="versions", null=True, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pathway", "number"], name="one_plan_a_number")]

    @property
    def steps(self) -> list[dict[str, Any]]:
        """The steps as the core wrote them: module and offering ids, weeks, clock, lanes, hours, ECTS, price."""
        steps: list[dict[str, Any]] = self.plan["steps"]
        return steps


class Choosing(Model):
    """That a plan was chosen: the story of which plan the person went by, and from when."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"pathway", "version", "by", "at"})

    pathway = models.ForeignKey(Pathway, on_delete=models.CASCADE, related_name="choosings")
    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="choosings")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["pathway", "-at"])]


class PlannedModule(Model):
    """A module of the plan that somebody goes by, as a row: what many plans add up to is counted without reading them.

    A pathway's rows are those of its ``chosen`` plan and of no other.
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"pathway", "module", "offering", "begins_on"})

    pathway = models.ForeignKey(Pathway, on_delete=models.CASCADE, related_name="planned_modules")
    module = models.ForeignKey(Module, on_delete=models.CASCADE, related_name="planned_in")
    offering = models.ForeignKey(Offering, on_delete=models.SET_NULL, related_name="planned_in", null=True, blank=True)
    begins_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["module", "begins_on"], name="planned_modules_ahead")]
