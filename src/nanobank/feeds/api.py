"""Offers from outside in the API: everybody reads; whoever teaches takes feeds in and judges."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import File, Form, Router, Status, UploadedFile

from nanobank.accounts.http import TokenRequest
from nanobank.catalogue.models import Competence
from nanobank.common.clock import now
from nanobank.common.errors import Refused
from nanobank.common.schemas import Limit, Offset, Problem
from nanobank.feeds import queries, services
from nanobank.feeds.models import FeedRun, OutsideOffer, Rhythm, State, Vetting
from nanobank.feeds.permissions import kept_by
from nanobank.feeds.schemas import (
    FeedFaultOut,
    FeedFaults,
    FeedIn,
    FeedMappingIn,
    FeedOut,
    FeedRhythmIn,
    FeedRunOut,
    OfferVettingIn,
    OfferVettingOut,
    OutsideOfferOut,
    OutsideOffers,
    OutsideOfferWhole,
)
from nanobank.feeds.tasks import resume_abandoned, set_going
from nanobank.feeds.texts import line_of, trouble_text

router = Router()
_REFUSALS = {404: Problem, 409: Problem, 422: Problem}
_FILE: UploadedFile = File(  # type: ignore[type-arg]  # ninja keeps its own type arguments to itself
    None, description="schema.org in JSON-LD or a page, ELM in JSON or XML, or CSV"
)


@router.get("/outside-offers", response=OutsideOffers, auth=None, summary="Offers from outside")
def list_offers(request: HttpRequest, limit: Limit = 50, offset: Offset = 0) -> OutsideOffers:
    """All that are shown, those that somebody has vetted first. To look for words: ``/search?kind=outside_offer``."""
    found = queries.shown_on(timezone.localdate(now()))
    return OutsideOffers(count=found.count(), items=[_offer(one) for one in found[offset : offset + limit]])


@router.get("/outside-offers/{uuid}", response={200: OutsideOfferWhole, 404: Problem}, auth=None, summary="One of them")
def get_offer(request: HttpRequest, uuid: UUID) -> OutsideOfferWhole:
    """What its source says, and what has been said of it here."""
    page = queries.offer_page(str(uuid), None, now=now())
    vettings = [*([page.vetting] if page.vetting else []), *page.earlier]
    return OutsideOfferWhole(**_offer(page.offer).dict(), vettings=[_vetting(one) for one in vettings])


@router.post("/outside-offers/{uuid}/vettings", response={201: OfferVettingOut, **_REFUSALS}, summary="Judge it")
def judge(request: TokenRequest, uuid: UUID, payload: OfferVettingIn) -> Status[OfferVettingOut]:
    """For those who teach at the institution that shows it. 409 when somebody else has judged it meanwhile."""
    there = {one.slug: one for one in Competence.objects.filter(slug__in=payload.competences)}
    unknown = [slug for slug in payload.competences if slug not in there]
    if unknown:
        raise Refused(_("This is not known here: %(names)s.") % {"names": ", ".join(unknown)}, field="competences")
    made = services.vet(
        offer=queries.offer_for(request.auth, str(uuid), now=now()),
        judgement=services.Judgement(
            **payload.dict(exclude={"competences", "expects"}), competences=list(there.values())
        ),
        expects=payload.expects,
        by=request.auth,
        now=now(),
    )
    return Status(201, _vetting(made))


@router.get("/feeds", response={200: list[FeedOut], 404: Problem}, summary="My institution's feeds")
def list_feeds(request: TokenRequest) -> list[FeedOut]:
    """For those who teach, by institution and title."""
    return [
        FeedOut(
            uuid=line.feed.uuid,
            organisation=line.feed.organisation.slug,
            title=line.feed.title,
            address=line.feed.address,
            whole=line.feed.whole,
            closed=line.feed.closed_at is not None,
            every_days=line.feed.every_days,
            due_at=line.feed.due_at,
            offers=line.offers,
            waiting=line.waiting,
        )
        for line in queries.feeds_of(request.auth, now=now())
    ]


@router.post("/feeds", response={201: FeedRunOut, **_REFUSALS}, summary="Choose a feed")
def choose(
    request: TokenRequest, given: Annotated[FeedIn, Form()], file: UploadedFile | None = _FILE
) -> Status[FeedRunOut]:
    """Nothing is shown: the feed is looked through, and then it waits for ``begin``."""
    named = {one.slug: one for one in kept_by(request.auth, now=now())}
    if given.organisation not in named:
        raise Refused(_("You do not teach there."), field="organisation")
    run = services.choose_feed(
        organisation=named[given.organisation],
        title=given.title,
        address=given.address,
        file=file,
        whole=given.whole,
        by=request.auth,
        now=now(),
    )
    return Status(201, _set_going(run))


@router.post("/feeds/{uuid}/runs", response={201: FeedRunOut, **_REFUSALS}, summary="Bring it up to date")
def run_again(request: TokenRequest, uuid: UUID, file: UploadedFile | None = _FILE) -> Status[FeedRunOut]:
    """Fetch it again, or take a newer list."""
    feed = queries.feed_for(request.auth, uuid, now=now())
    return Status(201, _set_going(services.make_run(feed=feed, file=file, by=request.auth, now=now())))


@router.put("/feeds/{uuid}/rhythm", response={204: None, **_REFUSALS}, summary="Fetch it by itself")
def set_rhythm(request: TokenRequest, uuid: UUID, payload: FeedRhythmIn) -> Status[None]:
    """How often it is fetched anew; what is new comes in at once unless more than a quarter is gone or faulty."""
    feed = queries.feed_for(request.auth, uuid, now=now())
    rhythm = None if payload.every_days is None else Rhythm(payload.every_days)
    services.renew_every(feed=feed, rhythm=rhythm, by=request.auth, now=now())
    return Status(204, None)


@router.delete("/feeds/{uuid}", response={204: None, **_REFUSALS}, summary="Close it")
def close(request: TokenRequest, uuid: UUID) -> Status[None]:
    """Its offers are shown no more; they and what has been said of them are kept."""
    services.close_feed(feed=queries.feed_for(request.auth, uuid, now=now()), by=request.auth, now=now())
    return Status(204, None)


@router.get("/feed-runs/{uuid}", response={200: FeedRunOut, 404: Problem}, summary="One import")
def get_feed_run(request: TokenRequest, uuid: UUID) -> FeedRunOut:
    """What is in the feed, or how far it is."""
    run = queries.run_for(request.auth, uuid, now=now())
    if resume_abandoned(run.uuid):
        run.refresh_from_db()
    return _run(run)


@router.get("/feed-runs/{uuid}/faults", response={200: FeedFaults, 404: Problem}, summary="What is wrong")
def list_feed_faults(request: TokenRequest, uuid: UUID, limit: Limit = 50, offset: Offset = 0) -> FeedFaults:
    """Offer by offer, in the order of the feed."""
    run = queries.run_for(request.auth, uuid, now=now())
    found = queries.faults_of(run, first=offset, most=limit)
    items = [FeedFaultOut(line=one.line, column=one.column, cell=one.cell, text=one.text) for one in found]
    return FeedFaults(offers=run.faulty, items=items)


@router.put("/feed-runs/{uuid}/mapping", response={200: FeedRunOut, **_REFUSALS}, summary="Say which column is what")
def map_columns(request: TokenRequest, uuid: UUID, payload: FeedMappingIn) -> FeedRunOut:
    """The list is looked through again; the feed keeps it for next time."""
    run = queries.run_for(request.auth, uuid, now=now())
    services.map_columns(run=run, mapping=payload.mapping, by=request.auth, now=now())
    return _set_going(run)


@router.post("/feed-runs/{uuid}/begin", response={200: FeedRunOut, **_REFUSALS}, summary="Take it in")
def begin_feed(request: TokenRequest, uuid: UUID) -> FeedRunOut:
    """Take in all offers that nothing is wrong with."""
    return _set_going(services.begin(run=queries.run_for(request.auth, uuid, now=now()), by=request.auth, now=now()))


@router.post("/feed-runs/{uuid}/stop", response={200: FeedRunOut, **_REFUSALS}, summary="Stop it")
def stop_feed(request: TokenRequest, uuid: UUID) -> FeedRunOut:
    """Stop within a second or two. What has been taken in stands."""
    run = services.stop(run=queries.run_for(request.auth, uuid, now=now()), by=request.auth, now=now())
    return _run(run)


@router.post("/feed-runs/{uuid}/continue", response={200: FeedRunOut, **_REFUSALS}, summary="Go on")
def continue_feed(request: TokenRequest, uuid: UUID) -> FeedRunOut:
    """Go on with the next offer after a stop."""
    return _set_going(services.go_on(run=queries.run_for(request.auth, uuid, now=now()), by=request.auth, now=now()))


@router.delete("/feed-runs/{uuid}", response={204: None, **_REFUSALS}, summary="Give it up")
def withdraw_feed(request: TokenRequest, uuid: UUID) -> Status[None]:
    """Throw the content away; what has come in stays."""
    services.withdraw(run=queries.run_for(request.auth, uuid, now=now()), by=request.auth, now=now())
    return Status(204, None)


def _set_going(run: FeedRun) -> FeedRunOut:
    if run.state in (State.CHECKING, State.IMPORTING, State.READY, State.UNREADABLE):
        set_going(run)
    run.refresh_from_db()
    return _run(run)


def _run(run: FeedRun) -> FeedRunOut:
    plain = ("uuid", "name", "state", "lines", "faulty", "done", "added", "changed", "unchanged", "retired")
    return FeedRunOut(
        **{name: getattr(run, name) for name in plain},
        feed=run.feed.uuid,
        trouble=trouble_text(run.trouble["code"], run.trouble["params"]) if run.trouble else "",
        headings=run.found.get("headings", []),
        mapping=run.found.get("mapping", {}),
        new=run.found.get("new", 0),
        missing=run.found.get("missing", 0),
        made_at=run.made_at,
        finished_at=run.finished_at,
    )


def _offer(offer: OutsideOffer) -> OutsideOfferOut:
    plain = ("uuid", "url", "title", "description", "language", "workload", "hours", "ects", "level", "price", "form")
    return OutsideOfferOut(
        **{name: getattr(offer, name) for name in (*plain, "currency", "starts_on")},
        provider=offer.provider_name,
        competences=[one.slug for one in offer.competences.all()],
        line=line_of(offer, timezone.localdate(now())),
        retired=offer.retired_at is not None,
    )


def _vetting(vetting: Vetting) -> OfferVettingOut:
    plain = ("uuid", "at", "verdict", "until", "grounds", "level", "ects", "hours", "withdrawn_at")
    return OfferVettingOut(
        **{name: getattr(vetting, name) for name in plain},
        organisation=vetting.organisation.slug,
        competences=[one.slug for one in vetting.competences.all()],
    )
