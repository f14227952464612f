"""Who uses which module, and with what result."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Count, Prefetch, Q

from nanobank.accounts.models import Person
from nanobank.catalogue.models import MicroCredential, Module, ModuleVersion, State
from nanobank.catalogue.permissions import AUTHORS
from nanobank.ledger.models import Entry, Kind
from nanobank.organisations.models import Membership, Organisation
from nanobank.reuse.models import Adaptation, Answer, Proposal, Uptake, Way
from nanobank.study.models import Enrolment

FEWEST: Final = 5
"""Results of fewer people are not told, so that nobody can be recognised."""


@dataclass(frozen=True)
class TakenUp:
    """Another's module that an organisation uses, in the version that it uses."""

    uptake: Uptake
    version: ModuleVersion

    @property
    def module(self) -> Module:
        """What is used."""
        return self.uptake.module

    @property
    def newer(self) -> ModuleVersion | None:
        """A version that its people have not looked at yet."""
        current = self.uptake.module.current
        return current if current and current.pk != self.uptake.caught_up_id else None

    @property
    def is_withdrawn(self) -> bool:
        """Whether its provider has taken it out of the catalogue."""
        return is_gone(self.uptake.module)


def is_gone(module: Module) -> bool:
    """Whether a module has left the catalogue, so that nobody can begin on any of its versions; needs ``current``."""
    return module.current is None or module.current.state == State.WITHDRAWN


def taken_up_by(organisations: Collection[int]) -> list[TakenUp]:
    """What these organisations (ids) use of others' as it is, by title: one query."""
    uptakes = Uptake.objects.standing().filter(organisation__in=organisations)
    found = uptakes.select_related(
        "organisation", "module__provider", "module__current__module__provider", "pinned__module__provider"
    )
    taken = [TakenUp(one, version) for one in found if (version := one.pinned or one.module.current)]
    return sorted(taken, key=lambda one: (one.uptake.organisation.name, one.version.title))


@dataclass
class Results:
    """What came of a module: how many began, completed, were examined in something that asks for it, and passed.

    None where fewer than five did.
    """

    began: int | None = None
    completed: int | None = None
    examined: int | None = None
    passed: int | None = None

    @property
    def completed_percent(self) -> int | None:
        """Of those who began."""
        return _percent(self.completed, self.began)

    @property
    def passed_percent(self) -> int | None:
        """Of those who were examined."""
        return _percent(self.passed, self.examined)


def _percent(part: int | None, whole: int | None) -> int | None:
    return None if part is None or not whole else round(100 * part / whole)


@dataclass
class Use:
    """Who uses a module. ``organisations`` with the way they do it; ``micro_credentials`` that ask for it."""

    uptakes: list[Uptake] = field(default_factory=list)
    adaptations: list[Adaptation] = field(default_factory=list)
    micro_credentials: list[MicroCredential] = field(default_factory=list)
    results: Results = field(default_factory=Results)

    @property
    def others(self) -> int:
        """How many organisations besides its own use or have adapted it."""
        return len({one.organisation_id for one in self.uptakes} | {one.module.provider_id for one in self.adaptations})


def use_of(modules: Collection[int]) -> dict[int, Use]:
    """Of these modules (ids): seven queries, however many they are."""
    found = {module: Use() for module in modules}
    for uptake in Uptake.objects.standing().filter(module__in=modules).select_related("organisation", "pinned"):
        found[uptake.module_id].uptakes.append(uptake)
    adaptations = Adaptation.objects.filter(source__module__in=modules, module__current__isnull=False)
    for adaptation in adaptations.select_related("module__provider", "module__current", "source"):
        found[adaptation.source.module_id].adaptations.append(adaptation)
    asked_for = _asked_for(modules)
    micro_credentials = MicroCredential.objects.select_related("provider").in_bulk(
        {pk for pks in asked_for.values() for pk in pks}
    )
    for module, pks in asked_for.items():
        found[module].micro_credentials = [micro_credentials[pk] for pk in sorted(pks)]
    for module, results in _results(modules, asked_for).items():
        found[module].results = results
    return found


def _asked_for(modules: Collection[int]) -> dict[int, set[int]]:
    """The published micro-credentials that ask for each module or let one choose it: two queries."""
    found: dict[int, set[int]] = {}
    published = MicroCredential.objects.filter(state=State.PUBLISHED)
    for road in ("required", "elective_groups__modules"):
        for module, pk in published.filter(**{f"{road}__in": modules}).values_list(road, "pk"):
            found.setdefault(module, set()).add(pk)
    return found


