"""A holder's name has changed: they ask, the issuer looks into it, and the credential is issued anew."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.common.errors import Conflict, NotYours, Refused
from nanobank.credentials import our_own
from nanobank.credentials.models import Credential, NameRequest, StatusChange
from nanobank.credentials.permissions import check_may_revoke
from nanobank.credentials.services._keys import current_key, lock_issuer
from nanobank.credentials.services._replacing import Change, issue_anew
from nanobank.credentials.services._standing import checked_reason


@transaction.atomic
def ask_for_new_name(*, credential: Credential, by: Person, now: datetime) -> NameRequest:
    """Ask the issuer to issue the credential anew in the name that its holder has now.

    Raises NotYours for anybody but the holder, Refused when it bears the name already, Conflict when it is revoked or
    replaced, or has been asked for.
    """
    if credential.person_id != by.pk:
        raise NotYours(_("This credential is not yours to handle."))
    if not Credential.objects.standing().filter(pk=credential.pk).exists():
        raise Conflict(_("This credential is revoked or replaced already."))
    if our_own.holder_of(credential.document) == by.name:
        raise Refused(_("The credential is in your present name already."))
    try:
        with transaction.atomic():
            return NameRequest.objects.create(
                credential=credential, issuer_id=credential.issuer_id, name=by.name, asked_at=now
            )
    except IntegrityError:
        raise Conflict(_("You have asked for this already. The institution will look into it.")) from None


@transaction.atomic
def grant_new_name(*, request: NameRequest, by: Person, now: datetime) -> Credential:
    """Issue the credential anew in the name asked for; the old one is withdrawn, and its links lead to the new one.

    Raises NotYours unless ``by`` works in the issuer's office and is not the holder, Conflict when it has been settled,
    the holder has changed their name again, or the credential is revoked or replaced.
    """
    credential = _settle(request, granted=True, grounds="", by=by, now=now)
    if credential.person.name != request.name:
        raise Conflict(_("The holder has changed their name again. Ask them to send a new request."))
    organisation = lock_issuer(credential.issuer)
    reason = _("Issued anew in your new name, %(name)s.") % {"name": request.name}
    change = Change(StatusChange.Kind.REPLACED, reason, by, name=request.name)
    return issue_anew([credential], change, key=current_key(organisation, now=now), now=now)[0]


@transaction.atomic
def decline_new_name(*, request: NameRequest, grounds: str, by: Person, now: datetime) -> None:
    """Say no, with grounds that the holder can read; the credential stays as it is.

    Raises NotYours unless ``by`` works in the issuer's office and is not the holder, Refused without grounds, Conflict
    when it has been settled.
    """
    check_may_revoke(by, request.credential, now=now)
    _settle(request, granted=False, grounds=checked_reason(grounds), by=by, now=now)


def _settle(request: NameRequest, *, granted: bool, grounds: str, by: Person, now: datetime) -> Credential:
    check_may_revoke(by, request.credential, now=now)
    open_one = NameRequest.objects.filter(pk=request.pk, settled_at__isnull=True)
    if not open_one.update(settled_at=now, settled_by=by, granted=granted, grounds=grounds):
        raise Conflict(_("This request has been settled already."))
    request.refresh_from_db()
    return request.credential
