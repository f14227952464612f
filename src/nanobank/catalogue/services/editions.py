"""A new edition of a micro-credential takes the place of the one before it."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from nanobank.catalogue.indexing import index
from nanobank.catalogue.models import Bundle, ListingKind, MicroCredential, State
from nanobank.common.errors import Conflict
from nanobank.organisations.models import Organisation


def check_can_replace(before: MicroCredential, provider: Organisation) -> None:
    """Raise Conflict unless the provider may make a new edition: of its own, once published, and only one."""
    if before.provider_id != provider.pk or before.state == State.DRAFT:
        raise Conflict(_("A new edition is made of something that has been published by the same institution."))
    if MicroCredential.objects.filter(replaces=before).exists():
        raise Conflict(_("There is a new edition of this already."))


def take_the_place(edition: MicroCredential, *, now: datetime) -> None:
    """Nobody is awarded the edition before from now on, and bundles hold the new one; what is held stays held."""
    before = edition.replaces
    if before is None:
        return
    MicroCredential.objects.filter(pk=before.pk, state=State.PUBLISHED).update(state=State.WITHDRAWN)
    bundles = list(Bundle.objects.filter(micro_credentials=before))
    for bundle in bundles:
        bundle.micro_credentials.remove(before)
        bundle.micro_credentials.add(edition)
    index(ListingKind.MICRO_CREDENTIAL, [before.pk], now=now)
    index(ListingKind.BUNDLE, [bundle.pk for bundle in bundles if bundle.state == State.PUBLISHED], now=now)
