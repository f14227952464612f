"""A worker fetches a feed and looks through it: what is in it, what is new, and what is wrong with which offer."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from io import BytesIO
from typing import IO, Any, Final

from django.core.files.base import File
from django.db import transaction

from nanobank.common.fetching import CannotFetch, Fetcher
from nanobank.feeds.formats import CannotRead, Form, Line, Offered, Reader, form_of, lines_of, reader_of
from nanobank.feeds.models import FeedFault, FeedRun, OutsideOffer, State

_STRETCH: Final = 2_000
_MOST_FAULTS: Final = 20_000
_SHOWN: Final = 5
_SECONDS: Final = 60.0
_MOST_FETCHED: Final = 64_000_000
_ACCEPT: Final = "application/ld+json, application/json, application/xml, text/csv, text/html;q=0.8, */*;q=0.5"


@dataclass
class _Seen:
    """What has been gone through. ``here``: what the bank has of the feed, and whether it is in force, by key."""

    here: dict[str, tuple[str, bool]]
    elsewhere: dict[str, str]
    faults: list[FeedFault] = field(default_factory=list)
    faulty: int = 0
    lines: int = 0
    first: list[dict[str, str]] = field(default_factory=list)
    keys: dict[bytes, int] = field(default_factory=dict)
    new: int = 0
    changed: int = 0
    gone: int = 0


def check(
    *, run: FeedRun, clock: Callable[[], datetime], fetcher: Callable[[], Fetcher] | None = None,
    report: Callable[[int], None] = lambda done: None,
) -> None:  # fmt: skip
    """Fetch the feed where that is to be done, look through all of it, and put what was found before those who decide.

    Changes nothing in the catalogue. A killed worker's run is looked through anew; two workers at once find the same.
    """
    try:
        fetch(run, fetcher or _fetcher, now=clock())
        with reading(run) as (form, reader):
            seen = _look_through(run, reader, clock=clock, report=report)
            found = _found(form, reader, seen)
    except FileNotFoundError:
        return  # another worker has been faster
    except CannotFetch as reason:
        _settle(run, State.UNREADABLE, now=clock(), trouble={"code": reason.reason.value, "params": {}})
    except CannotRead as reason:
        found = {"headings": list(reason.params.pop("headings", "").split("\n"))} if "headings" in reason.params else {}
        trouble = {"code": reason.code, "params": reason.params}
        _settle(run, State.UNREADABLE, now=clock(), trouble=trouble, found=found)
    else:
        if seen.lines > seen.faulty:
            _settle(run, State.READY, now=clock(), found=found, seen=seen)
        else:
            trouble = {"code": "nothing" if seen.lines else "no_offers", "params": {}}
            _settle(run, State.UNREADABLE, now=clock(), trouble=trouble, found=found, seen=seen)


def _fetcher() -> Fetcher:
    return Fetcher(seconds=_SECONDS, most_bytes=_MOST_FETCHED, accept=_ACCEPT)


def fetch(run: FeedRun, fetcher: Callable[[], Fetcher], *, now: datetime) -> None:
    """Keep what is at the feed's address, unless a file was handed over or it has been fetched. Raises CannotFetch."""
    if run.file or run.name:
        return
    content = fetcher().get(run.feed.address).body
    run.file.save(f"{run.uuid}", File(BytesIO(content)), save=False)
    if not FeedRun.objects.filter(pk=run.pk, state=State.CHECKING, file="").update(file=run.file.name, worked_at=now):
        run.file.storage.delete(str(run.file.name))  # another worker has fetched it
        run.refresh_from_db()


@contextmanager
def reading(run: FeedRun) -> Iterator[tuple[Form, Reader]]:
    """The run's content. Raises CannotRead, and FileNotFoundError when it has been dealt with."""
    if not run.file:
        raise FileNotFoundError
    with run.file.open("rb") as opened:
        file: IO[Any] = opened.file if opened.file is not None else opened
        form = form_of(file)
        yield form, reader_of(file, form, run.feed.mapping)


def _look_through(
    run: FeedRun, reader: Reader, *, clock: Callable[[], datetime], report: Callable[[int], None]
) -> _Seen:
    _check_columns(reader)
    seen = _Seen(_known(run), _elsewhere(run))
    for line in lines_of(reader):
        seen.lines += 1
        _look_at(line, seen, run)
        if seen.lines % _STRETCH == 0:
            FeedRun.objects.filter(pk=run.pk, state=State.CHECKING).update(done=seen.lines, worked_at=clock())
            report(seen.lines)
    return seen


