"""Sharing in the API: my links, what a link shows, and the badge of a credential of mine."""

from datetime import date, datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status
from pydantic import Field

from nanobank.accounts.http import TokenRequest
from nanobank.common.clock import now
from nanobank.common.schemas import Limit, Offset, Problem
from nanobank.credentials.presenting import diploma_of
from nanobank.credentials.queries import credential_with, standing_of
from nanobank.sharing import services
from nanobank.sharing.addresses import badge_address, link_address
from nanobank.sharing.errors import LinkEnded
from nanobank.sharing.linkedin import add_to_profile
from nanobank.sharing.models import Choice, Share
from nanobank.sharing.queries import link_of, link_with, links_of, opened

router = Router()


class Shows(Schema):
    """What a link shows beside title, institution, ECTS, level and date."""

    name: bool = Field(default=True, description="Whose it is")
    grade: bool = Field(default=False)
    outcomes: bool = Field(default=True, description="Learning outcomes and competences")
    evidence: bool = Field(default=False, description="The modules it took, and how the exam was")
    document: bool = Field(default=False, description="The signed credential itself; needs all of the above")


class ShareIn(Schema):
    """A link to make."""

    credentials: list[UUID] = Field(min_length=1, max_length=20, description="In the order they are shown")
    last_day: date = Field(description="The last day on which the link works", examples=["2027-02-28"])
    title: str = Field(default="", max_length=120, examples=["Min ansøgning til Vestavisen"])
    greeting: str = Field(default="", max_length=1000, examples=["Tak, fordi I tager jer tid."])
    shows: Shows = Field(default=Shows(), examples=[{"name": True, "grade": False, "outcomes": True}])


class ShareOut(Schema):
    """One of my links."""

    uuid: UUID
    address: str = Field(description="What to give to others", examples=["https://nanobanken.example/delt/4Jp1…/"])
    title: str = Field(examples=["Min ansøgning til Vestavisen"])
    greeting: str = Field(examples=["Tak, fordi I tager jer tid."])
    credentials: list[UUID]
    shows: Shows
    created_at: datetime
    expires_at: datetime
    stopped_at: datetime | None
    is_open: bool
    opened: int = Field(description="How often somebody else than me has opened it")
    last_opened_at: datetime | None


class SharesOut(Schema):
    """One page of links."""

    count: int = Field(examples=[2])
    items: list[ShareOut]


class SharedOut(Schema):
    """One credential behind a link: whether it is genuine now, and what its holder shows of it."""

    outcome: str = Field(description="genuine, not_genuine or cannot_tell", examples=["genuine"])
    text: str = Field(description="The verdict in one sentence", examples=["Beviset er ægte. …"])
    title: str = Field(examples=["Undersøgende datajournalistik"])
    issuer: str = Field(examples=["Sydvest Universitet"])
    issuer_id: str = Field(examples=["did:web:nanobanken.example:udbydere:sydvest"])
    awarded_at: datetime | None
    ects: float | None = Field(examples=[5])
    level: str = Field(description="EQF", examples=["7"])
    holder: str | None = Field(description="None when it is not shown", examples=["Nadia Rahimi Bech"])
    grade: str | None = Field(description="None when it is not shown", examples=["10"])
    outcomes: list[str] = Field(examples=[["Afdække en sag med data"]])
    criteria: str | None = Field(description="What it took; None when it is not shown", examples=["Gennemført: …"])


class OpenedOut(Schema):
    """What is behind a link."""

    title: str = Field(examples=["Min ansøgning til Vestavisen"])
    greeting: str = Field(examples=["Tak, fordi I tager jer tid."])
    expires_at: datetime
    credentials: list[SharedOut]


class BadgeOut(Schema):
    """The ways to show a credential of mine elsewhere."""

    svg: str = Field(examples=["https://nanobanken.example/beviser/2f1c…/badge.svg"])
    png: str = Field(examples=["https://nanobanken.example/beviser/2f1c…/badge.png"])
    linkedin: str = Field(
        description="Opens LinkedIn's form, filled in",
        examples=["https://www.linkedin.com/profile/add?startTask=CERTIFICATION_NAME&…"],
    )


