"""What a program can do in authoring: media."""

from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import File, Form, Router, Schema, Status, UploadedFile
from pydantic import Field

from nanobank.accounts.http import TokenRequest
from nanobank.authoring import shelf
from nanobank.authoring.models import MediaItem, MediaUpload
from nanobank.authoring.resumable import PIECE, how_far, take_piece
from nanobank.authoring.services import shelving, uploading
from nanobank.authoring.tasks import sweep_later
from nanobank.common import clock
from nanobank.common.errors import Refused
from nanobank.common.schemas import Limit, Offset, Problem

router = Router()
CAPTIONS: UploadedFile = File(  # type: ignore[type-arg]  # ninja keeps its own type arguments to itself
    ..., description="The captions, as WebVTT in UTF-8; at most 1 MB"
)
_REFUSALS: Final = {404: Problem, 409: Problem, 422: Problem}
_DONE: Final = "/api/v1/media/{}"
_PIECE: Final[dict[str, Any]] = {
    "requestBody": {"required": True, "content": {PIECE: {"schema": {"type": "string", "format": "binary"}}}},
    "parameters": [
        {
            "in": "header",
            "name": "Upload-Offset",
            "required": True,
            "description": "The byte at which the piece begins: what `HEAD` last said",
            "schema": {"type": "integer", "minimum": 0},
        }
    ],
}


class MediaOut(Schema):
    """Something on a provider's media shelf."""

    uuid: UUID
    provider: str = Field(description="Whose shelf: a slug", examples=["sydvest"])
    module: str | None = Field(description="The module that it was put there for", examples=["datajournalistik"])
    kind: str = Field(description="picture, film or document", examples=["picture"])
    name: str = Field(examples=["kort-over-fyn.png"])
    size: int = Field(description="Bytes", examples=[48120])
    width: int | None = Field(description="Points across", examples=[1200])
    height: int | None = Field(description="Points down", examples=[800])
    seconds: float | None = Field(description="A film's length, when the file says it", examples=[184.5])
    alt_da: str = Field(description="What a picture shows, in Danish", examples=["Et kort over Fyn"])
    alt_en: str = Field(description="The same in English", examples=["A map of Funen"])
    is_decorative: bool | None = Field(description="Whether a picture is decoration; null: nobody has said")
    captions_language: str = Field(description="da or en; empty without captions", examples=["da"])
    lacks: str = Field(description="alt or captions, where a reader would miss it", examples=[""])
    markdown: str = Field(
        description="What shows it in a step's text",
        examples=["![Et kort over Fyn](/undervisning/medier/0b3f…/)"],
    )
    url: str = Field(description="The file", examples=["https://nanobanken.example/undervisning/medier/0b3f…/"])
    added_at: datetime


class MediaPage(Schema):
    """One page of a shelf."""

    count: int = Field(examples=[1])
    items: list[MediaOut]


class MediaTextIn(Schema):
    """What a picture shows, in words; or that it is only decoration."""

    alt_da: str = Field("", max_length=1000, examples=["Et kort over Fyn"])
    alt_en: str = Field("", max_length=1000, examples=["A map of Funen"])
    is_decorative: bool = Field(False, description="Who cannot see it misses nothing")  # noqa: FBT003


class CaptionsIn(Schema):
    """In which language captions are."""

    language: str = Field(examples=["da"])


class UploadIn(Schema):
    """A file that is to come. Nothing of it is sent yet."""

    provider: str = Field(description="Whose shelf: a slug", examples=["sydvest"])
    module: str = Field("", description="The module that it is for: a slug", examples=["datajournalistik"])
    name: str = Field(max_length=500, description="With its ending", examples=["interview.mp4"])
    size: int = Field(ge=0, description="Bytes", examples=[524288000])


class UploadOut(Schema):
    """How far a file is."""

    uuid: UUID
    received: int = Field(description="Bytes that have come; go on from there", examples=[8388608])
    size: int = Field(examples=[524288000])
    url: str = Field(
        description="Where the pieces are sent, each by PATCH", examples=["https://nanobanken.example/api/v1/uploads/…"]
    )
    item: UUID | None = Field(description="What it has become, when all has come")


def _media_out(item: MediaItem) -> MediaOut:
    return MediaOut(
        uuid=item.uuid,
        provider=item.provider.slug,
        module=item.module.slug if item.module else None,
        kind=item.kind,
        name=item.name,
        size=item.size,
        width=item.width,
        height=item.height,
        seconds=item.seconds,
        alt_da=item.alt_da,
        alt_en=item.alt_en,
        is_decorative=item.is_decorative,
        captions_language=item.captions_language,
        lacks=item.lacks,
        markdown=shelf.markdown_of(item, "da"),
        url=settings.BASE_URL + item.address,
        added_at=item.added_at,
    )


def _upload_out(upload: MediaUpload) -> UploadOut:
    return UploadOut(
        uuid=upload.uuid,
        received=upload.received,
        size=upload.size,
        url=f"{settings.BASE_URL}/api/v1/uploads/{upload.uuid}",
        item=upload.item.uuid if upload.item else None,
    )


