"""An institution's signing keys: making them, changing them, and one change at a time."""

from datetime import datetime

from django.db import transaction

from nanobank.accounts.models import Person
from nanobank.credentials import bridge
from nanobank.credentials.models import Algorithm, IssuerKey
from nanobank.credentials.permissions import check_office
from nanobank.organisations.models import Organisation


@transaction.atomic
def rotate_key(
    *, organisation: Organisation, by: Person, now: datetime, algorithm: Algorithm = Algorithm.EDDSA
) -> IssuerKey:
    """Give the institution a new signing key. What the old one signed stays valid; it signs nothing more.

    Raises NotYours unless ``by`` works in the institution's office.
    """
    check_office(by, organisation, now=now)
    organisation = lock_issuer(organisation)
    IssuerKey.objects.of(organisation).signing_with(algorithm).current().update(retired_at=now)
    return make_key(organisation, algorithm, now=now)


def signing_key(organisation: Organisation, *, now: datetime, algorithm: Algorithm = Algorithm.EDDSA) -> IssuerKey:
    """The key that signs today, for whoever makes another form of what has been awarded; made if there is none."""
    current = IssuerKey.objects.of(organisation).signing_with(algorithm).current()
    found = current.select_related("organisation").first()
    if found is not None:
        return found
    with transaction.atomic():
        return current_key(lock_issuer(organisation), now=now, algorithm=algorithm)


def lock_issuer(organisation: Organisation) -> Organisation:
    """Let one change at a time into an institution's keys and lists; other rows may still point to it meanwhile."""
    return Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)


def current_key(organisation: Organisation, *, now: datetime, algorithm: Algorithm = Algorithm.EDDSA) -> IssuerKey:
    """The key that signs today, made if there has been none. The institution must be locked."""
    current = IssuerKey.objects.of(organisation).signing_with(algorithm).current()
    return current.select_related("organisation").first() or make_key(organisation, algorithm, now=now)


def make_key(organisation: Organisation, algorithm: Algorithm, *, now: datetime) -> IssuerKey:
    """A new key. The institution must be locked and have no other of this algorithm."""
    public, private_encrypted = bridge.new_key(algorithm)
    return IssuerKey.objects.create(
        organisation=organisation,
        algorithm=algorithm,
        public_key_multibase=public,
        private_key_encrypted=private_encrypted,
        created_at=now,
    )