@router.get("/shares", response=SharesOut, summary="My links")
def shares(request: TokenRequest, limit: Limit = 50, offset: Offset = 0) -> SharesOut:
    """The links that I have made, the newest first; ended ones too."""
    found = links_of(request.auth)
    return SharesOut(count=found.count(), items=[_shown(one) for one in found[offset : offset + limit]])


@router.post("/shares", response={201: ShareOut, 422: Problem}, summary="Make a link")
def make(request: TokenRequest, link: ShareIn) -> Status[ShareOut]:
    """Make a link to credentials that I hold. Whoever has its address sees what I chose, until it ends."""
    made = services.make_link(
        person=request.auth,
        credentials=link.credentials,
        choice=Choice(**link.shows.dict()),
        last_day=link.last_day,
        title=link.title,
        greeting=link.greeting,
        now=now(),
    )
    return Status(201, _shown(link_of(request.auth, made.uuid)))


@router.get("/shares/{uuid}", response={200: ShareOut, 404: Problem}, summary="One of my links")
def share(request: TokenRequest, uuid: UUID) -> ShareOut:
    """One of my links, and how often it was opened."""
    return _shown(link_of(request.auth, uuid))


@router.delete("/shares/{uuid}", response={204: None, 404: Problem}, summary="Stop a link")
def stop(request: TokenRequest, uuid: UUID) -> Status[None]:
    """Stop one of my links at once and for good."""
    services.stop_link(person=request.auth, uuid=uuid, now=now())
    return Status(204, None)


@router.get(
    "/shared/{secret}",
    response={200: OpenedOut, 404: Problem, 410: Problem},
    auth=None,
    summary="What is behind a link",
)
def shared(request: HttpRequest, response: HttpResponse, secret: str) -> OpenedOut | Status[Problem]:
    """What whoever has a link sees, as data. ``secret`` is the last part of its address. 410 when it has ended."""
    response.headers["Cache-Control"] = "no-store"
    moment = now()
    try:
        link = link_with(secret, now=moment)
    except LinkEnded:
        return Status(410, Problem(detail=_("This link has ended.")))
    services.count_opening(share=link, by=None, now=moment)
    seen = opened(link, now=moment)
    return OpenedOut(
        title=link.title,
        greeting=link.greeting,
        expires_at=link.expires_at,
        credentials=[
            SharedOut(
                outcome=one.standing.outcome.value,
                text=one.headline,
                title=one.diploma.title,
                issuer=one.diploma.issuer,
                issuer_id=one.diploma.issuer_id,
                awarded_at=one.diploma.awarded_at,
                ects=float(one.diploma.ects) if one.diploma.ects is not None else None,
                level=one.diploma.level,
                holder=one.diploma.holder or None,
                grade=one.diploma.grade or None,
                outcomes=list(one.diploma.outcomes),
                criteria=one.diploma.criteria or None,
            )
            for one in seen.shown
        ],
    )


@router.get("/credentials/{uuid}/badge", response={200: BadgeOut, 404: Problem}, summary="Show a credential elsewhere")
def badge(request: TokenRequest, uuid: UUID) -> BadgeOut:
    """Where the badge of a credential of mine is, for web pages and signatures, and a link for LinkedIn."""
    credential = credential_with(uuid)
    standing = standing_of(credential, now=now())
    if credential.person_id != request.auth.pk or standing.facts is None:
        raise Http404
    language = get_language() or "da"
    return BadgeOut(
        svg=badge_address(uuid, "svg", language=language),
        png=badge_address(uuid, "png", language=language),
        linkedin=add_to_profile(uuid, diploma_of(standing.facts)),
    )


def _shown(share: Share) -> ShareOut:
    return ShareOut(
        uuid=share.uuid,
        address=link_address(share),
        title=share.title,
        greeting=share.greeting,
        credentials=[item.credential.uuid for item in share.items.all()],
        shows=Shows(
            name=share.shows_name,
            grade=share.shows_grade,
            outcomes=share.shows_outcomes,
            evidence=share.shows_evidence,
            document=share.shows_document,
        ),
        created_at=share.created_at,
        expires_at=share.expires_at,
        stopped_at=share.stopped_at,
        is_open=share.is_open(now()),
        opened=share.opened,
        last_opened_at=share.last_opened_at,
    )
