"""A worker looks through the files: what is in them, what is new, and what is wrong with which line."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from nanobank.catalogue.models import Competence
from nanobank.frameworks.formats import Asks, CannotRead, Item, Line, Package, Part, Placed, Term, Wrong
from nanobank.frameworks.formats.esco import HOST
from nanobank.frameworks.models import Concept, Fault, Format, Framework, ImportRun, Kind, State
from nanobank.frameworks.services._opening import package_of

_STRETCH: Final = 5_000
_MOST_FAULTS: Final = 20_000
_ASKING: Final = (Kind.OCCUPATION, Kind.COMPETENCE)


@dataclass
class _Seen:
    """What has been gone through. ``here`` is what the bank knew before: kind and framework by address."""

    here: Mapping[str, tuple[str, str]]
    form: Format
    about: str
    mine: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    faulty: set[tuple[str, int]] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)
    lines: int = 0
    twice: dict[tuple[str, str], int] = field(default_factory=dict)

    def kind_of(self, uri: str) -> str | None:
        """The kind of a concept that is known here or stands in the files."""
        return self.mine.get(uri) or (self.here[uri][0] if uri in self.here else None)


def check(*, run: ImportRun, clock: Callable[[], datetime], report: Callable[[int], None] = lambda done: None) -> None:
    """Look through all lines and put what was found before those who decide. Changes nothing in any framework.

    A killed worker's run is looked through anew; two workers at once find the same. ``report`` hears how many lines.
    """
    try:
        with package_of(run, now=clock()) as package:
            seen = _look_through(run, package, clock=clock, report=report)
            found = _found(package, seen)
    except FileNotFoundError:
        return  # another worker has been faster
    except CannotRead as reason:
        _settle(run, State.UNREADABLE, now=clock(), trouble={"code": reason.code, "params": reason.params})
        return
    if not seen.counts["terms"] and not seen.counts["links"]:
        trouble: dict[str, Any] = {"code": "nothing" if seen.faults else "empty", "params": {}}
        _settle(run, State.UNREADABLE, now=clock(), trouble=trouble, seen=seen)
    else:
        _settle(run, State.READY, now=clock(), found=found, seen=seen)


def _look_through(
    run: ImportRun, package: Package, *, clock: Callable[[], datetime], report: Callable[[int], None]
) -> _Seen:
    seen = _Seen(_known(), Format(run.format), package.about.uri)
    for place, part in enumerate(package.parts):
        seen.twice.clear()
        for line in part.lines():
            seen.lines += 1
            _look_at(place, part, line, seen, run)
            if seen.lines % _STRETCH == 0:
                ImportRun.objects.filter(pk=run.pk, state=State.CHECKING).update(done=seen.lines, worked_at=clock())
                report(seen.lines)
    return seen


def _look_at(place: int, part: Part, line: Line, seen: _Seen, run: ImportRun) -> None:
    wrong: list[Wrong] = []
    for one in line.wrong or _wrongs(line, seen):
        if one not in wrong:  # a row may say the same in several languages
            wrong.append(one)
    if not wrong:
        for item in line.items:
            _note(item, line, seen)
        return
    if (part.name, line.number) in seen.faulty:  # an earlier part went through the same lines, and has said so
        wrong = [Wrong("", "", "same")]
    else:
        seen.faulty.add((part.name, line.number))
    for one in wrong:
        fault = Fault(
            run=run, part=place, line=line.number, column=one.column[:60], cell=one.cell[:200], code=one.code,
            params=one.params,
        )  # fmt: skip
        seen.faults.append(fault)
    if len(seen.faults) > _MOST_FAULTS:
        raise CannotRead("many_faults", most=str(_MOST_FAULTS))


def _note(item: Item, line: Line, seen: _Seen) -> None:
    if isinstance(item, Term):
        seen.twice[item.uri, item.language] = line.number
        seen.counts["terms"] += 1
        if seen.here.get(item.uri, ("", seen.about))[1] in ("", seen.about):
            seen.mine[item.uri] = item.kind
    else:
        seen.counts["links"] += 1


def _wrongs(line: Line, seen: _Seen) -> Iterator[Wrong]:
    """What only shows beside the other lines and what is known here."""
    for item in line.items:
        if isinstance(item, Term):
            yield from _wrong_term(item, seen)
        elif isinstance(item, Placed):
            yield from _unknown(seen, item.uri, item.broader)
        else:
            yield from _wrong_asking(item, seen)


def _wrong_term(term: Term, seen: _Seen) -> Iterator[Wrong]:
    earlier = seen.twice.get((term.uri, term.language))
    kind, framework = seen.here.get(term.uri, (None, None))
    if earlier is not None:
        yield Wrong("", term.uri, "twice", {"line": str(earlier)})
    elif kind is None and seen.form != Format.ESCO and term.uri.startswith(HOST):
        yield Wrong("", term.uri, "not_in_esco")
    elif kind is None and not term.label:
        yield Wrong("", term.uri, "no_label")
    elif kind is not None and framework in ("", seen.about) and kind != term.kind:
        yield Wrong("", term.uri, "other_kind", {"kind": kind})


def _wrong_asking(item: Asks, seen: _Seen) -> Iterator[Wrong]:
    yield from _unknown(seen, item.uri, item.asked)
    if seen.kind_of(item.uri) not in (None, *_ASKING):
        yield Wrong("", item.uri, "cannot_ask")
    if seen.kind_of(item.asked) not in (None, Kind.COMPETENCE):
        yield Wrong("", item.asked, "not_competence")


def _unknown(seen: _Seen, *uris: str) -> Iterator[Wrong]:
    for uri in uris:
        if seen.kind_of(uri) is None:
            yield Wrong("", uri, "unknown")


def _known() -> dict[str, tuple[str, str]]:
    """Kind and framework of all that is known here; of a competence that no framework has brought, none."""
    known: dict[str, tuple[str, str]] = dict.fromkeys(
        Competence.objects.filter(concept=None).values_list("uri", flat=True), (Kind.COMPETENCE.value, "")
    )
    rows = Concept.objects.values_list("uri", "kind", "framework__uri").iterator()
    known.update((uri, (kind, framework)) for uri, kind, framework in rows)
    return known


def _found(package: Package, seen: _Seen) -> dict[str, Any]:
    """What somebody wants to know before they decide."""
    framework = Framework.objects.filter(uri=package.about.uri).first()
    before = Concept.objects.filter(framework=framework).in_force() if framework else Concept.objects.none()
    there = set(before.filter(kind__in=package.kinds).values_list("uri", flat=True))
    return {
        "about": asdict(package.about),
        "languages": package.languages,
        "unused": package.unused,
        "parts": [part.name for part in package.parts],
        "kinds": dict(Counter(seen.mine.values())),
        "links": seen.counts["links"],
        "new": sum(uri not in seen.here for uri in seen.mine),
        "missing": len(there - seen.mine.keys()),
    }


@transaction.atomic
def _settle(
    run: ImportRun,
    state: State,
    *,
    now: datetime,
    trouble: dict[str, Any] | None = None,
    found: dict[str, Any] | None = None,
    seen: _Seen | None = None,
) -> None:
    locked = ImportRun.objects.select_for_update().get(pk=run.pk)
    if locked.state != State.CHECKING:
        return
    locked.state, locked.trouble, locked.found, locked.worked_at, locked.done = (
        state,
        trouble or {},
        found or {},
        now,
        0,
    )
    if seen is not None:
        Fault.objects.bulk_create(seen.faults, batch_size=1_000)
        locked.lines, locked.faulty = seen.lines, len(seen.faulty)
    locked.save()
    if state == State.UNREADABLE:
        forget_file(locked)


def forget_file(run: ImportRun) -> None:
    """Throw the files away once the transaction stands."""
    name = run.file.name
    ImportRun.objects.filter(pk=run.pk).update(file="")
    transaction.on_commit(lambda: run.file.storage.delete(str(name)))
