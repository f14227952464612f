"""An educator judges an offer from outside: as what it counts, why, and until when."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nanobank.accounts.models import Person
from nanobank.catalogue.indexing import index
from nanobank.catalogue.models import Competence, Level, ListingKind
from nanobank.common.errors import Conflict, Refused
from nanobank.feeds.models import OutsideOffer, Verdict, Vetting
from nanobank.feeds.permissions import check_may_keep

LONGEST_YEARS: Final = 5
_LEAST_GROUNDS: Final = 20
_MOST_ECTS: Final = 60
_MOST_HOURS: Final = 10_000


@dataclass(frozen=True)
class Judgement:
    """What an educator says of an offer. What it counts as may be left open (None)."""

    verdict: Verdict
    grounds: str
    until: date
    level: int | None = None
    ects: Decimal | None = None
    hours: Decimal | None = None
    competences: Collection[Competence] = ()


@transaction.atomic
def vet(*, offer: OutsideOffer, judgement: Judgement, expects: UUID | None, by: Person, now: datetime) -> Vetting:
    """Write the judgement down; it takes the place of the one before, which stays to be seen.

    ``expects``: the judgement (uuid) that ``by`` had before them, None for none. Raises NotYours unless ``by`` teaches
    for the institution that shows the offer; Conflict when somebody else has judged it meanwhile, or it is retired;
    Refused, by field, for what makes no sense.
    """
    locked = OutsideOffer.objects.select_for_update(of=("self",)).select_related("feed__organisation", "vetting").get(
        pk=offer.pk
    )  # fmt: skip
    check_may_keep(by, locked.feed.organisation, now=now)
    if locked.retired_at is not None:
        raise Conflict(_("The source does not have this offer any more."))
    if (locked.vetting.uuid if locked.vetting else None) != expects:
        raise Conflict(
            _("Somebody else has judged this offer meanwhile. See what they said before you judge it again.")
        )
    _check(judgement, timezone.localdate(now))
    made = Vetting.objects.create(
        offer=locked,
        organisation=locked.feed.organisation,
        by=by,
        at=now,
        verdict=judgement.verdict,
        until=judgement.until,
        grounds=judgement.grounds.strip(),
        level=judgement.level,
        ects=judgement.ects,
        hours=judgement.hours,
    )
    made.competences.set(judgement.competences)
    _point(locked, made, now=now)
    return made


def _check(judgement: Judgement, today: date) -> None:
    if len(judgement.grounds.strip()) < _LEAST_GROUNDS:
        raise Refused(_("Say in a sentence or two what you looked at and why it is so."), field="grounds")
    if judgement.until <= today:
        raise Refused(_("The judgement must hold for some time: choose a later date."), field="until")
    if judgement.until > today + timedelta(days=366 * LONGEST_YEARS):
        raise Refused(_("Offers change: a judgement holds for at most %d years.") % LONGEST_YEARS, field="until")
    if judgement.level is not None and judgement.level not in Level.values:
        raise Refused(_("The level is a number from 4 to 8."), field="level")
    for name, amount, most in (("ects", judgement.ects, _MOST_ECTS), ("hours", judgement.hours, _MOST_HOURS)):
        if amount is not None and not 0 < amount <= most:
            raise Refused(_("This must be above 0 and at most %d.") % most, field=name)
    if judgement.verdict == Verdict.COUNTS and not judgement.competences:
        raise Refused(_("Choose the competences that it builds."), field="competences")


@transaction.atomic
def withdraw_vetting(*, vetting: Vetting, grounds: str, by: Person, now: datetime) -> Vetting:
    """Take a judgement back: the offer is not vetted any more. Raises NotYours, Refused without grounds, Conflict."""
    check_may_keep(by, vetting.organisation, now=now)
    if len(grounds.strip()) < _LEAST_GROUNDS:
        raise Refused(_("Say in a sentence or two why the judgement is taken back."), field="grounds")
    locked = Vetting.objects.select_for_update(of=("self",)).get(pk=vetting.pk)
    if locked.withdrawn_at is not None:
        raise Conflict(_("The judgement has been taken back already."))
    locked.withdrawn_at, locked.withdrawn_by, locked.withdrawn_grounds = now, by, grounds.strip()
    locked.save()
    index(ListingKind.OUTSIDE_OFFER, [locked.offer_id], now=now)
    return locked


def _point(offer: OutsideOffer, made: Vetting, *, now: datetime) -> None:
    OutsideOffer.objects.filter(pk=offer.pk).update(vetting=made)
    index(ListingKind.OUTSIDE_OFFER, [offer.pk], now=now)
