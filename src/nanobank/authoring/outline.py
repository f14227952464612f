"""What the side of the editor shows: the parts of a draft in order, what each lacks, and who else is in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nanobank.accounts.models import Person
from nanobank.authoring.models import DraftVisit, DraftWriting
from nanobank.authoring.parts import BY_NAME, OUTCOMES, PARTS, Part
from nanobank.catalogue.models import Module, ModuleVersion, State
from nanobank.catalogue.services import what_is_missing
from nanobank.study.models import Step
from nanobank.study.queries import what_lacks

HERE_FOR: Final = timedelta(minutes=1)
"""How long somebody counts as being in a draft after they were seen."""


@dataclass(frozen=True)
class PartLine:
    """One part of the texts and facts. ``lacks``: sentences by input, of what publishing asks for."""

    part: Part
    lacks: dict[str, str | Promise]


@dataclass(frozen=True)
class StepLine:
    """One step, and what it lacks before it can be published."""

    step: Step
    lacks: list[str]

    @property
    def part(self) -> str:
        """What the step is called among the parts of its draft."""
        return f"step:{self.step.uuid}"

    @property
    def url(self) -> str:
        """Where it is written."""
        return reverse("step_edit", args=[self.step.uuid])

    @property
    def about(self) -> str:
        """Its kind, and the minutes that its author says."""
        return f"{self.step.get_kind_display()}, {self.step.minutes} min."


@dataclass(frozen=True)
class Section:
    """A page of the draft beside its steps: ``name`` of the part that is open there, ``missing``: how many things."""

    name: str
    label: str | Promise
    url: str
    missing: int


@dataclass(frozen=True)
class Here:
    """Somebody else who has the draft open, and where."""

    name: str
    where: str
    seen_at: datetime


@dataclass(frozen=True)
class Outline:
    """A draft from the side."""

    version: ModuleVersion
    parts: list[PartLine]
    lacks_competences: bool
    steps: list[StepLine]
    here: list[Here]
    is_offered: bool

    @property
    def sections(self) -> list[Section]:
        """The pages of the draft in the order in which they are best written."""
        uuid, slug = self.version.uuid, self.version.module.slug
        parts = [
            Section(
                line.part.name, line.part.label, reverse("draft_part", args=[uuid, line.part.slug]), len(line.lacks)
            )
            for line in self.parts
        ]
        after = 1 + next(place for place, one in enumerate(parts) if one.name == OUTCOMES.name)
        competences = reverse("draft_competences", args=[uuid])
        return [
            Section("overview", _("Overview and publishing"), reverse("draft", args=[uuid]), self.missing),
            *parts[:after],
            Section("competences", _("Competences"), competences, int(self.lacks_competences)),
            *parts[after:],
            Section("offerings", _("When it is offered"), reverse("offerings", args=[slug]), int(not self.is_offered)),
        ]

    @property
    def minutes(self) -> int:
        """What the author estimates that all the steps take."""
        return sum(line.step.minutes for line in self.steps)

    @property
    def hours(self) -> float:
        """The same in hours, as it is set beside the ECTS."""
        return self.minutes / 60

    @property
    def missing(self) -> int:
        """How many things are to be done before it can be published."""
        texts = sum(len(line.lacks) for line in self.parts) + self.lacks_competences
        return texts + (sum(len(line.lacks) for line in self.steps) or not self.steps) + (not self.is_offered)


def outline_of(version: ModuleVersion, person: Person, now: datetime) -> Outline:
    """A draft from the side: the same few queries however many steps it has."""
    steps = list(version.steps.prefetch_related("questions"))
    missing = what_is_missing(version)
    return Outline(
        version=version,
        parts=[
            PartLine(part, {name: missing[name] for name in _answers_for(part) if name in missing}) for part in PARTS
        ],
        lacks_competences="competences" in missing,
        steps=[StepLine(step, what_lacks(step)) for step in steps],
        here=others_in(version, person, now, {str(step.uuid): step for step in steps}),
        is_offered=version.module.offerings.exists(),
    )


def _answers_for(part: Part) -> tuple[str, ...]:
    """The names by which the catalogue says what a part lacks."""
    return ("outcomes",) if part.name == "outcomes" else part.inputs


def others_in(
    version: ModuleVersion, person: Person, now: datetime, steps: Mapping[str, Step] | None = None
) -> list[Here]:
    """Who else has been seen in the draft within the last minute, the latest first: one query, two without steps."""
    seen = DraftVisit.objects.filter(version=version, seen_at__gt=now - HERE_FOR).exclude(person=person)
    visits = list(seen.select_related("person").order_by("-seen_at", "pk"))
    if steps is None and visits:
        steps = {str(step.uuid): step for step in version.steps.defer("body")}
    return [Here(visit.person.name, _where(visit.part, steps or {}), visit.seen_at) for visit in visits]


def _where(part: str, steps: Mapping[str, Step]) -> str:
    if part in BY_NAME:
        return str(BY_NAME[part].label)
    step = steps.get(part.removeprefix("step:"))
    return (step.title or _("step %d") % step.position) if step else ""


def in_words(here: list[Here]) -> str:
    """Who else is in the draft, in a sentence; empty when nobody is."""
    if not here:
        return ""
    names = [f"{one.name} ({one.where})" if one.where else one.name for one in here]
    together = ", ".join(names[:-1])
    named = _("%(some)s and %(last)s") % {"some": together, "last": names[-1]} if together else names[-1]
    return ngettext("%s has the draft open too.", "%s have the draft open too.", len(names)) % named


def last_writer(version: ModuleVersion, part: str) -> DraftWriting | None:
    """Who wrote a part last in the editor, and when: one query."""
    return DraftWriting.objects.filter(version=version, part=part).select_related("by").first()


def modules_called(words: str, but: int) -> list[Module]:
    """Published modules with all the words in a title, for one to be required: one query, at most ten."""
    found = Module.objects.filter(current__state=State.PUBLISHED).exclude(pk=but).select_related("current")
    for word in words.split()[:8]:
        found = found.filter(Q(current__title_da__icontains=word) | Q(current__title_en__icontains=word))
    return list(found.order_by("slug")[:10])
