"""Who has written on what: kept so that nobody judges what they have written themselves."""

from datetime import datetime
from typing import Final

from nanobank.accounts.models import Person
from nanobank.catalogue.models import Bundle, Hand, MicroCredential, ModuleVersion

_FIELD: Final = {ModuleVersion: "version", MicroCredential: "micro_credential", Bundle: "bundle"}


def sign(*, thing: ModuleVersion | MicroCredential | Bundle, by: Person | None, now: datetime) -> None:
    """Keep that the person has written on it; once is enough. None is the site's operator, who leaves no hand."""
    if by is None:
        return
    Hand.objects.bulk_create([Hand(person=by, at=now, **{_FIELD[type(thing)]: thing})], ignore_conflicts=True)
