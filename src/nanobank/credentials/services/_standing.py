"""Whether a credential counts: revoking it for good, suspending it and putting it back in force."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.common.errors import Conflict, Refused
from nanobank.credentials.models import Credential, StatusChange
from nanobank.credentials.permissions import check_may_revoke
from nanobank.credentials.services._keys import current_key, lock_issuer
from nanobank.credentials.services._lists import change_bits
from nanobank.ledger.services import release

MIN_REASON: Final = 10


@transaction.atomic
def revoke(*, credential: Credential, reason: str, by: Person, now: datetime) -> StatusChange:
    """Revoke the credential for good: in the published status list from this transaction on.

    Raises NotYours unless ``by`` works in the issuer's office and is not the holder, Refused without a reason,
    Conflict when it is revoked or replaced already.
    """
    reason = _asked(credential, reason, by=by, now=now)
    organisation = lock_issuer(credential.issuer)
    if not Credential.objects.standing().filter(pk=credential.pk).update(revoked_at=now):
        raise Conflict(_("This credential has already been revoked."))
    credential.revoked_at = now
    change_bits(credential.status_list, current_key(organisation, now=now), on=[credential.status_index], now=now)
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
    if not standing.update(suspended_at=now):
        raise Conflict(_("Only a credential in force can be suspended."))
    credential.suspended_at = now
    if credential.suspension_list is not None and credential.suspension_index is not None:
        key = current_key(organisation, now=now)
        change_bits(credential.suspension_list, key, on=[credential.suspension_index], now=now)
    return record(credential, StatusChange.Kind.SUSPENDED, reason, by=by, now=now)


@transaction.atomic
def reinstate(*, credential: Credential, reason: str, by: Person, now: datetime) -> StatusChange:
    """Put a suspended credential back in force.

    Raises NotYours unless ``by`` works in the issuer's office and is not the holder, Refused without a reason,
    Conflict when it is not suspended.
    """
    reason = _asked(credential, reason, by=by, now=now)
    organisation = lock_issuer(credential.issuer)
    suspended = Credential.objects.standing().filter(pk=credential.pk, suspended_at__isnull=False)
    if not suspended.update(suspended_at=None):
        raise Conflict(_("This credential is not suspended."))
    credential.suspended_at = None
    if credential.suspension_list is not None and credential.suspension_index is not None:
        key = current_key(organisation, now=now)
        change_bits(credential.suspension_list, key, off=[credential.suspension_index], now=now)
    return record(credential, StatusChange.Kind.REINSTATED, reason, by=by, now=now)


def record(credential: Credential, kind: StatusChange.Kind, reason: str, *, by: Person, now: datetime) -> StatusChange:
    """What happened to the credential, for its holder to read."""
    return StatusChange.objects.create(credential=credential, kind=kind, reason=reason, by=by, at=now)


def checked_reason(reason: str) -> str:
    """The reason without the space around it. Raises Refused when it is not a sentence."""
    reason = reason.strip()
    if len(reason) < MIN_REASON:
        raise Refused(_("Write the reason in a sentence. The holder will read it."), field="reason")
    return reason


def _asked(credential: Credential, reason: str, *, by: Person, now: datetime) -> str:
    check_may_revoke(by, credential, now=now)
    return checked_reason(reason)
