"""A worker takes the lines in, a stretch at a time: each stretch is in the database whole, with how far that is."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Final

from django.db import transaction
from django.db.models import F

from nanobank.frameworks.formats import Asks, Item, Line, Part, Placed, Term
from nanobank.frameworks.models import Concept, Fault, Framework, ImportRun, Kind, Placement, Requirement, State
from nanobank.frameworks.services._checking import forget_file
from nanobank.frameworks.services._naming import Tally, bring_terms, list_anew
from nanobank.frameworks.services._opening import package_of

_STRETCH: Final = 1_000


def work(
    *,
    run: ImportRun,
    clock: Callable[[], datetime],
    stretch: int = _STRETCH,
    report: Callable[[int, int], None] = lambda done, total: None,
) -> None:
    """Take in what has not been taken in yet, and finish.

    How far the run is stands in the same transaction as what was taken in, so a killed worker's run goes on from there.
    Several workers at once do no harm: only the one who is where the run is gets on. ``report`` hears how many lines of
    how many have been dealt with. Raises CannotRead where the files cannot be read any more.
    """
    run.refresh_from_db()
    try:
        with package_of(run, now=clock()) as package:
            for place, part in enumerate(package.parts):
                if place < run.part:
                    continue
                if not all(_stretches(run, place, part, stretch, clock=clock, report=report)):
                    return
            kinds = package.kinds
    except FileNotFoundError:
        return  # another worker has taken it in to its end
    _finish(run, kinds, now=clock())


def _stretches(
    run: ImportRun,
    place: int,
    part: Part,
    stretch: int,
    *,
    clock: Callable[[], datetime],
    report: Callable[[int, int], None],
) -> Iterator[bool]:
    """Take a part in, a stretch at a time: each time whether this worker got on. Ends after a no."""
    last = run.line if place == run.part else 0
    faulty = _faulty(run, place)
    lines = (line for line in part.lines() if line.number > last)
    while some := list(islice(lines, stretch)):
        got_on = _keep(run, place, some, faulty, now=clock())
        if got_on:
            report(run.done, run.lines)
        yield got_on
        if not got_on:
            return


def _faulty(run: ImportRun, place: int) -> frozenset[int]:
    return frozenset(Fault.objects.filter(run=run, part=place).values_list("line", flat=True))


@transaction.atomic
def _keep(run: ImportRun, place: int, lines: Sequence[Line], faulty: frozenset[int], *, now: datetime) -> bool:
    """Whether they have been taken in; no when another worker has been faster or somebody has stopped it."""
    locked = ImportRun.objects.select_for_update(of=("self",)).select_related("framework").get(pk=run.pk)
    if locked.state != State.IMPORTING or (locked.part, locked.line) != (run.part, run.line):
        return False
    items = [item for line in lines if line.number not in faulty for item in line.items]
    tally = bring(locked, items, now=now)
    run.part, run.line, run.done = place, lines[-1].number, locked.done + len(lines)
    ImportRun.objects.filter(pk=run.pk).update(
        part=run.part,
        line=run.line,
        done=run.done,
        added=F("added") + tally.added,
        changed=F("changed") + tally.changed,
        retired=F("retired") + tally.retired,
        worked_at=now,
    )
    return True


def bring(run: ImportRun, items: Sequence[Item], *, now: datetime) -> Tally:
    """Write the items down for the run's framework. Must be in a transaction."""
    framework = run.framework
    if framework is None:
        raise ValueError("An import that has begun has a framework")
    tally = bring_terms(run.pk, framework, [item for item in items if isinstance(item, Term)], now=now)
    _place(run.pk, framework, [item for item in items if isinstance(item, Placed)])
    _ask(run.pk, framework, [item for item in items if isinstance(item, Asks)])
    return tally


def _ids(uris: set[str]) -> dict[str, int]:
    return dict(Concept.objects.filter(uri__in=uris).values_list("uri", "pk"))


def _place(run: int, framework: Framework, items: Sequence[Placed]) -> None:
    ids = _ids({uri for item in items for uri in (item.uri, item.broader)})
    pairs = {(ids[item.uri], ids[item.broader]) for item in items if item.uri in ids and item.broader in ids}
    Placement.objects.bulk_create(
        [Placement(framework=framework, narrower_id=narrower, broader_id=broader, seen_in=run)
         for narrower, broader in sorted(pairs)],
        update_conflicts=True, unique_fields=["narrower", "broader"], update_fields=["seen_in"],
    )  # fmt: skip


def _ask(run: int, framework: Framework, items: Sequence[Asks]) -> None:
    """What is both essential and optional is essential."""
    ids = _ids({uri for item in items for uri in (item.uri, item.asked)})
    essential: dict[tuple[int, int], bool] = {}
    for item in items:
        if item.uri in ids and item.asked in ids:
            pair = (ids[item.uri], ids[item.asked])
            essential[pair] = essential.get(pair, False) or item.essential
    Requirement.objects.bulk_create(
        [Requirement(framework=framework, asking_id=asking, asked_id=asked, essential=always, seen_in=run)
         for (asking, asked), always in sorted(essential.items())],
        update_conflicts=True, unique_fields=["asking", "asked"], update_fields=["essential", "seen_in"],
    )  # fmt: skip


@transaction.atomic
def _finish(run: ImportRun, kinds: frozenset[Kind], *, now: datetime) -> None:
    """Retire what a whole framework has no more, and say that it is done."""
    locked = ImportRun.objects.select_for_update().get(pk=run.pk)
    if locked.state != State.IMPORTING:
        return
    if locked.whole:
        locked.retired += _retire(locked, kinds, now=now)
    locked.state, locked.finished_at, locked.worked_at, locked.done = State.FINISHED, now, now, locked.lines
    locked.save()
    Framework.objects.filter(runs=locked).update(changed_at=now)
    forget_file(locked)


def _retire(run: ImportRun, kinds: frozenset[Kind], *, now: datetime) -> int:
    missing = Concept.objects.in_force().filter(framework=run.framework, kind__in=kinds).exclude(seen_in=run.pk)
    gone = list(missing.only("pk", "competence_id"))
    Concept.objects.filter(pk__in=[one.pk for one in gone]).update(retired_at=now)
    list_anew([one.competence_id for one in gone if one.competence_id is not None], now=now)
    for model in (Placement, Requirement):
        if model._default_manager.filter(framework=run.framework, seen_in=run.pk).exists():
            model._default_manager.filter(framework=run.framework).exclude(seen_in=run.pk).delete()
    return len(gone)
