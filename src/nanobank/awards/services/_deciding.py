"""What people decide about a batch, each recorded with who and when. What a worker then does is in ``_awarding``."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.accounts.queries import addresses_of, people_with
from nanobank.awards.models import USUAL_LIMIT, Batch, Chunk, Limit, State, Step
from nanobank.awards.permissions import check_batch, check_may_approve, check_may_set_limit
from nanobank.common.errors import Conflict, NotYours, Refused
from nanobank.common.workers import taken_up
from nanobank.organisations.models import Organisation

CHUNK: Final = 2_000
MIN_NOTE: Final = 10
_DAY: Final = timedelta(days=1)


def limit_of(organisation: Organisation) -> int:
    """How many awards one person may give out alone within a day."""
    found = Limit.objects.filter(organisation=organisation).values_list("alone", flat=True).first()
    return USUAL_LIMIT if found is None else found


def needs_approval(batch: Batch, *, now: datetime) -> bool:
    """Whether it is more than its maker may award alone, with what they have awarded alone since this time yesterday.

    Otherwise a long list could be awarded as many short ones.
    """
    begun_alone = Step.objects.filter(kind=Step.Kind.BEGUN, by=batch.made_by_id, at__gt=now - _DAY)
    others = Batch.objects.filter(organisation=batch.organisation_id, pk__in=begun_alone.values("batch"))
    before = others.exclude(pk=batch.pk).aggregate(total=Sum("fit"))["total"] or 0
    return before + batch.fit > limit_of(batch.organisation)


@transaction.atomic
def submit(*, batch: Batch, by: Person, now: datetime) -> Batch:
    """Award it, or ask for approval where that is needed; only who made it does. Rows with problems are left out.

    Raises NotYours, Refused when no row can be awarded, Conflict when it is not ready (any more).
    """
    check_batch(by, batch, now=now)
    if batch.made_by_id != by.pk:
        raise NotYours(_("Whoever handed the list in decides when it is ready."))
    if not batch.fit:
        raise Refused(_("There is nothing in the list that can be awarded."))
    batch = _lock(batch, State.READY)
    Organisation.objects.select_for_update(no_key=True).get(pk=batch.organisation_id)  # two at once count each other
    if needs_approval(batch, now=now):
        return _move(batch, State.WAITING, Step.Kind.SUBMITTED, by=by, now=now)
    _cut(batch)
    return _move(batch, State.AWARDING, Step.Kind.BEGUN, by=by, now=now)


@transaction.atomic
def approve(*, batch: Batch, by: Person, now: datetime) -> Batch:
    """Let it be awarded. Raises NotYours unless ``by`` is another of the office, Conflict when it does not await that.

    Raises Refused when there is an award for ``by`` among them.
    """
    check_may_approve(by, batch, now=now)
    batch = _lock(batch, State.WAITING)
    if _is_among(by, batch):
        raise Refused(_("There is an award for yourself in the list. Somebody else has to approve it."))
    _cut(batch)
    return _move(batch, State.AWARDING, Step.Kind.APPROVED, by=by, now=now)


@transaction.atomic
def refuse(*, batch: Batch, note: str, by: Person, now: datetime) -> Batch:
    """Give it back unapproved, with the reason. Its maker can withdraw it, or explain and ask again."""
    check_may_approve(by, batch, now=now)
    note = note.strip()
    if len(note) < MIN_NOTE:
        raise Refused(_("Write in a sentence what should be different."), field="note")
    return _move(_lock(batch, State.WAITING), State.READY, Step.Kind.REFUSED, by=by, now=now, note=note)


@transaction.atomic
def stop(*, batch: Batch, by: Person, now: datetime) -> Batch:
    """Stop after the chunk that is being awarded. Anybody in the office may."""
    check_batch(by, batch, now=now)
    return _move(_lock(batch, State.AWARDING), State.STOPPED, Step.Kind.STOPPED, by=by, now=now)


@transaction.atomic
def go_on(*, batch: Batch, by: Person, now: datetime) -> Batch:
    """Go on where it stopped; what was approved is still approved."""
    check_batch(by, batch, now=now)
    return _move(_lock(batch, State.STOPPED), State.AWARDING, Step.Kind.CONTINUED, by=by, now=now)


@transaction.atomic
def withdraw(*, batch: Batch, by: Person, now: datetime) -> Batch:
    """Give it up before anything is awarded; its rows, which are people's data, are deleted."""
    check_batch(by, batch, now=now)
    batch = _lock(batch, State.READY, State.WAITING, State.UNREADABLE)
    batch.rows.all().delete()
    return _move(batch, State.WITHDRAWN, Step.Kind.WITHDRAWN, by=by, now=now)


@transaction.atomic
def set_limit(*, organisation: Organisation, alone: int, by: Person, now: datetime) -> Limit:
    """How many awards one person of the office may give out alone within a day. Raises NotYours."""
    check_may_set_limit(by, organisation, now=now)
    return Limit.objects.update_or_create(organisation=organisation, defaults={"alone": alone, "by": by, "at": now})[0]


@transaction.atomic
def take_up_abandoned(*, now: datetime, among: Collection[int] | None = None) -> list[Batch]:
    """The batches whose worker has died, for another to take up."""
    batches = taken_up(Batch.objects.under_way(), now=now, among=among)
    Step.objects.bulk_create([Step(batch=batch, kind=Step.Kind.RESUMED, at=now) for batch in batches])
    return batches


def _lock(batch: Batch, *states: State) -> Batch:
    locked = Batch.objects.select_for_update().get(pk=batch.pk)
    if locked.state not in states:
        raise Conflict(_("The batch has moved on meanwhile. See how far it is now."))
    return locked


def _move(batch: Batch, state: State, kind: Step.Kind, *, by: Person, now: datetime, note: str = "") -> Batch:
    batch.state, batch.worked_at = state, now
    batch.save(update_fields=["state", "worked_at"])
    Step.objects.create(batch=batch, kind=kind, by=by, at=now, note=note)
    return batch


def _cut(batch: Batch) -> None:
    """Into stretches of at most ``CHUNK`` lines, that each are awarded in one transaction."""
    last = batch.rows.order_by("-number").values_list("number", flat=True).first() or 0
    stretches = range(2, last + 1, CHUNK)
    Chunk.objects.bulk_create(
        [Chunk(batch=batch, first=first, last=min(first + CHUNK - 1, last)) for first in stretches], batch_size=2_000
    )


def _is_among(person: Person, batch: Batch) -> bool:
    addresses = addresses_of(person)
    mine = {email for email, known in people_with(addresses).items() if known.pk == person.pk}
    return batch.rows.fit().filter(email__in=mine).exists()
