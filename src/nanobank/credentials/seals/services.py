"""Every change about an institution's seal."""

from dataclasses import asdict
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nanobank.accounts.models import Person
from nanobank.common.errors import Conflict, Refused
from nanobank.credentials.models import SealingCertificate
from nanobank.credentials.permissions import check_office
from nanobank.credentials.seals.bridge import UnusableSealer, read_certificate
from nanobank.organisations.models import Organisation

_REASONS: Final[dict[str, tuple[str, str | Promise]]] = {
    "chain": ("chain", gettext_lazy("This is not a certificate in PEM.")),
    "key": ("key", gettext_lazy("This is not a private key in PEM, or the password is another one.")),
    "kind": ("key", gettext_lazy("The key must be RSA with at least 2048 bits, or P-256.")),
    "mismatch": ("key", gettext_lazy("The key does not belong to the first certificate.")),
    "usage": ("chain", gettext_lazy("The certificate does not let its key sign.")),
}


@transaction.atomic
def put_in(
    *, organisation: Organisation, chain: bytes, key: bytes, password: str, by: Person | None, now: datetime
) -> SealingCertificate:
    """Let the institution seal with this certificate from now on, in place of the one before.

    ``by`` None is the site's operator. Raises NotYours unless ``by`` works in the institution's office; Refused, by
    field, for a certificate that cannot seal, is not in force, or names another company.
    """
    if by is not None:
        check_office(by, organisation, now=now)
    try:
        read = read_certificate(chain, key, password)
    except UnusableSealer as unusable:
        field, message = _REASONS[str(unusable)]
        raise Refused(message, field=field) from None
    if not read.valid_from <= now < read.valid_until:
        raise Refused(_("The certificate is not in force today."), field="chain")
    if organisation.cvr and read.legal_identifier and organisation.cvr not in read.legal_identifier:
        raise Refused(
            _("The certificate is issued to %(name)s (%(number)s).")
            % {"name": read.name, "number": read.legal_identifier},
            field="chain",
        )
    values = {**asdict(read), "put_in_at": now, "put_in_by": by}
    return SealingCertificate.objects.update_or_create(organisation=organisation, defaults=values)[0]


@transaction.atomic
def take_out(*, organisation: Organisation, by: Person, now: datetime) -> None:
    """Let the institution seal no more; what it has sealed stays sealed. The key is forgotten.

    Raises NotYours unless ``by`` works in the institution's office, Conflict when there is none.
    """
    check_office(by, organisation, now=now)
    deleted, _rows = SealingCertificate.objects.filter(organisation=organisation).delete()
    if not deleted:
        raise Conflict(_("There is no certificate to take out."))
