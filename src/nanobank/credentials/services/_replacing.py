"""Issuing a credential anew: the new one takes the place of the old, and the old one's links lead to it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.common.errors import Conflict, Refused
from nanobank.credentials import awards, bridge
from nanobank.credentials.models import Credential, IssuerKey, StatusChange
from nanobank.credentials.own_documents import known_issuer, only_own
from nanobank.credentials.permissions import check_may_revoke
from nanobank.credentials.services._keys import current_key, lock_issuer
from nanobank.credentials.services._lists import allocate, publish_bits
from nanobank.credentials.services._standing import checked_reason, copies_out


@dataclass(frozen=True)
class Change:
    """What the new credential says otherwise than the old, and what is written on the old one."""

    kind: StatusChange.Kind
    reason: str
    by: Person
    name: str = ""
    valid_from: datetime | None = None
    valid_until: datetime | None = None

    @property
    def revokes(self) -> bool:
        """Whether the old one is withdrawn; one that is renewed is good until it expires of itself."""
        return self.kind is not StatusChange.Kind.RENEWED


@transaction.atomic
def renew(*, credential: Credential, reason: str, by: Person, now: datetime) -> Credential:
    """Issue the credential anew for another period, which begins when the present one ends. The old one runs out.

    Raises NotYours unless ``by`` works in the issuer's office and is not the holder, Refused without a reason or when
    it does not expire, Conflict unless it is in force or has only expired.
    """
    check_may_revoke(by, credential, now=now)
    reason = checked_reason(reason)
    if credential.valid_until is None:
        raise Refused(_("This credential does not expire, so there is nothing to renew."))
    if credential.suspended:
        raise Conflict(_("This credential is suspended. Put it back in force before you renew it."))
    until = awards.valid_until(credential.micro_credential, max(now, credential.valid_until))
    change = Change(StatusChange.Kind.RENEWED, reason, by, valid_from=now, valid_until=until)
    organisation = lock_issuer(credential.issuer)
    return issue_anew([credential], change, key=current_key(organisation, now=now), now=now)[0]


def issue_anew(credentials: Sequence[Credential], change: Change, *, key: IssuerKey, now: datetime) -> list[Credential]:
    """A new credential in the place of each, signed with this key of the issuer. The issuer must be locked.

    A suspended one stays suspended. The ledger is not told: what is held is the same. Raises Conflict when one of
    them is revoked or replaced already.
    """
    old = [copy for one in credentials for copy in (copies_out(one) if change.revokes else [])]
    anew = [_in_place_of(one, change, key=key, now=now) for one in credentials]
    Credential.objects.filter(pk__in=[copy.pk for copy in old]).update(revoked_at=now)
    publish_bits(key, on=[(copy.status_list_id, copy.status_index) for copy in old], now=now)
    publish_bits(key, on=_suspended(anew), now=now)
    StatusChange.objects.bulk_create(
        StatusChange(credential=one, kind=change.kind, reason=change.reason, by=change.by, at=now)
        for one in credentials
    )
    return anew


def _in_place_of(credential: Credential, change: Change, *, key: IssuerKey, now: datetime) -> Credential:
    if not Credential.objects.standing().filter(pk=credential.pk).update(replaced_at=now):
        raise Conflict(_("This credential is revoked or replaced already."))
    credential.replaced_at = now
    suspendable = credential.suspension_list_id is not None
    places = allocate(key.organisation, key, suspendable=suspendable, now=now)
    uuid = uuid4()
    document = bridge.signed_anew(
        credential.document,
        uuid,
        places.entries(),
        name=change.name,
        valid_from=change.valid_from,
        valid_until=change.valid_until,
        key=key,
        now=now,
    )
    if not bridge.signature_holds(document, resolve=only_own, now=now, trusted=known_issuer):
        raise RuntimeError(f"would have issued {uuid} in place of {credential.uuid}, and it does not verify")
    return Credential.objects.create(
        uuid=uuid,
        person_id=credential.person_id,
        micro_credential_id=credential.micro_credential_id,
        issuer_id=credential.issuer_id,
        key=key,
        document=document,
        seal=bridge.seal_of(document, key),
        awarded_at=credential.awarded_at,
        issued_at=now,
        valid_until=change.valid_until if change.valid_from else credential.valid_until,
        suspended_at=credential.suspended_at,
        replaces=credential,
        **places.as_fields(),
    )


def _suspended(credentials: Iterable[Credential]) -> list[tuple[int, int]]:
    return [
        (one.suspension_list_id, one.suspension_index)
        for one in credentials
        if one.suspended and one.suspension_list_id is not None and one.suspension_index is not None
    ]
