"""Where each thing that a requirement asks for comes from: held already, or a module of the plan completed before."""

from collections.abc import Iterable
from dataclasses import dataclass

from nanocore.planning._catalogue import AllOf, AnyOf, HasCompetence, HasModule, Module, Requirement
from nanocore.planning._index import Index
from nanocore.planning._question import Life

HELD = ""
"""Where that comes from which needs no step of the plan."""

Sources = tuple[tuple[str, str], ...]
"""What is required (a module or competence) and the module it comes from, or ``HELD``."""


@dataclass(frozen=True, slots=True)
class Support:
    """Modules completed, in order, and whatever is held or known besides."""

    modules: tuple[str, ...]
    taught: dict[str, tuple[tuple[str, int], ...]]
    """For each competence the modules that teach it, in order, and to which level."""
    held: frozenset[str]
    known: dict[str, int]

    @classmethod
    def of(cls, modules: Iterable[Module], life: Life, index: Index) -> "Support":
        """Of what is held the catalogue's word goes, where it has any."""
        here = tuple(modules)
        taught: dict[str, tuple[tuple[str, int], ...]] = {}
        for module in here:
            for competence, level in module.teaches:
                taught[competence] = (*taught.get(competence, ()), (module.id, level))
        words = {
            held.module: index.modules[index.number[held.module]].teaches
            if held.module in index.number
            else held.teaches
            for held in life.held
        }
        known: dict[str, int] = {}
        pairs = [(one.competence, one.level) for one in life.knows]
        for competence, level in pairs + [pair for teaches in words.values() for pair in teaches]:
            known[competence] = max(level, known.get(competence, level))
        return cls(tuple(module.id for module in here), taught, frozenset(words), known)

    def knows(self, wanted: HasCompetence) -> bool:
        """Whether ``wanted`` is held, without any module of the plan."""
        return self.known.get(wanted.competence, wanted.level - 1) >= wanted.level

    def teachers(self, wanted: HasCompetence) -> tuple[str, ...]:
        """The modules that teach ``wanted``, in order."""
        return tuple(name for name, level in self.taught.get(wanted.competence, ()) if level >= wanted.level)

    def sources(self, requirement: Requirement) -> Sources | None:
        """What meets ``requirement``, with as few modules as each choice in it allows; None when nothing does."""
        match requirement:
            case HasModule(name):
                return ((name, HELD),) if name in self.held else ((name, name),) if name in self.modules else None
            case HasCompetence(competence):
                if self.knows(requirement):
                    return ((competence, HELD),)
                teachers = self.teachers(requirement)
                return ((competence, teachers[0]),) if teachers else None
            case AllOf(parts):
                return self._all(parts)
            case AnyOf(parts):
                found = [sources for part in parts if (sources := self.sources(part)) is not None]
                return min(found, key=_modules_used, default=None)

    def _all(self, parts: Iterable[Requirement]) -> Sources | None:
        together: dict[tuple[str, str], None] = {}
        for part in parts:
            sources = self.sources(part)
            if sources is None:
                return None
            together |= dict.fromkeys(sources)
        return tuple(together)


def _modules_used(sources: Sources) -> int:
    return len({source for _, source in sources} - {HELD})


def leaves(requirement: Requirement) -> Iterable[HasModule | HasCompetence]:
    """The modules and competences that ``requirement`` speaks of."""
    match requirement:
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from leaves(part)
        case leaf:
            yield leaf
