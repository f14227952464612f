"""What a program can do about what its person is told."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.conf import settings
from ninja import Query, Router, Schema, Status
from pydantic import Field

from nanobank.accounts.http import TokenRequest
from nanobank.common.clock import now
from nanobank.common.schemas import Limit, Offset, Problem
from nanobank.notices import queries, services
from nanobank.notices.models import Notice, NoticeKind, Way

router = Router()


class NoticeOut(Schema):
    """One thing that the person was told, in the language asked for."""

    uuid: UUID
    kind: NoticeKind = Field(description="What it is about")
    sentence: str = Field(examples=["Malene Hvilsted har skrevet til dig."])
    quote: str = Field(description="What somebody wrote, if anything", examples=["Hvornår passer det dig?"])
    url: str = Field(description="The page it leads to", examples=["https://nanobanken.example/vejledning/"])
    at: datetime
    read_at: datetime | None

    @classmethod
    def of(cls, notice: Notice) -> "NoticeOut":
        """As it is answered."""
        return cls(
            uuid=notice.uuid,
            kind=NoticeKind(notice.kind),
            sentence=notice.sentence,
            quote=notice.quote,
            url=settings.BASE_URL + notice.address,
            at=notice.at,
            read_at=notice.read_at,
        )


class NoticePage(Schema):
    """Some of the notices, and how many there are."""

    count: int
    items: list[NoticeOut]


class NoticeWays(Schema):
    """How the person is told of each kind of thing."""

    ways: dict[NoticeKind, Way] = Field(examples=[{"message": "at_once", "module_changed": "digest"}])


@router.get("/notices", response=NoticePage, summary="What I was told")
def notices(
    request: TokenRequest,
    unread: Annotated[bool, Query(description="Only what I have not looked at")] = False,  # noqa: FBT002  # a query
    offset: Offset = 0,
    limit: Limit = 20,
) -> NoticePage:
    """What I was told, the newest first; with ``unread`` only what I have not looked at."""
    found = queries.notices_of(request.auth, unread=unread)
    return NoticePage(count=found.count(), items=[NoticeOut.of(one) for one in found[offset : offset + limit]])


@router.post("/notices/{uuid}/read", response={200: NoticeOut, 404: Problem}, summary="I have seen it")
def read(request: TokenRequest, uuid: UUID) -> NoticeOut:
    """Mark one of my notices as read."""
    notice = services.open_notice(person=request.auth, uuid=uuid, now=now())
    notice.refresh_from_db()
    return NoticeOut.of(notice)


@router.post("/notices/read", response={204: None}, summary="I have seen them all")
def read_all(request: TokenRequest) -> Status[None]:
    """Mark all of my notices as read."""
    services.read_all(person=request.auth, now=now())
    return Status(204, None)


@router.get("/notice-ways", response=NoticeWays, summary="How I am told")
def ways(request: TokenRequest) -> NoticeWays:
    """For each kind of thing how I am told: in the app, by mail at once, in a daily mail, or not at all."""
    return NoticeWays(ways=queries.ways_of(request.auth))


@router.put("/notice-ways", response=NoticeWays, summary="Choose how I am told")
def choose(request: TokenRequest, given: NoticeWays) -> NoticeWays:
    """Choose for the kinds that are named; the others stay as they are."""
    services.choose(person=request.auth, ways=given.ways)
    return NoticeWays(ways=queries.ways_of(request.auth))
