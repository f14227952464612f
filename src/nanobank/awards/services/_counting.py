"""Which completed modules an award from a list counts: those of the micro-credential that the person has completed."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from nanobank.catalogue.models import MicroCredential, ModuleVersion
from nanobank.ledger.queries import completed_versions_of, counted_from_outside_of
from nanobank.organisations.models import Organisation


@dataclass(frozen=True)
class Counting:
    """The modules of each of an institution's micro-credentials, by id."""

    modules: dict[int, frozenset[int]]

    def versions_of(self, awards: Sequence[tuple[int, int]]) -> list[tuple[ModuleVersion, ...]]:
        """For each person and micro-credential the versions to count: at most two queries."""
        modules = frozenset().union(
            *(self.modules.get(micro_credential, frozenset()) for _, micro_credential in awards)
        )
        if not modules:
            return [()] * len(awards)
        completed = completed_versions_of({person for person, _ in awards}, modules)
        versions = ModuleVersion.objects.in_bulk(set(completed.values()))
        return [
            tuple(
                versions[completed[person, module]]
                for module in sorted(self.modules.get(micro_credential, frozenset()))
                if (person, module) in completed
            )
            for person, micro_credential in awards
        ]


def outside_of(
    people: Sequence[int], versions: Sequence[tuple[ModuleVersion, ...]]
) -> list[tuple[tuple[int, str], ...]]:
    """For each person and what is counted: by ``Module.id`` what was learnt elsewhere, in words. One query."""
    counted = counted_from_outside_of(set(people)) if any(versions) else {}
    return [
        tuple(
            (one.module_id, counted[person][one.module_id]) for one in mine if one.module_id in counted.get(person, {})
        )
        for person, mine in zip(people, versions, strict=True)
    ]


def counting_of(organisation: Organisation) -> Counting:
    """What each micro-credential of the institution requires or lets one choose: two queries."""
    modules: defaultdict[int, set[int]] = defaultdict(set)
    found = MicroCredential.objects.filter(provider=organisation)
    for path in ("required", "elective_groups__modules"):
        for micro_credential, module in found.values_list("pk", path):
            if module is not None:
                modules[micro_credential].add(module)
    return Counting({micro_credential: frozenset(found) for micro_credential, found in modules.items()})
