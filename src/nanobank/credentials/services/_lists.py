"""Status lists: an index for each credential, and the lists signed anew when a bit changes."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import F

from nanobank.credentials import bridge
from nanobank.credentials.awards import Places
from nanobank.credentials.models import IssuerKey, StatusList
from nanobank.organisations.models import Organisation

REVOCATION, SUSPENSION = StatusList.Purpose.REVOCATION, StatusList.Purpose.SUSPENSION


def allocate(organisation: Organisation, key: IssuerKey, *, suspendable: bool, now: datetime) -> Places:
    """Where the status of one more credential is to be found. The institution must be locked."""
    status_list, index = _next_index(organisation, key, REVOCATION, now=now)
    if not suspendable:
        return Places(status_list, index)
    return Places(status_list, index, *_next_index(organisation, key, SUSPENSION, now=now))


def change_bits(
    status_list: StatusList, key: IssuerKey, *, on: Collection[int] = (), off: Collection[int] = (), now: datetime
) -> None:
    """Set and clear bits, and publish the list so. The institution must be locked."""
    status_list = StatusList.objects.select_for_update(no_key=True).get(pk=status_list.pk)
    status_list.encoded = bridge.with_bits(status_list, on=on, off=off)
    sign_list(status_list, key, now=now)


def publish_bits(key: IssuerKey, *, on: Iterable[tuple[int, int]], now: datetime) -> None:
    """Set bits in several lists, given as list and index; each list is signed once. The institution must be locked."""
    of_list: dict[int, list[int]] = defaultdict(list)
    for status_list_id, index in on:
        of_list[status_list_id].append(index)
    for status_list in StatusList.objects.filter(pk__in=of_list).order_by("pk"):
        change_bits(status_list, key, on=of_list[status_list.pk], now=now)


def sign_list(status_list: StatusList, key: IssuerKey, *, now: datetime) -> None:
    """Publish the list as its bits are, signed by this key."""
    status_list.signed = bridge.signed_status_list(status_list, key=key, now=now)
    status_list.changed_at = now
    status_list.save(update_fields=["encoded", "signed", "changed_at"])


def _next_index(
    organisation: Organisation, key: IssuerKey, purpose: StatusList.Purpose, *, now: datetime
) -> tuple[StatusList, int]:
    """The next free index in one of the institution's lists."""
    free = StatusList.objects.select_for_update(no_key=True).filter(
        organisation=organisation, purpose=purpose, allocated__lt=F("length")
    )
    status_list = free.order_by("pk").first() or make_list(organisation, key, purpose, now=now)
    index = bridge.index_of(status_list, status_list.allocated)
    status_list.allocated += 1
    status_list.save(update_fields=["allocated"])
    return status_list, index


def make_list(organisation: Organisation, key: IssuerKey, purpose: StatusList.Purpose, *, now: datetime) -> StatusList:
    """A new list. The institution must be locked."""
    status_list = StatusList(
        organisation=organisation, purpose=purpose, length=bridge.MIN_STATUS_ENTRIES, changed_at=now
    )
    status_list.signed = bridge.signed_status_list(status_list, key=key, now=now)
    status_list.save()
    return status_list
