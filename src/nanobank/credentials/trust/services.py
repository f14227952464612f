"""Every change in the registry: proposing an issuer, confirming it as a second person, withdrawing it."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.common.errors import Conflict, Refused
from nanobank.credentials.addresses import slug_of_did
from nanobank.credentials.trust.models import Ground, TrustChange, TrustedIssuer
from nanobank.credentials.trust.permissions import check_may_decide, check_may_propose

MIN_REASON: Final = 10
_IDENTIFIER: Final = re.compile(r"did:(web|key|jwk):\S+|https://[^\s/]+\.\S+")


@dataclass(frozen=True)
class Evidence:
    """How somebody found out who an issuer is, and for which days that holds."""

    ground: Ground
    reference: str
    checked_on: date
    source: str = ""
    register_number: str = ""
    since: date | None = None
    until: date | None = None


@transaction.atomic
def propose_issuer(
    *, identifier: str, name: str, country: str, evidence: Evidence, by: Person, now: datetime, homepage: str = ""
) -> TrustedIssuer:
    """Write down who an issuer is and how we know. It is not trusted before somebody else has confirmed it.

    Raises NotYours unless ``by`` works in an office or for the bank, Refused when something is missing, Conflict when
    the issuer is there already.
    """
    check_may_propose(by, now=now)
    identifier = identifier.strip()
    _check_identifier(identifier)
    _check_evidence(evidence, now=now)
    try:
        with transaction.atomic():
            issuer = TrustedIssuer.objects.create(
                identifier=identifier,
                name=name.strip(),
                country=country,
                homepage=homepage,
                ground=evidence.ground,
                reference=evidence.reference.strip(),
                source=evidence.source,
                register_number=evidence.register_number.strip(),
                checked_by=by,
                checked_on=evidence.checked_on,
                since=evidence.since or evidence.checked_on,
                until=evidence.until,
            )
    except IntegrityError:
        raise Conflict(_("This issuer is in the list already."), field="identifier") from None
    _note(issuer, TrustChange.Kind.PROPOSED, by=by, now=now)
    return issuer


@transaction.atomic
def confirm_issuer(*, issuer: TrustedIssuer, by: Person, now: datetime) -> None:
    """Trust the issuer from now on. Raises NotYours unless ``by`` is of the bank's staff, Refused when they proposed
    it themselves, Conflict when it no longer waits.
    """
    check_may_decide(by)
    if issuer.checked_by_id == by.pk:
        raise Refused(_("You proposed this issuer yourself. Somebody else must confirm it."))
    if not TrustedIssuer.objects.proposed().filter(pk=issuer.pk).update(confirmed_at=now):
        raise Conflict(_("This issuer no longer waits to be confirmed."))
    _note(issuer, TrustChange.Kind.CONFIRMED, by=by, now=now)


@transaction.atomic
def withdraw_issuer(*, issuer: TrustedIssuer, reason: str, by: Person, now: datetime) -> None:
    """Trust the issuer no longer, for a reason that everybody can read; a proposal can be turned down likewise.

    Raises NotYours unless ``by`` is of the bank's staff, Refused without a reason, Conflict when it is withdrawn.
    """
    check_may_decide(by)
    reason = reason.strip()
    if len(reason) < MIN_REASON:
        raise Refused(_("Write the reason in a sentence. Everybody can read it."), field="reason")
    standing = TrustedIssuer.objects.filter(pk=issuer.pk, withdrawn_at__isnull=True)
    if not standing.update(withdrawn_at=now, withdrawal_reason=reason):
        raise Conflict(_("This issuer has been withdrawn already."))
    _note(issuer, TrustChange.Kind.WITHDRAWN, by=by, now=now, note=reason)


def _check_identifier(identifier: str) -> None:
    if not _IDENTIFIER.fullmatch(identifier):
        raise Refused(
            _("Write it as credentials name their issuer: did:web:…, did:key:…, did:jwk:… or https://…"),
            field="identifier",
        )
    if slug_of_did(identifier):
        raise Refused(_("That is an institution of this site. It is known already."), field="identifier")


def _check_evidence(evidence: Evidence, *, now: datetime) -> None:
    today = timezone.localdate(now)
    if len(evidence.reference.strip()) < MIN_REASON:
        raise Refused(_("Tell in a sentence how it was found out, so that others can follow it."), field="reference")
    if evidence.ground is Ground.OFFICIAL_LIST and not evidence.source:
        raise Refused(_("Give the address of the list."), field="source")
    if evidence.ground is Ground.REGISTER and not evidence.register_number.strip():
        raise Refused(_("Give the number in the register."), field="register_number")
    if evidence.checked_on > today:
        raise Refused(_("The day it was checked has not come yet."), field="checked_on")
    if evidence.until is not None and evidence.until < (evidence.since or evidence.checked_on):
        raise Refused(_("The last day must come after the first."), field="until")


def _note(issuer: TrustedIssuer, kind: TrustChange.Kind, *, by: Person, now: datetime, note: str = "") -> None:
    TrustChange.objects.create(issuer=issuer, kind=kind, by=by, at=now, note=note)
