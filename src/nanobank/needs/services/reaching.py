"""An institution writes to those who miss a competence; who they are it learns only from those who say yes."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.catalogue.models import Competence
from nanobank.common.errors import Conflict, Refused
from nanobank.needs.bridge import FEWEST
from nanobank.needs.models import Contact, Need, Outreach, Reply
from nanobank.needs.permissions import check_answers_for, check_sees_to
from nanobank.needs.plain import plain
from nanobank.needs.queries import askers_among
from nanobank.needs.telling import tell_reached, tell_replied
from nanobank.organisations.models import Organisation

LEAST_WORDS: Final = 40
_LONGEST: Final = 2_000
_AGAIN: Final = timedelta(days=30)


@transaction.atomic
def reach_out(
    *,
    institution: Organisation,
    competence: Competence,
    words: str,
    by: Person,
    now: datetime,
    region: str = "",
    sector: str = "",
) -> Outreach:
    """Write to all who asked for the competence (in a region, in a sector) and said yes to being written to.

    An asker hears from the same institution at most once in 30 days. Raises NotYours; Refused (field ``words``) for too
    little or too much, and (field ``competence``) when fewer than five have asked.
    """
    check_answers_for(by, institution, now=now)
    said = plain(words)
    if len(said) < LEAST_WORDS:
        raise Refused(_("Write at least %d characters: what you offer, and what you ask.") % LEAST_WORDS, field="words")
    if len(said) > _LONGEST:
        raise Refused(_("At most %d characters.") % _LONGEST, field="words")
    asking = Need.objects.standing().filter(competences=competence)
    if region:
        asking = asking.filter(region=region)
    if sector:
        asking = asking.filter(sector=sector)
    if askers_among(asking) < FEWEST:
        raise Refused(_("Fewer than five have asked for this, so nobody is written to."), field="competence")
    made = Outreach.objects.create(
        institution=institution, by=by, competence=competence, region=region, sector=sector, words=said, at=now
    )
    heard = Contact.objects.filter(outreach__institution=institution, outreach__at__gt=now - _AGAIN).values("need")
    reached = (
        asking.filter(may_be_contacted=True, by__isnull=False)
        .exclude(pk__in=heard)
        .select_related("by", "organisation")
    )
    contacts = Contact.objects.bulk_create([Contact(outreach=made, need=need) for need in reached.order_by("pk")])
    tell_reached(contacts, now=now)
    return made


@transaction.atomic
def reply(*, contact: Contact, yes: bool, by: Person, now: datetime, words: str = "") -> Contact:
    """Say yes, and the institution learns who you are; or no, and it does not. Raises NotYours, Conflict, Refused."""
    check_sees_to(by, contact.need, now=now)
    found = (
        Contact.objects.select_for_update(of=("self",))
        .select_related("need", "outreach__institution", "outreach__competence")
        .get(pk=contact.pk)
    )
    if found.replied_at is not None:
        raise Conflict(_("You have answered them already."))
    said = plain(words)
    if len(said) > _LONGEST:
        raise Refused(_("At most %d characters.") % _LONGEST, field="words")
    found.reply, found.words, found.replied_at = (Reply.YES, said, now) if yes else (Reply.NO, "", now)
    found.save(update_fields=["reply", "words", "replied_at"])
    if yes:
        tell_replied(found, now=now)
    return found