def _check_columns(reader: Reader) -> None:
    mapping = getattr(reader, "mapping", None)
    if mapping is not None and not {"title", "url"} <= mapping.keys():
        raise CannotRead("no_columns", headings="\n".join(reader.headings))


def _look_at(line: Line, seen: _Seen, run: FeedRun) -> None:
    if line.offered is None:
        found = [(one.column, one.cell, one.code, dict(one.params)) for one in line.wrong]
    else:
        found = list(_wrongs(line.number, line.offered, seen))
    if found:
        seen.faulty += 1
        for column, cell, code, params in found:
            seen.faults.append(
                FeedFault(run=run, line=line.number, column=column[:60], cell=cell[:200], code=code, params=params)
            )
        if len(seen.faults) > _MOST_FAULTS:
            raise CannotRead("many_faults", most=str(_MOST_FAULTS))
    elif line.offered is not None:
        _note(line.number, line.offered, seen)


def _wrongs(number: int, offered: Offered, seen: _Seen) -> Iterator[tuple[str, str, str, dict[str, str]]]:
    """What only shows beside the other offers and what is known here."""
    earlier = seen.keys.get(_short(offered.key))
    if earlier is not None:
        yield "", offered.key, "twice", {"line": str(earlier)}
    elif offered.url in seen.elsewhere:
        yield "url", offered.url, "elsewhere", {"feed": seen.elsewhere[offered.url]}


def _note(number: int, offered: Offered, seen: _Seen) -> None:
    seen.keys[_short(offered.key)] = number
    before = seen.here.get(offered.key)
    seen.new += before is None
    seen.changed += before is not None and before != (digest(offered), True)
    if len(seen.first) < _SHOWN:
        seen.first.append(
            {
                "title": offered.title,
                "provider": offered.provider,
                "url": offered.url,
                "ects": "" if offered.ects is None else f"{offered.ects.normalize():f}",
                "workload": offered.workload,
                "price": "" if offered.price is None else f"{offered.price:f} {offered.currency}".strip(),
            }
        )


def _short(key: str) -> bytes:
    return blake2b(key.encode(), digest_size=12).digest()


def digest(offered: Offered) -> str:
    """Of all that an offer says: 32 characters."""
    return blake2b(repr(offered).encode(), digest_size=16).hexdigest()


def _known(run: FeedRun) -> dict[str, tuple[str, bool]]:
    rows = OutsideOffer.objects.filter(feed=run.feed_id).values_list("key", "digest", "retired_at")
    return {key: (said, retired is None) for key, said, retired in rows.iterator()}


def _elsewhere(run: FeedRun) -> dict[str, str]:
    """The addresses that other feeds bring, and which."""
    others = OutsideOffer.objects.in_force().exclude(feed=run.feed_id)
    return dict(others.values_list("url", "feed__title").iterator())


def _found(form: Form, reader: Reader, seen: _Seen) -> dict[str, Any]:
    """What somebody wants to know before they decide."""
    there = {_short(key) for key, (_said, in_force) in seen.here.items() if in_force}
    return {
        "form": form.value,
        "headings": list(reader.headings),
        "mapping": getattr(reader, "mapping", {}),
        "first": seen.first,
        "new": seen.new,
        "changed": seen.changed,
        "missing": len(there - seen.keys.keys()),
    }


@transaction.atomic
def _settle(
    run: FeedRun,
    state: State,
    *,
    now: datetime,
    trouble: dict[str, Any] | None = None,
    found: dict[str, Any] | None = None,
    seen: _Seen | None = None,
) -> None:
    locked = FeedRun.objects.select_for_update().get(pk=run.pk)
    if locked.state != State.CHECKING:
        return
    locked.state, locked.trouble, locked.found, locked.worked_at = state, trouble or {}, found or {}, now
    locked.done = 0
    if seen is not None:
        FeedFault.objects.bulk_create(seen.faults, batch_size=1_000)
        locked.lines, locked.faulty = seen.lines, seen.faulty
    locked.save()
    if state == State.UNREADABLE and not locked.found.get("headings"):
        forget_file(locked)


def forget_file(run: FeedRun) -> None:
    """Throw the content away once the transaction stands."""
    name = str(run.file.name or "")
    FeedRun.objects.filter(pk=run.pk).update(file="")
    if name:
        transaction.on_commit(lambda: run.file.storage.delete(name))
