"""A decision is remembered, and offered when the same thing comes again; until somebody retires it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.common.errors import Conflict
from nanobank.withdrawals.bridge import keys_of
from nanobank.withdrawals.models import Decision, Precedent, PrecedentKey, Withdrawal
from nanobank.withdrawals.permissions import check_keeps_precedents
from nanobank.withdrawals.precedents import exact_keys, thing_of
from nanobank.withdrawals.services._common import said


def remember(withdrawal: Withdrawal, decision: Decision, *, now: datetime) -> Precedent | None:
    """Make the decision a precedent, if there is something to know the thing by."""
    keys = keys_of(thing_of(withdrawal)) | exact_keys(withdrawal)
    if not keys:
        return None
    made = Precedent.objects.create(
        provider=withdrawal.provider,
        decision=decision,
        by_address=withdrawal.by_address,
        by_name=withdrawal.by_name,
        made_at=now,
    )
    PrecedentKey.objects.bulk_create(
        PrecedentKey(precedent=made, provider=withdrawal.provider, digest=digest) for digest in keys
    )
    return made


def forget(decision: Decision, *, by: Person, because: str, now: datetime) -> None:
    """A decision that is opened again is nobody's precedent any more."""
    Precedent.objects.filter(decision=decision, retired_at__isnull=True).update(
        retired_at=now, retired_by=by, retired_because=because
    )


@transaction.atomic
def retire_precedent(*, precedent: Precedent, by: Person, because: str, now: datetime) -> Precedent:
    """It is not offered any more; what was decided by it stands. Raises Conflict when it is retired already."""
    check_keeps_precedents(by, precedent, now=now)
    because = said(because, field="because", least=10)
    fields = {"retired_at": now, "retired_by": by, "retired_because": because}
    if not Precedent.objects.filter(pk=precedent.pk, retired_at__isnull=True).update(**fields):
        raise Conflict(_("This precedent is retired already."))
    for name, value in fields.items():
        setattr(precedent, name, value)
    return precedent
