"""Making vectors of what is published: in batches that each stand when the process is killed, and none twice."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q

from nanobank.catalogue import changes
from nanobank.catalogue.models import Competence, Listing
from nanobank.frameworks.queries import labels_stamp
from nanobank.search.meaning import in_database
from nanobank.search.meaning.bridge import Embedder
from nanobank.search.meaning.models import Vector, VectorSet
from nanobank.search.meaning.texts import Key, Text, of_competences, of_things

BATCH: Final = 24
"""Texts between two commits: a few seconds of work, lost when the process is killed."""
_PATIENCE: Final = timedelta(seconds=60)


@dataclass(frozen=True)
class _Place:
    """How far a set has come, so that of two workers who did the same only one is believed."""

    position: int | None
    last_listing: int
    last_competence: int
    labels_stamp: str


@dataclass(frozen=True)
class _Step:
    """The next batch: which things to look at, and where the set stands when that is done."""

    things: tuple[tuple[str, int], ...]
    competences: tuple[int, ...]
    place: _Place


def embed(
    *,
    by: Embedder,
    now: Callable[[], datetime],
    batch: int = BATCH,
    report: Callable[[VectorSet], None] = lambda _set: None,
) -> VectorSet:
    """Bring the vectors of this embedder up to date, from where whoever was killed left off.

    ``report`` hears of each batch. Raises CannotEmbed when the embedder does not answer; what was done stands.
    """
    vectors = begin(by=by, now=now())
    while True:
        step = _next(vectors, batch)
        if step is None:
            return vectors
        vectors = _take(vectors, step, by=by, now=now())
        report(vectors)


@transaction.atomic
def begin(*, by: Embedder, now: datetime) -> VectorSet:
    """The set of this embedder; a new one, to be filled from the beginning, where there is none."""
    vectors, is_new = VectorSet.objects.select_for_update().get_or_create(
        name=by.name, defaults={"dimensions": by.dimensions, "starts_from": _latest(), "total": _total()}
    )
    if not is_new and _log_is_lost(vectors):
        vectors.position, vectors.last_listing, vectors.starts_from = None, 0, _latest()
    vectors.worked_at = now
    vectors.save()
    return vectors


@transaction.atomic
def forget_others(*, by: Embedder) -> int:
    """Throw away the vectors of models that are no longer asked; how many rows that were."""
    others = VectorSet.objects.exclude(name=by.name)
    in_database.forget(list(others.values_list("pk", flat=True)))
    return Vector.objects.filter(set__in=others).delete()[0] + others.delete()[0]


def claim(*, by: Embedder, now: datetime) -> bool:
    """Whether whoever asks is the one to set embedding going: when there is something to do, at most once a minute."""
    vectors = VectorSet.objects.filter(name=by.name).first()
    if vectors is None:
        vectors = begin(by=by, now=now)
    if _next(vectors, 1) is None:
        return False
    waiting = VectorSet.objects.filter(Q(asked_at=None) | Q(asked_at__lt=now - _PATIENCE), pk=vectors.pk)
    return bool(waiting.update(asked_at=now))


def _latest() -> int:
    last = changes.latest()
    return last.number if last else 0


def _total() -> int:
    return Listing.objects.count() + Competence.objects.count()


def _log_is_lost(vectors: VectorSet) -> bool:
    """Whether the change last taken in is no longer in the log, so that nobody knows what came after it."""
    if not vectors.position:
        return False
    first = changes.since(vectors.position, 1)
    return not first or first[0].number != vectors.position


def _next(vectors: VectorSet, batch: int) -> _Step | None:
    """Names of competences first, as they are few and read texts; then all that is listed; then what changed."""
    place = _Place(vectors.position, vectors.last_listing, vectors.last_competence, vectors.labels_stamp)
    stamp = labels_stamp()
    if place.labels_stamp != stamp:
        ids = Competence.objects.filter(pk__gt=place.last_competence).order_by("pk").values_list("pk", flat=True)
        some = tuple(ids[: batch * 4])
        if some:
            return _Step((), some, _Place(place.position, place.last_listing, some[-1], place.labels_stamp))
        return _Step((), (), _Place(place.position, place.last_listing, 0, stamp))
    if place.position is None:
        rows = list(
            Listing.objects.filter(pk__gt=place.last_listing)
            .order_by("pk")
            .values_list("pk", "kind", "target_id")[:batch]
        )
        if not rows:
            return _Step((), (), _Place(vectors.starts_from, 0, place.last_competence, stamp))
        things = tuple((kind, target) for _pk, kind, target in rows)
        return _Step(things, (), _Place(None, rows[-1][0], place.last_competence, stamp))
    log = [change for change in changes.since(place.position, batch + 1) if change.number > place.position]
    if not log:
        return None
    things = tuple(dict.fromkeys((change.kind, change.target_id) for change in log))
    return _Step(things, (), _Place(log[-1].number, 0, place.last_competence, stamp))


def _take(vectors: VectorSet, step: _Step, *, by: Embedder, now: datetime) -> VectorSet:
    """Embed what is new in a batch, outside a transaction as it takes seconds, and write it all in one."""
    wanted = of_things(step.things, now=now) + of_competences(step.competences)
    known = _known(vectors, {text.key for text in wanted})
    new = [text for text in wanted if known.get(text.key) != (text.digest, text.listing_id)]
    numbers = _numbers([text for text in new if known.get(text.key, ("",))[0] != text.digest], by)
    with transaction.atomic():
        locked = VectorSet.objects.select_for_update().get(pk=vectors.pk)
        if _place_of(locked) != _place_of(vectors):
            return locked
        locked.version += 1
        _write(locked, new, numbers)
        _erase(locked, step, {text.key for text in wanted})
        in_database.keep_up(locked, by)
        for name, value in vars(step.place).items():
            setattr(locked, name, value)
        locked.done += len(step.things) + len(step.competences)
        locked.total = max(locked.total, locked.done)
        locked.worked_at = now
        locked.save()
    return locked


def _place_of(vectors: VectorSet) -> _Place:
    return _Place(vectors.position, vectors.last_listing, vectors.last_competence, vectors.labels_stamp)


def _known(vectors: VectorSet, keys: Iterable[Key]) -> dict[Key, tuple[str, int | None]]:
    targets = {target for _kind, target, _language in keys}
    rows = Vector.objects.filter(set=vectors, target_id__in=targets)
    return {
        (kind, target, language): (digest, listing)
        for kind, target, language, digest, listing in rows.values_list(
            "kind", "target_id", "language", "digest", "listing_id"
        )
    }


def _numbers(changed: list[Text], by: Embedder) -> dict[Key, bytes]:
    made: dict[Key, bytes] = {}
    for are_names, maker in ((True, by.queries), (False, by.passages)):
        some = [text for text in changed if text.is_name == are_names]
        if some:
            rows = maker([text.words for text in some]).astype("<f2")
            made |= {text.key: row.tobytes() for text, row in zip(some, rows, strict=True)}
    return made


def _write(vectors: VectorSet, new: list[Text], numbers: dict[Key, bytes]) -> None:
    """Rows for what has new words; those that only got another line in the catalogue keep their numbers."""
    for text in new:
        kind, target, language = text.key
        mine = Vector.objects.filter(set=vectors, kind=kind, target_id=target, language=language)
        if text.key not in numbers:
            mine.update(listing_id=text.listing_id, version=vectors.version)
    Vector.objects.bulk_create(
        [
            Vector(
                set=vectors,
                kind=text.key[0],
                target_id=text.key[1],
                language=text.key[2],
                listing_id=text.listing_id,
                digest=text.digest,
                version=vectors.version,
                numbers=numbers[text.key],
            )
            for text in new
            if text.key in numbers
        ],
        update_conflicts=True,
        unique_fields=["set", "kind", "target_id", "language"],
        update_fields=["listing_id", "digest", "version", "numbers"],
    )


def _erase(vectors: VectorSet, step: _Step, kept: set[Key]) -> None:
    """What was looked for and is no longer there: its rows stay, empty, so that every process hears of it."""
    looked_for = [*step.things, *(("competence", id_) for id_ in step.competences)]
    there = {(kind, target) for kind, target, _language in kept}
    for kind in {kind for kind, _target in looked_for}:
        gone = [target for of_kind, target in looked_for if of_kind == kind and (kind, target) not in there]
        rows = Vector.objects.filter(set=vectors, kind=kind, target_id__in=gone)
        rows.exclude(digest="").update(numbers=b"", digest="", listing_id=None, version=vectors.version)