@router.get("/media", response={200: MediaPage, 404: Problem}, summary="A provider's media shelf")
def list_media(
    request: TokenRequest, provider: str, kind: str = "", q: str = "", limit: Limit = 50, offset: Offset = 0
) -> MediaPage:
    """Pictures, films and files that the provider's educators share, newest first."""
    found = shelf.items(shelf.provider_for(request.auth, provider, clock.now()), kind=kind, words=q)
    page = found.select_related("provider")[offset : offset + limit]
    return MediaPage(count=found.count(), items=[_media_out(one) for one in page])


@router.get("/media/{uuid:uuid}", response={200: MediaOut, 404: Problem}, summary="One thing on the shelf")
def get_media(request: TokenRequest, uuid: UUID) -> MediaOut:
    """What is said of it, and what shows it in a text."""
    return _media_out(shelf.item_for(request.auth, uuid, clock.now()))


@router.put("/media/{uuid:uuid}", response={200: MediaOut, **_REFUSALS}, summary="Say what a picture shows")
def describe_media(request: TokenRequest, uuid: UUID, given: MediaTextIn) -> MediaOut:
    """In Danish or English or both; or say that it is only decoration."""
    item = shelf.item_for(request.auth, uuid, clock.now())
    shelving.describe(item=item, **given.dict(), by=request.auth, now=clock.now())
    return _media_out(item)


@router.post("/media/{uuid:uuid}/captions", response={200: MediaOut, **_REFUSALS}, summary="Give a film its captions")
def add_captions(
    request: TokenRequest, uuid: UUID, given: Annotated[CaptionsIn, Form()], captions: UploadedFile = CAPTIONS
) -> MediaOut:
    """In place of those it has. 422 names the line that a browser would not show."""
    item = shelf.item_for(request.auth, uuid, clock.now())
    shelving.caption(item=item, file=captions, language=given.language, by=request.auth, now=clock.now())
    return _media_out(item)


@router.delete("/media/{uuid:uuid}", response={204: None, 404: Problem}, summary="Take something off the shelf")
def retire_media(request: TokenRequest, uuid: UUID) -> Status[None]:
    """Steps and texts that show it go on showing it."""
    item = shelf.item_for(request.auth, uuid, clock.now())
    shelving.retire(item=item, by=request.auth, now=clock.now())
    return Status(204, None)


@router.post("/uploads", response={201: UploadOut, **_REFUSALS}, summary="Begin to send a file")
def begin_upload(request: TokenRequest, given: UploadIn) -> Status[UploadOut]:
    """Say its name and size; 422 at once when it would not be taken. Films: 500 MB, pictures: 20 MB, others: 50 MB."""
    provider = shelf.provider_for(request.auth, given.provider, clock.now())
    module = shelf.module_of(provider, given.module)
    if given.module and module is None:
        raise Refused(_("The module belongs to another provider."), field="module")
    upload = uploading.begin_upload(
        provider=provider, module=module, name=given.name, size=given.size, by=request.auth, now=clock.now()
    )
    sweep_later()
    return Status(201, _upload_out(upload))


@router.get("/uploads/{uuid:uuid}", response={200: UploadOut, 404: Problem}, summary="How far a file is")
def get_upload(request: TokenRequest, uuid: UUID) -> UploadOut:
    """How many bytes have come. After a broken line, go on from there."""
    return _upload_out(shelf.upload_for(request.auth, uuid, clock.now()))


@router.api_operation(
    ["HEAD"], "/uploads/{uuid:uuid}", response={200: None, 404: Problem}, summary="How far, in headers"
)
def head_upload(request: TokenRequest, uuid: UUID) -> HttpResponse:
    """The same as `Upload-Offset` and `Upload-Length`, as tus.io's clients ask for it."""
    return how_far(shelf.upload_for(request.auth, uuid, clock.now()), status=200, done=_DONE)


@router.patch(
    "/uploads/{uuid:uuid}",
    response={200: None, 204: None, 415: Problem, **_REFUSALS},
    summary="Send the next piece of a file",
    openapi_extra=_PIECE,
)
def send_piece(request: TokenRequest, uuid: UUID) -> HttpResponse:
    """Of any length. 204 while more is to come; 200 with the last, and `Location` is what lies on the shelf.

    409 with `Upload-Offset` when the piece is not the next one. What came before a line broke is kept.
    """
    upload = shelf.upload_for(request.auth, uuid, clock.now())
    return take_piece(request, upload, request.auth, done=_DONE)


@router.delete("/uploads/{uuid:uuid}", response={204: None, 404: Problem}, summary="Stop sending a file")
def stop_upload(request: TokenRequest, uuid: UUID) -> Status[None]:
    """What has come is thrown away. Left alone, it is so after a day."""
    upload = shelf.upload_for(request.auth, uuid, clock.now())
    uploading.give_up(upload=upload, by=request.auth, now=clock.now())
    return Status(204, None)
