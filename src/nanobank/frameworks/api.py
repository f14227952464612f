"""Frameworks in the API: everybody reads; whoever runs the bank takes them in."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import File, Form, Router, Status, UploadedFile

from nanobank.accounts.http import TokenRequest
from nanobank.common.clock import now
from nanobank.common.schemas import Limit, Offset, Problem
from nanobank.frameworks import queries, services, showing
from nanobank.frameworks.models import Concept, ImportRun, Kind, State
from nanobank.frameworks.schemas import (
    ConceptOut,
    Concepts,
    Faults,
    FrameworkFaultOut,
    FrameworkOfferOut,
    FrameworkOut,
    FrameworkWantedOut,
    ImportIn,
    ImportOut,
    Imports,
    RelationsOut,
    RoleOut,
)
from nanobank.frameworks.tasks import resume_abandoned, set_going
from nanobank.frameworks.texts import trouble_text

router = Router()
_REFUSALS = {404: Problem, 409: Problem, 422: Problem}
FILES: list[UploadedFile] = File(  # type: ignore[type-arg]  # ninja keeps its own type arguments to itself
    ..., description="ESCO's CSV files or zips of them, in any languages; one CASE 1.1 package (.json); or one CSV list"
)


@router.get("/frameworks", response=list[FrameworkOut], auth=None, summary="Frameworks of competences")
def list_frameworks(request: HttpRequest) -> list[dict[str, Any]]:
    """Where the competences come from, and whom to thank."""
    fields = ("slug", "uri", "title_da", "title_en", "publisher", "version", "attribution_da", "attribution_en")
    return [
        {name: getattr(line.framework, name) for name in fields}
        | {"competences": line.competences, "groups": line.groups, "occupations": line.occupations}
        for line in showing.framework_lines()
    ]


@router.get("/concepts", response=Concepts, auth=None, summary="Find concepts by name, or go down from the top")
def list_concepts(
    request: HttpRequest, q: str = "", kind: Kind = Kind.GROUP, limit: Limit = 50, offset: Offset = 0
) -> dict[str, Any]:
    """With ``q``: those in force one of whose names, in any language, holds the words; the likeliest 100 at most.
    Without: those of the kind that lie in nothing wider.
    """
    if q.strip():
        found = queries.named(q, (kind,), most=100)
        return {"count": len(found), "items": found[offset : offset + limit]}
    top = showing.topmost([kind])
    return {"count": top.count(), "items": list(top[offset : offset + limit])}


@router.get("/concepts/{slug}/narrower", response={200: Concepts, 404: Problem}, auth=None, summary="Go further down")
def list_narrower(request: HttpRequest, slug: str, limit: Limit = 50, offset: Offset = 0) -> dict[str, Any]:
    """What lies right within an area, a field of work or a competence."""
    held = showing.within(showing.concept_with(slug))
    return {"count": held.count(), "items": list(held[offset : offset + limit])}


@router.get(
    "/competences/{slug}/relations", response={200: RelationsOut, 404: Problem}, auth=None, summary="What it belongs to"
)
def competence_relations(request: HttpRequest, slug: str) -> RelationsOut:
    """What is broader and narrower than a competence, what it goes with, and the roles that ask for it."""
    page = showing.competence_page(slug)
    return RelationsOut(
        framework=page.concept.framework.slug if page.concept else None,
        also_called=page.names.here,
        broader=_concepts(page.broader),
        narrower=_concepts(page.narrower),
        goes_with=_concepts([one.asked for one in page.builds_on]),
        essential_for=_concepts(page.roles.essential),
        optional_for=_concepts(page.roles.optional),
        roles=page.roles.essential_count + page.roles.optional_count,
    )


@router.get("/roles/{slug}", response={200: RoleOut, 404: Problem}, auth=None, summary="What a role takes")
def role(request: HttpRequest, slug: str) -> RoleOut:
    """A role: the competences that it asks for, which of them are taught here, and what teaches the most of them."""
    page = showing.role_page(slug)
    return RoleOut(
        **ConceptOut.from_orm(page.concept).dict(),
        framework=page.concept.framework.slug,
        description_da=page.concept.description_da,
        description_en=page.concept.description_en,
        also_called=page.names.here,
        competences=[
            FrameworkWantedOut(
                slug=one.competence.slug,
                label_da=one.competence.label_da,
                label_en=one.competence.label_en,
                essential=one.essential,
                taught=one.taught,
            )
            for one in page.wanted
        ],
        offers=[
            FrameworkOfferOut(kind=one.listing.kind, slug=one.listing.slug, covers=one.covers, essential=one.essential)
            for one in page.offers
        ],
    )


@router.get("/framework-imports", response={200: Imports, 404: Problem}, summary="Imports so far")
def list_imports(request: TokenRequest, limit: Limit = 50, offset: Offset = 0) -> Imports:
    """For those who run the bank, the newest first."""
    found = queries.runs(request.auth)
    return Imports(count=found.count(), items=[_out(one) for one in found[offset : offset + limit]])


@router.post("/framework-imports", response={201: ImportOut, **_REFUSALS}, summary="Hand a framework over")
def create_import(
    request: TokenRequest, given: Annotated[ImportIn, Form()], files: list[UploadedFile] = FILES
) -> Status[ImportOut]:
    """Nothing is taken in: the files are looked through, and then the import waits for ``begin``."""
    run = services.make_run(files=files, whole=given.whole, title=given.title, by=request.auth, now=now())
    set_going(run)
    run.refresh_from_db()
    return Status(201, _out(run))


@router.get("/framework-imports/{uuid}", response={200: ImportOut, 404: Problem}, summary="One import")
def get_import(request: TokenRequest, uuid: UUID) -> ImportOut:
    """What is in the files, or how far it is."""
    run = queries.run_for(request.auth, uuid)
    if resume_abandoned(run.uuid):
        run.refresh_from_db()
    return _out(run)


@router.get("/framework-imports/{uuid}/faults", response={200: Faults, 404: Problem}, summary="What is wrong")
def list_faults(request: TokenRequest, uuid: UUID, limit: Limit = 50, offset: Offset = 0) -> Faults:
    """Line by line, in the order of the files."""
    run = queries.run_for(request.auth, uuid)
    items = [
        FrameworkFaultOut(file=one.file, line=one.line, column=one.column, cell=one.cell, text=one.text)
        for one in queries.faults_of(run, first=offset, most=limit)
    ]
    return Faults(lines=run.faulty, items=items)


@router.post("/framework-imports/{uuid}/begin", response={200: ImportOut, **_REFUSALS}, summary="Take it in")
def begin_import(request: TokenRequest, uuid: UUID) -> ImportOut:
    """Take in all lines that nothing is wrong with. 409 while another import of the same framework is under way."""
    return _decided(services.begin(run=queries.run_for(request.auth, uuid), by=request.auth, now=now()))


@router.post("/framework-imports/{uuid}/stop", response={200: ImportOut, **_REFUSALS}, summary="Stop it")
def stop_import(request: TokenRequest, uuid: UUID) -> ImportOut:
    """Stop within a second or two. What has been taken in stands."""
    return _decided(services.stop(run=queries.run_for(request.auth, uuid), by=request.auth, now=now()))


@router.post("/framework-imports/{uuid}/continue", response={200: ImportOut, **_REFUSALS}, summary="Go on")
def continue_import(request: TokenRequest, uuid: UUID) -> ImportOut:
    """Go on with the next line after a stop."""
    return _decided(services.go_on(run=queries.run_for(request.auth, uuid), by=request.auth, now=now()))


@router.delete("/framework-imports/{uuid}", response={204: None, **_REFUSALS}, summary="Give it up")
def withdraw_import(request: TokenRequest, uuid: UUID) -> Status[None]:
    """Give it up before anything is taken in; the files are thrown away."""
    services.withdraw(run=queries.run_for(request.auth, uuid), by=request.auth, now=now())
    return Status(204, None)


def _concepts(found: list[Concept]) -> list[ConceptOut]:
    return [ConceptOut.from_orm(one) for one in found]


def _decided(run: ImportRun) -> ImportOut:
    if run.state == State.IMPORTING:
        set_going(run)
        run.refresh_from_db()
    return _out(run)


def _out(run: ImportRun) -> ImportOut:
    plain = ("uuid", "name", "format", "state", "lines", "faulty", "done", "added", "changed", "retired", "made_at")
    return ImportOut(
        **{name: getattr(run, name) for name in plain},
        framework=run.framework.slug if run.framework else None,
        trouble=trouble_text(run.trouble["code"], run.trouble["params"]) if run.trouble else "",
        languages=run.found.get("languages", []),
        unused_files=run.found.get("unused", []),
        new=run.found.get("new", 0),
        missing=run.found.get("missing", 0),
        finished_at=run.finished_at,
    )
