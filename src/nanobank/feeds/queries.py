"""Reads for pages, for other rooms and for programs: each a constant number of queries."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from nanobank.accounts.models import Person
from nanobank.common import clock
from nanobank.feeds.formats.addresses import BadAddress, canonical
from nanobank.feeds.models import Feed, FeedFault, FeedRun, OutsideOffer, Vetting
from nanobank.feeds.permissions import can_keep, check_may_keep, kept_by
from nanobank.feeds.texts import FIELDS, fault_text, line_of

_WITH_VETTING = ("feed__organisation", "vetting__organisation")


def offer_at(url: str) -> OutsideOffer | None:
    """The offer at an address, however it is written; one that is vetted rather than one that is not. One query."""
    try:
        address = canonical(url)
    except BadAddress:
        return None
    found = OutsideOffer.objects.in_force().filter(url=address).select_related(*_WITH_VETTING)
    today = timezone.localdate(clock.now())
    return min(found, key=lambda one: (one.vetting is None or not one.vetting.holds_on(today), one.pk), default=None)


def lines_of(offers: Collection[int], *, now: datetime) -> dict[int, str]:
    """The honest line about each of these offers, by id, in the language active now: one query."""
    day = timezone.localdate(now)
    found = OutsideOffer.objects.filter(pk__in=offers).select_related("vetting__organisation")
    return {offer.pk: line_of(offer, day) for offer in found}


@dataclass(frozen=True)
class OfferPage:
    """All that the page of an offer shows. ``vetting`` is the judgement in force, ``earlier`` those before."""

    offer: OutsideOffer
    line: str
    vetting: Vetting | None
    earlier: list[Vetting]
    may_judge: bool


def offer_page(slug: str, person: Person | None, *, now: datetime) -> OfferPage:
    """The page of an offer: five queries. Raises Http404."""
    offer = _offer(slug)
    day = timezone.localdate(now)
    vettings = list(
        Vetting.objects.filter(offer=offer)
        .select_related("organisation")
        .prefetch_related("competences")
        .order_by("-at", "-pk")
    )
    current = next((one for one in vettings if one.pk == offer.vetting_id and one.holds_on(day)), None)
    keeps = person is not None and can_keep(person, offer.feed.organisation, now=now)
    return OfferPage(offer, line_of(offer, day), current, [one for one in vettings if one != current], keeps)


def _offer(slug: str) -> OutsideOffer:
    try:
        uuid = UUID(slug)
    except ValueError:
        raise Http404 from None
    offers = OutsideOffer.objects.select_related(*_WITH_VETTING).prefetch_related("competences")
    found = offers.filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def offer_for(person: Person, slug: str, *, now: datetime) -> OutsideOffer:
    """An offer to judge. Raises Http404, and NotYours for who teaches elsewhere."""
    offer = _offer(slug)
    check_may_keep(person, offer.feed.organisation, now=now)
    return offer


@dataclass(frozen=True)
class FeedLine:
    """A feed in the list of an institution's: how many of its offers are in force, and how many wait for vetting."""

    feed: Feed
    offers: int
    waiting: int
    last: FeedRun | None


def feeds_of(person: Person, *, now: datetime) -> list[FeedLine]:
    """The feeds that the person looks after, by institution and title: four queries. Raises NotYours."""
    organisations = kept_by(person, now=now)
    day = timezone.localdate(now)
    feeds = list(
        Feed.objects.filter(organisation__in=organisations)
        .select_related("organisation")
        .order_by("closed_at", "organisation__name_da", "title")
    )
    in_force = _counted(OutsideOffer.objects.in_force().filter(feed__in=feeds))
    waiting = _counted(OutsideOffer.objects.waiting(day).filter(feed__in=feeds))
    last: dict[int, FeedRun] = {}
    for run in FeedRun.objects.filter(feed__in=feeds).order_by("made_at", "pk"):
        last[run.feed_id] = run
    return [FeedLine(one, in_force.get(one.pk, 0), waiting.get(one.pk, 0), last.get(one.pk)) for one in feeds]


def _counted(offers: QuerySet[OutsideOffer]) -> dict[int, int]:
    return dict(offers.values_list("feed").annotate(count=Count("pk")).order_by())


def feed_for(person: Person, uuid: UUID, *, now: datetime) -> Feed:
    """One feed. Raises Http404, and NotYours for who teaches elsewhere."""
    found = Feed.objects.select_related("organisation", "made_by").filter(uuid=uuid).first()
    if found is None:
        raise Http404
    check_may_keep(person, found.organisation, now=now)
    return found


def run_for(person: Person, uuid: UUID, *, now: datetime) -> FeedRun:
    """One import. Raises Http404, and NotYours for who teaches elsewhere."""
    found = FeedRun.objects.select_related("feed__organisation", "made_by").filter(uuid=uuid).first()
    if found is None:
        raise Http404
    check_may_keep(person, found.feed.organisation, now=now)
    return found


def waiting_for(person: Person, *, words: str = "", feed: UUID | None = None, now: datetime) -> QuerySet[OutsideOffer]:
    """The offers that wait for the person's institutions to judge them, those that have waited longest first.

    What somebody has judged before, and what has changed since, comes before what nobody has looked at.
    """
    waiting = OutsideOffer.objects.waiting(timezone.localdate(now)).filter(
        feed__organisation__in=kept_by(person, now=now)
    )
    if feed is not None:
        waiting = waiting.filter(feed__uuid=feed)
    if words.strip():
        sought = words.strip()[:100]
        waiting = waiting.filter(Q(title__icontains=sought) | Q(provider_name__icontains=sought))
    return waiting.select_related(*_WITH_VETTING).order_by(F("vetting_id").asc(nulls_last=True), "first_seen_at", "pk")


@dataclass(frozen=True)
class FaultLine:
    """One thing that is wrong with one offer of a feed."""

    line: int
    column: str
    cell: str
    code: str
    text: str


def faults_of(run: FeedRun, *, first: int = 0, most: int | None = None) -> Iterator[FaultLine]:
    """What is wrong, in the order of the feed, in the language active now."""
    faults = FeedFault.objects.filter(run=run).order_by("line", "pk")
    for fault in faults.iterator(chunk_size=2_000) if most is None else faults[first : first + most]:
        column = str(FIELDS.get(fault.column, fault.column))
        yield FaultLine(fault.line, column, fault.cell, fault.code, fault_text(fault.code, fault.params))


def shown_on(day: date) -> QuerySet[OutsideOffer]:
    """All offers that are shown, those vetted on that day first."""
    vetted = Q(vetting__withdrawn_at__isnull=True, vetting__until__gte=day)
    return (
        OutsideOffer.objects.shown()
        .select_related(*_WITH_VETTING)
        .prefetch_related("competences")
        .annotate(is_vetted=Count("pk", filter=vetted & Q(vetting__isnull=False)))
        .order_by("-is_vetted", "title", "pk")
    )
