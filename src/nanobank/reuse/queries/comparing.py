"""What differs between two versions, and where one's own stands when the source has changed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Prefetch
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from nanobank.catalogue.models import ModuleVersion, State
from nanobank.common.templatetags.nanobank import ects, kroner
from nanobank.reuse import bridge
from nanobank.reuse.bridge import Piece, Standing, StepChange, StepText, What
from nanobank.reuse.models import Adaptation
from nanobank.study.models import Question, Step, StepKind


def _outcomes(version: ModuleVersion) -> str:
    return "\n".join(version.outcomes)


def _competences(version: ModuleVersion) -> str:
    return "\n".join(sorted(one.label for one in version.competences.all()))


def _audiences(version: ModuleVersion) -> str:
    return "\n".join(str(one.get_audience_display()) for one in version.audiences.all())


_FACTS: Final[tuple[tuple[str, str | Promise, Callable[[ModuleVersion], str]], ...]] = (
    ("title", gettext_lazy("Title"), lambda version: version.title),
    ("summary", gettext_lazy("Summary"), lambda version: version.summary),
    ("description", gettext_lazy("Description"), lambda version: version.description),
    ("outcomes", gettext_lazy("Learning outcomes"), _outcomes),
    ("competences", gettext_lazy("Competences"), _competences),
    ("audiences", gettext_lazy("For whom"), _audiences),
    ("ects", gettext_lazy("Size"), lambda version: ects(version.ects)),
    ("level", gettext_lazy("Level"), lambda version: str(version.get_level_display())),
    ("price", gettext_lazy("Price"), lambda version: kroner(version.price)),
    ("form", gettext_lazy("Form"), lambda version: str(version.get_form_display())),
)
CAN_BE_TAKEN: Final = frozenset({"summary", "description", "outcomes", "competences", "ects", "level"})
"""What an adaptation may take over; its title, its readers, its price and form are its own."""


@dataclass(frozen=True)
class FactChange:
    """One fact that is another now, in words."""

    name: str
    label: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Difference:
    """All that differs between two versions."""

    old: ModuleVersion
    new: ModuleVersion
    facts: tuple[FactChange, ...]
    steps: tuple[StepChange, ...]

    @property
    def changed(self) -> list[StepChange]:
        """The steps that are not as they were."""
        return [step for step in self.steps if step.what is not What.SAME]

    @property
    def is_empty(self) -> bool:
        """Whether both say the same."""
        return not self.facts and not self.changed

    def count(self, what: str) -> int:
        """How many steps this has happened to."""
        return sum(step.what == what for step in self.steps)

    @property
    def added(self) -> int:
        """Steps that came."""
        return self.count(What.ADDED)

    @property
    def removed(self) -> int:
        """Steps that went."""
        return self.count(What.REMOVED)

    @property
    def rewritten(self) -> int:
        """Steps that say something else."""
        return self.count(What.CHANGED)

    @property
    def moved(self) -> int:
        """Steps that stand elsewhere."""
        return self.count(What.MOVED)


def steps_of(version: ModuleVersion) -> list[Step]:
    """The steps of a version with their questions: two queries."""
    return list(version.steps.prefetch_related(Prefetch("questions", Question.objects.order_by("position"))))


def text_of(step: Step) -> StepText:
    """A step as it is compared; ``rest`` is in the language active now."""
    return StepText(str(step.began_as), step.kind, step.title, step.body, "\n".join(_rest(step)))


def _rest(step: Step) -> list[str]:
    lines = [
        ngettext("Takes %(minutes)s minute", "Takes %(minutes)s minutes", step.minutes) % {"minutes": step.minutes}
    ]
    lines += [_("Link: %(url)s") % {"url": step.url}] if step.url else []
    lines += [_("File: %(name)s") % {"name": _file_name(step.file.name)}] if step.file else []
    lines += [_("Captions: %(name)s") % {"name": _file_name(step.captions.name)}] if step.captions else []
    if step.kind == StepKind.QUIZ:
        lines.append(_("Passed at %(percent)s per cent") % {"percent": step.pass_percent})
    for question in step.questions.all():
        lines += ["", question.prompt, *_choices(question.definition)]
        lines += [question.explanation] if question.explanation else []
    return lines


def _file_name(stored: str | None) -> str:
    return (stored or "").rpartition("/")[2]


def _choices(definition: dict[str, object]) -> list[str]:
    choices = definition.get("choices")
    if isinstance(choices, list):
        return [f"{'✓' if one.get('correct') else '–'} {one.get('text', '')}" for one in choices]
    return [f"= {', '.join(map(str, value)) if isinstance(value, list) else value}" for value in definition.values()]


def facts_changed(old: ModuleVersion, new: ModuleVersion) -> tuple[FactChange, ...]:
    """The facts that are other in the new one, word by word."""
    found = []
    for name, label, words in _FACTS:
        before, after = words(old), words(new)
        if before != after:
            found.append(FactChange(name, str(label), bridge.word_changes(before, after)))
    return tuple(found)


def difference(old: ModuleVersion, new: ModuleVersion) -> Difference:
    """What a person should know who knows the old one: eight queries, however long they are."""
    steps = bridge.step_changes([text_of(step) for step in steps_of(old)], [text_of(step) for step in steps_of(new)])
    return Difference(old, new, facts_changed(old, new), steps)


@dataclass(frozen=True)
class Pending:
    """A change in the source that one may take over. ``is_core`` when one has said that one follows the step."""

    change: StepChange
    standing: Standing
    is_core: bool


@dataclass(frozen=True)
class PendingFact:
    """A fact of the source that is another now; ``is_taken`` when one's own says the same."""

    change: FactChange
    is_taken: bool


