"""Whether a credential counts: revoking it for good, suspending it and putting it back in force."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.common.errors import Conflict, Refused
from nanobank.credentials.models import Credential, IssuerKey, StatusChange
from nanobank.credentials.permissions import check_may_revoke
from nanobank.credentials.services._keys import current_key, lock_issuer
from nanobank.credentials.services._lists import change_bits, publish_bits
from nanobank.credentials.telling import announce
from nanobank.ledger.services import release

MIN_REASON: Final = 10


@transaction.atomic
def revoke(*, credential: Credential, reason: str, by: Person, now: datetime) -> StatusChange:
    """Revoke the credential for good: in the published status list from this transaction on.

    One that was suspended is so no longer. Raises NotYours unless ``by`` works in the issuer's office and is not the
    holder, Refused without a reason, Conflict when it is revoked or replaced already.
    """
    reason = _asked(credential, reason, by=by, now=now)
    organisation = lock_issuer(credential.issuer)
    if not Credential.objects.standing().filter(pk=credential.pk).exists():
        raise Conflict(_("This credential has already been revoked."))
    key, copies = current_key(organisation, now=now), copies_out(credential)
    if credential.suspended:
        _let_count(credential, key, suspended_at=None, now=now)
    Credential.objects.filter(pk__in=[copy.pk for copy in copies]).update(revoked_at=now)
    credential.revoked_at = now
    publish_bits(key, on=[(copy.status_list_id, copy.status_index) for copy in copies], now=now)
    release(person=credential.person, micro_credential=credential.micro_credential, by=by, now=now, reason=reason)
    return record(credential, StatusChange.Kind.REVOKED, reason, by=by, now=now)


@transaction.atomic
def suspend(*, credential: Credential, reason: str, by: Person, now: datetime) -> StatusChange:
    """Let the credential not count until it is reinstated. Its modules stay held in the ledger meanwhile.

    Everybody who checks it here is told at once. A verifier elsewhere is told if the credential points to a suspension
    list (``MicroCredential.suspendable``; ADR 0050). Raises NotYours unless ``by`` works in the issuer's office and is
    not the holder, Refused without a reason, Conflict when it is suspended, revoked or replaced already.
    """
    reason = _asked(credential, reason, by=by, now=now)
    organisation = lock_issuer(credential.issuer)
    standing = Credential.objects.standing().filter(pk=credential.pk, suspended_at__isnull=True)
    if not standing.exists():
        raise Conflict(_("Only a credential in force can be suspended."))
    _let_count(credential, current_key(organisation, now=now), suspended_at=now, now=now)
    return record(credential, StatusChange.Kind.SUSPENDED, reason, by=by, now=now)


@transaction.atomic
def reinstate(*, credential: Credential, reason: str, by: Person, now: datetime) -> StatusChange:
    """Put a suspended credential back in force.

    Raises NotYours unless ``by`` works in the issuer's office and is not the holder, Refused without a reason,
    Conflict when it is not suspended.
    """
    reason = _asked(credential, reason, by=by, now=now)
    organisation = lock_issuer(credential.issuer)
    if not Credential.objects.standing().filter(pk=credential.pk, suspended_at__isnull=False).exists():
        raise Conflict(_("This credential is not suspended."))
    _let_count(credential, current_key(organisation, now=now), suspended_at=None, now=now)
    return record(credential, StatusChange.Kind.REINSTATED, reason, by=by, now=now)


def copies_out(credential: Credential) -> list[Credential]:
    """The credential and, if it was renewed, the earlier ones that may still be about; the issuer must be locked."""
    copies = [credential]
    while copies[-1].replaces_id is not None:
        earlier = Credential.objects.filter(pk=copies[-1].replaces_id, revoked_at__isnull=True).first()
        if earlier is None:
            break
        copies.append(earlier)
    return copies


def record(credential: Credential, kind: StatusChange.Kind, reason: str, *, by: Person, now: datetime) -> StatusChange:
    """What happened to the credential, for its holder to read: they are told, and see it on its page."""
    change = StatusChange.objects.create(credential=credential, kind=kind, reason=reason, by=by, at=now)
    announce(change)
    return change


def checked_reason(reason: str) -> str:
    """The reason without the space around it. Raises Refused when it is not a sentence."""
    reason = reason.strip()
    if len(reason) < MIN_REASON:
        raise Refused(_("Write the reason in a sentence. The holder will read it."), field="reason")
    return reason


def _let_count(credential: Credential, key: IssuerKey, *, suspended_at: datetime | None, now: datetime) -> None:
    """Suspend every copy that is about, or put it back in force."""
    copies = copies_out(credential)
    Credential.objects.filter(pk__in=[copy.pk for copy in copies]).update(suspended_at=suspended_at)
    credential.suspended_at = suspended_at
    for copy in copies:
        if copy.suspension_list is not None and copy.suspension_index is not None:
            bit = [copy.suspension_index]
            on, off = (bit, []) if suspended_at else ([], bit)
            change_bits(copy.suspension_list, key, on=on, off=off, now=now)


def _asked(credential: Credential, reason: str, *, by: Person, now: datetime) -> str:
    check_may_revoke(by, credential, now=now)
    return checked_reason(reason)
