"""What frameworks say: concepts with their names in every language, how they hang together, how they came in."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.catalogue.models import Competence
from nanobank.common.bilingual import Bilingual
from nanobank.common.models import Model, PublicModel

LONGEST_LABEL = 200
LONGEST_OTHER_LABEL = 400


class Format(models.TextChoices):
    """In which form a framework is handed over."""

    ESCO = "esco", _("ESCO (the CSV files of its download page)")
    CASE = "case", _("CASE 1.1 (a CFPackage in JSON)")
    PLAIN = "plain", _("A plain list (CSV)")


class Framework(PublicModel):
    """A list of competences that somebody keeps. ``uri`` is its own; ``attribution`` is what its keeper wants said."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset()

    slug = models.SlugField(max_length=80, unique=True)
    uri = models.URLField(unique=True, max_length=300)
    title_da = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    publisher = models.CharField(max_length=200, blank=True)
    version = models.CharField(max_length=60, blank=True)
    homepage = models.URLField(blank=True, max_length=300)
    attribution_da = models.CharField(max_length=400, blank=True)
    attribution_en = models.CharField(max_length=400, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True, help_text="When an import last changed something in it")

    title = Bilingual("title")
    attribution = Bilingual("attribution")

    def __str__(self) -> str:
        return self.title


class Kind(models.TextChoices):
    """What sort of thing a concept is."""

    COMPETENCE = "competence", _("Competence")
    GROUP = "group", _("Area of competences")
    OCCUPATION = "occupation", _("Role")
    OCCUPATION_GROUP = "occupation_group", _("Field of work")


class ConceptQuerySet(models.QuerySet["Concept"]):
    """Reads aloud: ``Concept.objects.in_force().occupations()``."""

    def in_force(self) -> "ConceptQuerySet":
        """Those that have not been retired."""
        return self.filter(retired_at__isnull=True)

    def occupations(self) -> "ConceptQuerySet":
        """Roles at work."""
        return self.filter(kind=Kind.OCCUPATION)


class Concept(PublicModel):
    """One entry of a framework: a competence, an area of them, a role at work or a field of work.

    A competence is at once the catalogue's ``Competence``, which modules point to; it has the same slug and address.
    What a framework gives up is retired and stays, because modules and credentials name it. ``seen_in`` is the import
    that last had it.
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset()

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="concepts", db_index=False)
    uri = models.URLField(unique=True, max_length=300)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    slug = models.SlugField(max_length=100, unique=True)
    code = models.CharField(max_length=60, blank=True, help_text="As the framework numbers it, e.g. S1.2 or 2642.1")
    label_da = models.CharField(max_length=LONGEST_LABEL, blank=True)
    label_en = models.CharField(max_length=LONGEST_LABEL, blank=True)
    description_da = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    competence = models.OneToOneField(
        Competence, on_delete=models.PROTECT, related_name="concept", null=True, blank=True
    )
    retired_at = models.DateTimeField(null=True, blank=True)
    seen_in = models.BigIntegerField(null=True, blank=True)

    label = Bilingual("label")
    description = Bilingual("description")

    objects = ConceptQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["framework", "kind", "code"]), models.Index(fields=["kind", "label_da"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="competence", competence__isnull=False)
                | ~Q(kind="competence") & Q(competence__isnull=True),
                name="only_a_competence_is_in_the_catalogue",
            )
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def retired(self) -> bool:
        """Whether it is not to be chosen any more."""
        return self.retired_at is not None

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse(_PAGES[Kind(self.kind)], args=[self.slug])


_PAGES = {
    Kind.COMPETENCE: "competence",
    Kind.GROUP: "competence_group",
    Kind.OCCUPATION: "occupation",
    Kind.OCCUPATION_GROUP: "occupation_group",
}


class Label(Model):
    """A name of a concept in a language. ``official`` is the framework's own; the others are this bank's.

    ``folded`` is the text as it is looked for. Hidden ones are for finding, not for showing (SKOS: hiddenLabel).
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset()

    class Kind(models.TextChoices):
        """How the name is meant (SKOS)."""

        PREFERRED = "preferred", _("Name")
        ALTERNATIVE = "alternative", _("Also called")
        HIDDEN = "hidden", _("Also found by")

    concept = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="labels", db_index=False)
    language = models.CharField(max_length=8)
    kind = models.CharField(max_length=11, choices=Kind.choices)
    text = models.CharField(max_length=LONGEST_OTHER_LABEL)
    folded = models.CharField(max_length=LONGEST_OTHER_LABEL)
    official = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["concept", "language", "text"], name="one_label_a_text")]


class Placement(Model):
    """That one concept lies within a broader one, as a framework has it; a concept can lie in several places."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset()

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="+")
    narrower = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="placed_in", db_index=False)
    broader = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="holds")
    seen_in = models.BigIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["narrower", "broader"], name="one_placement_a_pair"),
            models.CheckConstraint(condition=~Q(narrower=models.F("broader")), name="nothing_lies_within_itself"),
        ]


class Requirement(Model):
    """That a role, or a competence, asks for a competence: always (essential) or often (optional)."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset()

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="+")
    asking = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="asks_for", db_index=False)
    asked = models.ForeignKey(Concept, on_delete=models.CASCADE, related_name="asked_by")
    essential = models.BooleanField()
    seen_in = models.BigIntegerField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["asking", "asked"], name="one_requirement_a_pair")]


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


class ImportRun(PublicModel):
    """A framework's files as they were handed in, what was wrong with them, and how far taking them in is.

    ``part`` and ``line`` say up to where everything stands in the database. ``lines`` is how many there are in all;
    those of a plain list are gone through twice, and counted so. ``whole``: the files hold the whole framework, so that
    what is not among them is retired.
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"made_by"})

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="runs", null=True, blank=True)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    made_at = models.DateTimeField()
    format = models.CharField(max_length=5, choices=Format.choices)
    name = models.CharField(max_length=200, help_text="What the file was called, for people to know it again")
    file = models.FileField(upload_to="rammer/", blank=True, help_text="The files, until they have been taken in")
    whole = models.BooleanField(default=False)
    title = models.CharField(max_length=200, blank=True, help_text="What a plain list's framework is called")
    state = models.CharField(max_length=10, choices=State.choices, default=State.CHECKING)
    trouble = models.JSONField(default=dict, help_text="Why the files could not be read")
    found = models.JSONField(default=dict, help_text="What is in the files: counts, languages, files that are not used")
    lines = models.PositiveIntegerField(default=0)
    faulty = models.PositiveIntegerField(default=0, help_text="Lines that are left out")
    part = models.PositiveIntegerField(default=0)
    line = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0, help_text="Lines that have been dealt with in the stage under way")
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    retired = models.PositiveIntegerField(default=0)
    worked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["-made_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["framework"], condition=Q(state="importing"), name="one_import_a_framework_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Fault(Model):
    """One thing that is wrong with one line of one file; a line that has any is left out whole."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset()

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="faults", db_index=False)
    part = models.PositiveIntegerField()
    line = models.PositiveIntegerField()
    column = models.CharField(max_length=60, blank=True)
    cell = models.CharField(max_length=200, blank=True)
    code = models.CharField(max_length=20)
    params = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["run", "part", "line"])]
