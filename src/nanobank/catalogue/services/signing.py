"""Who has written on what: kept so that nobody judges what they have written themselves."""

from datetime import datetime

from nanobank.accounts.models import Person
from nanobank.catalogue.models import Hand, MicroCredential, ModuleVersion


def sign(*, thing: ModuleVersion | MicroCredential, by: Person | None, now: datetime) -> None:
    """Keep that the person has written on it; once is enough. None is the site's operator, who leaves no hand."""
    if by is None:
        return
    hand = Hand(person=by, at=now, **{"version" if isinstance(thing, ModuleVersion) else "micro_credential": thing})
    Hand.objects.bulk_create([hand], ignore_conflicts=True)