@dataclass(frozen=True)
class Following:
    """An adaptation beside its source: what has changed there since it last looked. ``ours`` is its draft if any."""

    adaptation: Adaptation
    difference: Difference
    ours: ModuleVersion | None
    steps: tuple[Pending, ...]
    facts: tuple[PendingFact, ...]

    @property
    def newer(self) -> ModuleVersion | None:
        """The source's version that is not looked through yet."""
        new = self.difference.new
        return new if new.pk != self.adaptation.caught_up_id else None

    @property
    def waiting(self) -> int:
        """How many changes are not taken over."""
        steps = sum(one.standing is not Standing.TAKEN for one in self.steps)
        return steps + sum(not one.is_taken for one in self.facts)


def writing_of(adaptation: Adaptation) -> ModuleVersion | None:
    """The adaptation's draft, or where there is none its current version: one query."""
    versions = ModuleVersion.objects.filter(module=adaptation.module_id).order_by("-number")
    return versions.filter(state=State.DRAFT).first() or versions.first()


def following(adaptation: Adaptation) -> Following:
    """The changes of the source one by one, with where one's own stands; a constant number of queries."""
    base = adaptation.caught_up
    theirs = adaptation.source.module.current or adaptation.source
    told = difference(base, theirs)
    ours = writing_of(adaptation)
    before, after, own = (
        {str(step.began_as): text_of(step) for step in (steps_of(version) if version else ())}
        for version in (base, theirs, ours)
    )
    core = {str(origin) for origin in adaptation.core.values_list("origin", flat=True)}
    steps = tuple(
        Pending(
            change,
            bridge.standing(before.get(change.key), after.get(change.key), own.get(change.key)),
            change.key in core,
        )
        for change in told.changed
        if change.what is not What.MOVED
    )
    still = {change.name for change in facts_changed(ours, theirs)} if ours else set()
    facts = tuple(PendingFact(change, change.name not in still) for change in told.facts if change.name in CAN_BE_TAKEN)
    return Following(adaptation, told, ours, steps, facts)


@dataclass(frozen=True)
class Followable:
    """A step that both the source and one's own have, by what it began as; ``is_core`` when one follows it."""

    key: str
    title: str
    is_core: bool


def followable(adaptation: Adaptation) -> list[Followable]:
    """What an adaptation can follow or let go, in the source's order: a few queries."""
    ours = writing_of(adaptation)
    own = {step.began_as for step in (steps_of(ours) if ours else ())}
    core = set(adaptation.core.values_list("origin", flat=True))
    theirs = steps_of(adaptation.source.module.current or adaptation.source)
    return [
        Followable(str(step.began_as), step.title or str(step.get_kind_display()), step.began_as in core)
        for step in theirs
        if step.began_as in own
    ]


def offered(adaptation: Adaptation) -> list[StepChange]:
    """What the adaptation's current version could offer its source: steps of its own, and those that it has rewritten.

    What merely is as the source was before it changed is no improvement.
    """
    mine, theirs = adaptation.module.current, adaptation.source.module.current or adaptation.source
    if mine is None or mine.state != State.PUBLISHED:
        return []
    changes = bridge.step_changes([text_of(s) for s in steps_of(theirs)], [text_of(s) for s in steps_of(mine)])
    before = {str(step.began_as): text_of(step).content for step in steps_of(adaptation.caught_up)}
    now = {str(step.began_as): text_of(step).content for step in steps_of(mine)}
    found = [change for change in changes if change.what in (What.ADDED, What.CHANGED)]
    return [change for change in found if change.key not in before or before[change.key] != now[change.key]]


def step_by_origin(version: ModuleVersion, origin: UUID) -> Step | None:
    """The step of a version that began as this: one query or two."""
    return next((step for step in steps_of(version) if step.began_as == origin), None)
