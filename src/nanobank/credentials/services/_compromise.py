"""A key that somebody else has got hold of counts for nothing from a moment on, and what it signed is issued anew."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.common.errors import Conflict, Refused
from nanobank.credentials.models import Algorithm, IssuerKey, Reissue, StatusChange, StatusList
from nanobank.credentials.permissions import check_office
from nanobank.credentials.queries import signed_with
from nanobank.credentials.services._keys import current_key, lock_issuer
from nanobank.credentials.services._lists import sign_list
from nanobank.credentials.services._replacing import Change, issue_anew
from nanobank.credentials.services._standing import checked_reason

A_STEP: Final = 50
"""Credentials issued anew in one transaction: a few seconds of work, which a killed worker loses."""


@transaction.atomic
def report_compromise(
    *, key: IssuerKey, since: datetime, everything: bool, reason: str, by: Person, now: datetime
) -> Reissue:
    """Let the key count for nothing from ``since`` on, and note that what it has signed since is to be issued anew.

    With ``everything`` it counts for nothing that it has ever signed, is not published any more, and all of that is
    issued anew: many verifiers elsewhere do not look whether a key they find is revoked (ADR 0051). The status lists
    are signed with another key at once. The work itself is done by ``issue_next_anew``. Raises NotYours unless ``by``
    works in the institution's office, Refused without a reason or when ``since`` is in the future, Conflict when an
    earlier or the same moment has been reported.
    """
    check_office(by, key.organisation, now=now)
    reason = checked_reason(reason)
    since = (key.created_at if everything else since).replace(microsecond=0)  # signatures tell time to the second
    if since > now:
        raise Refused(_("Write a moment that has passed."), field="since")
    organisation = lock_issuer(key.organisation)
    key = IssuerKey.objects.select_for_update().select_related("organisation").get(pk=key.pk)
    if key.compromised_at is not None and key.compromised_at <= since:
        raise Conflict(_("This key already counts for nothing from that moment on."))
    key.compromised_at = since
    key.retired_at = key.retired_at or now
    key.save(update_fields=["compromised_at", "retired_at"])
    new_key = current_key(organisation, now=now, algorithm=Algorithm(key.algorithm))
    if new_key.algorithm == Algorithm.EDDSA:
        for status_list in StatusList.objects.select_for_update().filter(organisation=organisation):
            sign_list(status_list, new_key, now=now)
    total = signed_with(key, since=since).count()
    return Reissue.objects.create(
        key=key,
        since=None if everything else since,
        reason=reason,
        by=by,
        begun_at=now,
        active_at=now,
        total=total,
        finished_at=None if total else now,
    )


@transaction.atomic
def issue_next_anew(*, reissue: Reissue, now: datetime, most: int = A_STEP) -> bool:
    """Issue the next credentials anew, at most so many; whether there is more to do.

    Whoever asks, and however often it was broken off: each is issued anew once, because what is left to do is read from
    the credentials themselves while the institution is locked.
    """
    organisation = lock_issuer(reissue.key.organisation)
    reissue.refresh_from_db()
    if reissue.finished_at is not None:
        return False
    left = list(signed_with(reissue.key, since=reissue.since).order_by("pk")[: most + 1])
    batch = left[:most]
    change = Change(StatusChange.Kind.REPLACED, reissue.reason, reissue.by)
    if batch:
        issue_anew(batch, change, key=current_key(organisation, now=now), now=now)
    reissue.done += len(batch)
    reissue.active_at = now
    reissue.finished_at = None if len(left) > most else now
    reissue.save(update_fields=["done", "active_at", "finished_at"])
    return reissue.finished_at is None
