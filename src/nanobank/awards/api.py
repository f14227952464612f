"""Whole cohorts in the API: hand in rows or a file, see what will happen, decide, follow it."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import File, Form, Router, Schema, Status, UploadedFile
from pydantic import Field

from nanobank.accounts.http import TokenRequest
from nanobank.awards import queries, services
from nanobank.awards.lists.columns import Column
from nanobank.awards.models import Batch, State
from nanobank.awards.tasks import resume_abandoned, set_going
from nanobank.awards.texts import trouble_text
from nanobank.catalogue.models import MicroCredential
from nanobank.common.clock import now
from nanobank.common.schemas import Limit, Offset, Problem
from nanobank.organisations.models import Organisation

router = Router()
_REFUSALS = {404: Problem, 409: Problem, 422: Problem}
MOST_ROWS = 20_000
LIST: UploadedFile = File(  # type: ignore[type-arg]  # ninja keeps its own type arguments to itself
    ..., description="CSV (UTF-8 or Windows-1252, ; or ,) or .xlsx; the first line holds the headings"
)


class RowIn(Schema):
    """One award. Grade and date as in a list; the date is that of the assessment."""

    name: str = Field("", max_length=170, description="Given name and family name", examples=["Alma Dalgaard"])
    given_name: str = Field("", max_length=90, description="Instead of `name`", examples=["Alma"])
    family_name: str = Field("", max_length=90, description="Instead of `name`", examples=["Dalgaard"])
    email: str = Field(max_length=300, examples=["alma@example.dk"])
    micro_credential: str = Field(
        "", max_length=250, description="Slug or title", examples=["undersoegende-datajournalistik"]
    )
    grade: str = Field("", max_length=40, description="12, 10, 7, 4, 02 or passed", examples=["10"])
    awarded_on: date | None = Field(None, description="Today when left out", examples=["2026-11-20"])
    evidence: str = Field("", max_length=600, description="A link", examples=["https://sydvest.example/opgaver/17"])


class RowsIn(Schema):
    """A list to award from."""

    organisation: str = Field(description="The institution's slug", examples=["sydvest"])
    name: str = Field("API", max_length=200, description="To know the list again by", examples=["Hold 3, efterår"])
    micro_credential: str | None = Field(
        None, description="Slug, for rows that name none", examples=["undersoegende-datajournalistik"]
    )
    tells: bool = Field(True, description="Whether each gets an e-mail")  # noqa: FBT003
    rows: list[RowIn] = Field(max_length=MOST_ROWS)


class ListIn(Schema):
    """What goes with a file."""

    organisation: str = Field(description="The institution's slug", examples=["sydvest"])
    micro_credential: str | None = Field(
        None, description="Slug, for rows that name none", examples=["undersoegende-datajournalistik"]
    )
    tells: bool = Field(True, description="Whether each gets an e-mail")  # noqa: FBT003


class AwardFaultOut(Schema):
    """One thing that is wrong with one line."""

    line: int = Field(examples=[17])
    column: str = Field(examples=["E-mail"])
    cell: str = Field(description="What stands there", examples=["alma(at)example.dk"])
    text: str = Field(description="What is wrong", examples=["»alma(at)example.dk« er ikke en e-mailadresse."])


class FaultsOut(Schema):
    """One page of what is wrong."""

    count: int = Field(description="Lines with problems", examples=[3])
    items: list[AwardFaultOut]


class AwardStepOut(Schema):
    """Something that was done about the batch."""

    kind: str = Field(examples=["approved"])
    by: str | None = Field(description="Who; null for a worker", examples=["Troels Lund"])
    at: datetime
    note: str = Field(examples=[""])


class BatchOut(Schema):
    """A list that is to be awarded or has been, and how far it is."""

    uuid: UUID
    organisation: str = Field(examples=["sydvest"])
    name: str = Field(examples=["hold-3.csv"])
    state: str = Field(
        description="reading, unreadable, ready, waiting, awarding, stopped, finished or withdrawn", examples=["ready"]
    )
    trouble: str = Field(description="Why it could not be read, if so", examples=[""])
    unknown_columns: list[str] = Field(description="Columns that are not used", examples=[["Hold"]])
    rows: int = Field(description="Lines read", examples=[120])
    fit: int = Field(description="Awards that will be, or are, made", examples=[117])
    known: int = Field(description="Of these: to people with an account", examples=[80])
    with_problems: int = Field(description="Lines that are left out", examples=[3])
    awarded: int = Field(examples=[0])
    passed_over: int = Field(description="Could be awarded when read, but no longer when awarded", examples=[0])
    needs_approval: bool = Field(description="Whether a second person has to approve it")
    made_by: str = Field(examples=["Bente Lund"])
    made_at: datetime
    steps: list[AwardStepOut]


class BatchesOut(Schema):
    """One page of batches."""

    count: int = Field(examples=[1])
    items: list[BatchOut]


class AwardNoteIn(Schema):
    """Why a batch is sent back."""

    note: str = Field(max_length=2000, examples=["Linje 4 til 9 hører til et andet hold."])


@router.get("/award-batches", response={200: BatchesOut, 404: Problem}, summary="My office's batches")
def award_batches(request: TokenRequest, limit: Limit = 50, offset: Offset = 0) -> BatchesOut:
    """Lists that have been handed in at the institutions whose office you work in, newest first."""
    found = queries.batches_of(request.auth, now=now())
    return BatchesOut(count=found.count(), items=[_out(one) for one in found[offset : offset + limit]])


@router.post("/award-batches", response={201: BatchOut, **_REFUSALS}, summary="Hand in rows")
def hand_in_rows(request: TokenRequest, given: RowsIn) -> Status[BatchOut]:
    """Up to 20,000 rows as JSON. Nothing is awarded: the batch is read, and then waits for `submit`."""
    organisation = get_object_or_404(Organisation, slug=given.organisation)
    batch = services.make_batch_of_rows(
        organisation=organisation,
        rows=[_cells(row) for row in given.rows],
        name=given.name,
        micro_credential=_micro_credential(given.micro_credential),
        tells=given.tells,
        by=request.auth,
        now=now(),
    )
    return _begun(batch)


@router.post("/award-batches/upload", response={201: BatchOut, **_REFUSALS}, summary="Hand in a file")
def hand_in_file(
    request: TokenRequest, given: Annotated[ListIn, Form()], file: UploadedFile = LIST
) -> Status[BatchOut]:
    """A CSV file of any length or an Excel workbook. Nothing is awarded: it is read, and then waits for `submit`."""
    organisation = get_object_or_404(Organisation, slug=given.organisation)
    batch = services.make_batch(
        organisation=organisation,
        file=file,
        micro_credential=_micro_credential(given.micro_credential),
        tells=given.tells,
        by=request.auth,
        now=now(),
    )
    return _begun(batch)


@router.get("/award-batches/{uuid}", response={200: BatchOut, 404: Problem}, summary="One batch")
def award_batch(request: TokenRequest, uuid: UUID) -> BatchOut:
    """What will happen, or how far it is."""
    batch = queries.batch_for(request.auth, uuid, now=now())
    if resume_abandoned(batch.uuid):
        batch.refresh_from_db()
    return _out(batch)


@router.get("/award-batches/{uuid}/problems", response={200: FaultsOut, 404: Problem}, summary="What is wrong")
def award_problems(request: TokenRequest, uuid: UUID, limit: Limit = 50, offset: Offset = 0) -> FaultsOut:
    """Line by line; `limit` and `offset` count lines."""
    batch = queries.batch_for(request.auth, uuid, now=now())
    faults = queries.faults_of(batch, first=offset, most=limit)
    items = [AwardFaultOut(line=one.line, column=one.column, cell=one.cell, text=one.text) for one in faults]
    return FaultsOut(count=batch.with_problems, items=items)


@router.post("/award-batches/{uuid}/submit", response={200: BatchOut, **_REFUSALS}, summary="Award it")
def submit(request: TokenRequest, uuid: UUID) -> BatchOut:
    """Award what can be awarded, or ask a colleague where the institution demands that. Only who handed it in."""
    batch = queries.batch_for(request.auth, uuid, now=now())
    return _decided(services.submit(batch=batch, by=request.auth, now=now()))


@router.post("/award-batches/{uuid}/approve", response={200: BatchOut, **_REFUSALS}, summary="Approve it")
def approve(request: TokenRequest, uuid: UUID) -> BatchOut:
    """Let it be awarded, in your name. Not who handed it in."""
    batch = queries.batch_for(request.auth, uuid, now=now())
    return _decided(services.approve(batch=batch, by=request.auth, now=now()))


@router.post("/award-batches/{uuid}/refuse", response={200: BatchOut, **_REFUSALS}, summary="Send it back")
def refuse(request: TokenRequest, uuid: UUID, given: AwardNoteIn) -> BatchOut:
    """Not approved, with the reason."""
    batch = queries.batch_for(request.auth, uuid, now=now())
    return _decided(services.refuse(batch=batch, note=given.note, by=request.auth, now=now()))


@router.post("/award-batches/{uuid}/stop", response={200: BatchOut, **_REFUSALS}, summary="Stop it")
def stop(request: TokenRequest, uuid: UUID) -> BatchOut:
    """Stop within a second or two. What has been awarded stands."""
    batch = queries.batch_for(request.auth, uuid, now=now())
    return _decided(services.stop(batch=batch, by=request.auth, now=now()))


@router.post("/award-batches/{uuid}/continue", response={200: BatchOut, **_REFUSALS}, summary="Go on")
def go_on(request: TokenRequest, uuid: UUID) -> BatchOut:
    """Go on with the next line after a stop."""
    batch = queries.batch_for(request.auth, uuid, now=now())
    return _decided(services.go_on(batch=batch, by=request.auth, now=now()))


@router.delete("/award-batches/{uuid}", response={204: None, **_REFUSALS}, summary="Withdraw it")
def withdraw(request: TokenRequest, uuid: UUID) -> HttpResponse:
    """Give it up before anything is awarded; what stands in the list is deleted."""
    batch = queries.batch_for(request.auth, uuid, now=now())
    services.withdraw(batch=batch, by=request.auth, now=now())
    return HttpResponse(status=204)


def _cells(row: RowIn) -> dict[Column, str]:
    given = row.model_dump()
    return {column: str(given[column.value] or "") for column in Column}


def _micro_credential(slug: str | None) -> MicroCredential | None:
    return get_object_or_404(MicroCredential, slug=slug) if slug else None


def _begun(batch: Batch) -> Status[BatchOut]:
    set_going(batch)
    batch.refresh_from_db()
    return Status(201, _out(batch))


def _decided(batch: Batch) -> BatchOut:
    if batch.state == State.AWARDING:
        set_going(batch)
        batch.refresh_from_db()
    return _out(batch)


def _out(batch: Batch) -> BatchOut:
    progress = queries.progress_of(batch)
    waiting = batch.state == State.WAITING
    return BatchOut(
        uuid=batch.uuid,
        organisation=batch.organisation.slug,
        name=batch.name,
        state=batch.state,
        trouble=trouble_text(batch.trouble),
        unknown_columns=batch.trouble.get("unknown", []),
        rows=batch.rows_read,
        fit=batch.fit,
        known=batch.known,
        with_problems=batch.with_problems,
        awarded=progress.awarded,
        passed_over=progress.passed_over,
        needs_approval=waiting or (batch.state == State.READY and services.needs_approval(batch, now=now())),
        made_by=batch.made_by.name,
        made_at=batch.made_at,
        steps=[
            AwardStepOut(kind=step.kind, by=step.by.name if step.by else None, at=step.at, note=step.note)
            for step in queries.steps_of(batch)
        ],
    )