def _results(modules: Collection[int], asked_for: dict[int, set[int]]) -> dict[int, Results]:
    rows = Enrolment.objects.filter(version__module__in=modules).values_list("version__module")
    counted = rows.annotate(
        began=Count("person", distinct=True),
        completed=Count("person", distinct=True, filter=Q(completed_at__isnull=False)),
    )
    results = {module: Results(began, completed) for module, began, completed in counted}
    completed_by: dict[int, set[int]] = {}
    done = Enrolment.objects.filter(version__module__in=asked_for, completed_at__isnull=False)
    for module, person in done.values_list("version__module", "person"):
        completed_by.setdefault(module, set()).add(person)
    outcome = _outcomes({pk for pks in asked_for.values() for pk in pks})
    for module, pks in asked_for.items():
        people = completed_by.get(module, set())
        last = {person: passed for pk in pks for person, passed in outcome.get(pk, {}).items() if person in people}
        results.setdefault(module, Results()).examined = len(last)
        results[module].passed = sum(last.values())
    return {module: _withheld(one) for module, one in results.items()}


def _outcomes(micro_credentials: Collection[int]) -> dict[int, dict[int, bool]]:
    """Whether each person passed each micro-credential in the end: one query."""
    entries = Entry.objects.filter(micro_credential__in=micro_credentials, kind__in=(Kind.PASSED, Kind.NOT_PASSED))
    found: dict[int, dict[int, bool]] = {}
    for pk, person, kind in entries.order_by("at", "pk").values_list("micro_credential", "person", "kind"):
        found.setdefault(pk, {})[person] = kind == Kind.PASSED
    return found


def _withheld(results: Results) -> Results:
    """What fewer than five people did is not told, nor what would give it away: that all but a few did."""
    if (results.began or 0) < FEWEST:
        return Results()
    few_completed = results.completed is None or results.completed < FEWEST
    few_examined = (results.examined or 0) < FEWEST
    return Results(
        results.began,
        None if few_completed else results.completed,
        None if few_examined else results.examined,
        None if few_examined or (results.passed or 0) < FEWEST else results.passed,
    )


@dataclass(frozen=True)
class Ours:
    """All that one's organisations use of others', have made of it, and have on the table."""

    taken_up: list[TakenUp]
    adaptations: list[Adaptation]
    to_answer: list[Proposal]
    offered: list[Proposal]

    @property
    def changed(self) -> int:
        """How many of them have a newer version that nobody has looked at."""
        uptakes = sum(one.newer is not None for one in self.taken_up)
        return uptakes + sum(is_behind(one) for one in self.adaptations)


def is_behind(adaptation: Adaptation) -> bool:
    """Whether the source has a version that has not been looked through; needs ``source__module``."""
    current = adaptation.source.module.current_id
    return current is not None and current != adaptation.caught_up_id


def writes_for(person: Person, now: datetime) -> list[Organisation]:
    """The organisations that the person writes modules for, by name: one query."""
    memberships = Membership.objects.of(person).at(now).filter(role__in=AUTHORS)
    return list(Organisation.objects.filter(pk__in=memberships.values("organisation")).order_by("name_da"))


_NEWEST_FIRST: Final = Prefetch("module__versions", ModuleVersion.objects.order_by("-number"))


def ours(person: Person, now: datetime) -> Ours:
    """Of all the organisations that the person writes for: six queries."""
    organisations = [one.pk for one in writes_for(person, now)]
    adaptations = Adaptation.objects.filter(module__provider__in=organisations).select_related(
        "module__provider", "module__current", "source__module__provider", "source__module__current", "caught_up"
    )
    proposals = Proposal.objects.select_related(
        "adaptation__module__provider", "adaptation__module__current", "adaptation__source__module__provider", "version"
    ).order_by("-at")
    to_answer = proposals.filter(adaptation__source__module__provider__in=organisations, answer=Answer.WAITING)
    return Ours(
        taken_up=taken_up_by(organisations),
        adaptations=list(adaptations.prefetch_related(_NEWEST_FIRST).order_by("-at")),
        to_answer=list(to_answer),
        offered=list(proposals.filter(adaptation__module__provider__in=organisations)[:20]),
    )


def uptake_of(uuid: UUID) -> Uptake | None:
    """One uptake with all that its page shows."""
    rows = Uptake.objects.select_related("organisation", "module__provider", "module__current", "pinned", "caught_up")
    return rows.filter(uuid=uuid).first()


def version_used(uptake: Uptake) -> ModuleVersion | None:
    """The version that learners are sent to."""
    return uptake.pinned if uptake.way == Way.PIN else uptake.module.current
