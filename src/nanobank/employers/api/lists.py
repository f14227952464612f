"""People from a list: handed in as a file, told row by row, taken in whole or not at all."""

from typing import Any
from uuid import UUID

from ninja import File, Router, Status, UploadedFile

from nanobank.accounts.http import TokenRequest
from nanobank.common.clock import now
from nanobank.common.schemas import Limit, Offset, Problem
from nanobank.employers import queries, services
from nanobank.employers.api.workplaces import REFUSALS
from nanobank.employers.columns import trouble_text
from nanobank.employers.models import PeopleList
from nanobank.employers.schemas.people import PeopleFaultsOut, PeopleListOut, PeopleTakeIn, PeopleTakenInOut
from nanobank.employers.tasks import resume_abandoned, set_going

router = Router()
LIST: UploadedFile = File(  # type: ignore[type-arg]  # ninja keeps its own type arguments to itself
    ..., description="CSV (UTF-8 or Windows-1252, ; or ,) or .xlsx; the first line holds the headings"
)
_MOST = 20


@router.get("/workplaces/{slug}/people-lists", response={200: list[PeopleListOut], 404: Problem}, summary="Lists")
def people_lists(request: TokenRequest, slug: str) -> list[dict[str, Any]]:
    """The last twenty that were handed in, newest first."""
    found = queries.lists_of(queries.employer_for(request.auth, slug, now=now()))
    return [_out(one) for one in found[:_MOST]]


@router.post("/workplaces/{slug}/people-lists", response={201: PeopleListOut, **REFUSALS}, summary="Hand in a list")
def hand_in(request: TokenRequest, slug: str, file: UploadedFile = LIST) -> Status[dict[str, Any]]:
    """It is read by a worker, row by row; nobody is put on file before `take-in`."""
    organisation = queries.employer_for(request.auth, slug, now=now())
    handed = services.hand_in(organisation=organisation, file=file, by=request.auth, now=now())
    set_going(handed)
    handed.refresh_from_db()
    return Status(201, _out(handed))


@router.get("/people-lists/{uuid}", response={200: PeopleListOut, 404: Problem}, summary="How far a list is")
def people_list(request: TokenRequest, uuid: UUID) -> dict[str, Any]:
    """What will come of it."""
    resume_abandoned()
    return _out(queries.list_for(request.auth, uuid, now=now()))


@router.get("/people-lists/{uuid}/faults", response={200: PeopleFaultsOut, 404: Problem}, summary="What is wrong")
def faults(request: TokenRequest, uuid: UUID, offset: Offset = 0, limit: Limit = 50) -> dict[str, Any]:
    """Line by line: ``limit`` lines that have problems, each with all of its own."""
    found = queries.list_for(request.auth, uuid, now=now())
    return {"count": found.with_problems, "items": queries.faults_of(found, limit, first=offset)}


@router.post("/people-lists/{uuid}/take-in", response={200: PeopleTakenInOut, **REFUSALS}, summary="Take a list in")
def take_in(request: TokenRequest, uuid: UUID, given: PeopleTakeIn) -> dict[str, int]:
    """All lines without problems, in one transaction."""
    found = queries.list_for(request.auth, uuid, now=now())
    return {"on_file": services.take_in(people_list=found, invites=given.invites, by=request.auth, now=now())}


@router.post("/people-lists/{uuid}/withdrawal", response={204: None, **REFUSALS}, summary="Give a list up")
def withdraw(request: TokenRequest, uuid: UUID) -> Status[None]:
    """What stood in it is deleted."""
    services.withdraw(people_list=queries.list_for(request.auth, uuid, now=now()), by=request.auth, now=now())
    return Status(204, None)


def _out(handed: PeopleList) -> dict[str, Any]:
    return {
        **{
            name: getattr(handed, name)
            for name in ("uuid", "name", "state", "fit", "known", "with_problems", "made_at")
        },
        "rows": handed.rows_read,
        "trouble": trouble_text(handed.trouble),
        "unknown_columns": handed.trouble.get("unknown", []),
    }
