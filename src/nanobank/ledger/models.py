"""The ledger: entries that are added and never edited; a balance is what they add up to."""

from typing import Any, ClassVar, NoReturn

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.catalogue.models import MicroCredential, ModuleVersion
from nanobank.common.models import PublicModel


class Kind(models.TextChoices):
    """What happened. The first word says it in the timeline."""

    PLANNED = "planned", _("Planned")
    UNPLANNED = "unplanned", _("Taken out of the plan")
    STARTED = "started", _("Started")
    LEFT = "left", _("Left")
    COMPLETED = "completed", _("Completed")
    REGISTERED = "registered", _("Put forward for exam")
    WITHDRAWN = "withdrawn", _("Withdrawn from exam")
    ABSENT = "absent", _("Absent from exam")
    ILL = "ill", _("Documented illness at exam")
    NOT_PASSED = "not_passed", _("Not passed")
    PASSED = "passed", _("Passed")
    CORRECTED = "corrected", _("Grade corrected")
    AWARDED = "awarded", _("Credential awarded")
    HELD = "held", _("Counted into a credential")
    REVOKED = "revoked", _("Credential revoked")
    RELEASED = "released", _("No longer counted into a credential")
    COUNTED = "counted", _("Counted from outside")
    UNCOUNTED = "uncounted", _("No longer counted from outside")


OUTSIDE = (Kind.COUNTED, Kind.UNCOUNTED)
"""The kinds that are about something from outside, whether it counts as a module of ours or as ECTS by themselves."""

BOTH = (Kind.HELD, Kind.RELEASED)
"""The kinds that are about a module and the micro-credential that counts it."""


class EntryQuerySet(models.QuerySet["Entry"]):
    """Reads aloud: ``Entry.objects.of(person).about(module)``. Cannot be updated or deleted."""

    def of(self, person: Person) -> "EntryQuerySet":
        """One person's entries."""
        return self.filter(person=person)

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse: a ledger is added to."""
        raise TypeError("ledger entries are never edited; add a new one")

    def delete(self) -> NoReturn:
        """Refuse: a ledger is added to."""
        raise TypeError("ledger entries are never deleted; add a new one")


class Entry(PublicModel):
    """One line of one person's bank.

    The four amounts (ECTS, signed) move a module between *planned*, *under way*, *completed* and *held*; an entry about
    a micro-credential moves nothing itself, since its ECTS are those of the modules that it counts. That a module is
    counted into a credential, or no longer is, is about both. What comes from ``outside`` says there what it is and who
    gave it; it counts as a module or, with none, as ECTS by themselves. The database itself refuses to change a row.
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset(
        {"person", "kind", "at", "by", "note", "version", "micro_credential", "outside"}
    )

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="ledger_entries")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    version = models.ForeignKey(ModuleVersion, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    micro_credential = models.ForeignKey(
        MicroCredential, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    planned = models.DecimalField(max_digits=6, decimal_places=2, default=0)
    under_way = models.DecimalField(max_digits=6, decimal_places=2, default=0)
    completed = models.DecimalField(max_digits=6, decimal_places=2, default=0)
    held = models.DecimalField(max_digits=6, decimal_places=2, default=0)
    note = models.TextField(blank=True)
    outside = models.CharField(max_length=400, blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["person", "at", "id"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=BOTH, version__isnull=False, micro_credential__isnull=False)
                | Q(version__isnull=False, micro_credential__isnull=True) & ~Q(kind__in=BOTH)
                | Q(version__isnull=True, micro_credential__isnull=False) & ~Q(kind__in=BOTH)
                | Q(version__isnull=True, micro_credential__isnull=True, kind__in=OUTSIDE),
                name="entry_says_what_it_is_about",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=OUTSIDE) & ~Q(outside="") | Q(outside="") & ~Q(kind__in=OUTSIDE),
                name="entry_from_outside_says_what",
            ),
        ]
