"""Every change about the terms of a micro-credential's credentials."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.catalogue.models import MicroCredential
from nanobank.common.errors import Refused
from nanobank.credentials.permissions import check_office

MOST_MONTHS: Final = 600
"""Fifty years: what is valid longer is valid for good."""


@transaction.atomic
def set_terms(
    *, micro_credential: MicroCredential, validity_months: int | None, suspendable: bool, by: Person, now: datetime
) -> MicroCredential:
    """Let what is awarded from now on be valid for so many months (None: for good), and be suspendable everywhere.

    What has been awarded stays as it was signed. Raises NotYours unless ``by`` works in the institution's office,
    Refused for a period that is none.
    """
    check_office(by, micro_credential.provider, now=now)
    if validity_months is not None and not 1 <= validity_months <= MOST_MONTHS:
        raise Refused(_("Write a whole number of months, from 1 to %d.") % MOST_MONTHS, field="validity_months")
    changed = MicroCredential.objects.select_for_update(of=("self",), no_key=True).get(pk=micro_credential.pk)
    changed.validity_months, changed.suspendable = validity_months, suspendable
    changed.save(update_fields=["validity_months", "suspendable"])
    return changed
