"""What a program can do for a workplace: needs, bundles, people and orders, on the same services as the pages."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status
from pydantic import Field

from nanobank.accounts.http import TokenRequest
from nanobank.catalogue.models import Competence
from nanobank.common.clock import now
from nanobank.common.errors import Refused
from nanobank.common.schemas import Limit, Offset, Problem
from nanobank.employers import queries, services
from nanobank.employers.invoicing import invoice_for
from nanobank.employers.models import Brief, Colleague, CostCentre, Order, OrderLine
from nanobank.employers.ordering import seats_of
from nanobank.employers.permissions import employers_of
from nanobank.employers.services import Bounds, WantedTerms, WorkplaceFacts
from nanobank.organisations.models import Organisation

router = Router()
_REFUSALS = {404: Problem, 409: Problem, 422: Problem}


class WorkplaceIn(Schema):
    """A workplace to begin."""

    name: str = Field(max_length=160, examples=["Klintø Tandhjul ApS"])
    cvr: str = Field(max_length=20, description="Its check digit is checked", examples=["99442182"])
    street: str = Field("", max_length=120, examples=["Smedeløkken 8"])
    postcode: str = Field("", max_length=4, examples=["7800"])
    city: str = Field("", max_length=80, examples=["Skive"])
    domain: str = Field("", max_length=120, description="Lets colleagues in", examples=["klintoe.example"])
    ean: str = Field("", max_length=20, description="EAN/GLN of a public body", examples=["5790000000005"])
    is_public: bool = Field(False, examples=[False])  # noqa: FBT003


class WorkplaceOut(Schema):
    """A workplace that I act for."""

    slug: str = Field(examples=["brodal"])
    name: str = Field(alias="name_da", examples=["Brødal Maskinfabrik ApS"])
    cvr: str = Field(examples=["98990569"])


class ColleagueIn(Schema):
    """Somebody to put on file."""

    given_name: str = Field(max_length=80, examples=["Ditte"])
    family_name: str = Field(max_length=80, examples=["Hjermind"])
    email: str = Field(max_length=254, examples=["ditte@brodal.example"])
    team: str = Field("", max_length=80, examples=["Kontoret"])
    job_role: str = Field("", max_length=120, examples=["Indkøb"])


class ColleagueOut(Schema):
    """Somebody on file."""

    uuid: UUID
    name: str = Field(examples=["Ditte Hjermind"])
    email: str = Field(examples=["ditte@brodal.example"])
    team: str = Field(examples=["Kontoret"])
    job_role: str = Field(examples=["Indkøb"])
    has_said_yes: bool = Field(description="Whether they are one of the workplace's people", examples=[True])

    @staticmethod
    def resolve_has_said_yes(colleague: Colleague) -> bool:
        """Whether there is a membership."""
        return colleague.membership_id is not None


class ColleaguesOut(Schema):
    """One page of people."""

    count: int = Field(examples=[1])
    items: list[ColleagueOut]


class EmployerWordsIn(Schema):
    """A need in one's own words."""

    words: str = Field(
        max_length=60_000, examples=["Vores kunder vil have klimatal, og vi skal kunne analysere vores energiforbrug."]
    )


class WantedIn(Schema):
    """A competence that is wanted."""

    competence: str = Field(description="Slug", examples=["energy-analysis"])
    level: int | None = Field(None, ge=4, le=8, description="At least; any when null", examples=[6])
    weight: int = Field(2, ge=1, le=3, description="How much it matters", examples=[3])
    people: int | None = Field(None, ge=1, description="How many must have it; all when null", examples=[2])


class EmployerWantedOut(WantedIn):
    """The same, with the sentence that it was read from."""

    competence: str = Field(alias="competence.slug", examples=["energy-analysis"])
    label: str = Field(alias="competence.label", examples=["analysere energiforbrug"])
    sentence: str = Field(examples=["Vi skal kunne analysere vores energiforbrug."])


class BriefIn(Schema):
    """A need put right."""

    title: str = Field(max_length=120, examples=["Klimatal til de store kunder"])
    wanted: list[WantedIn] = Field(max_length=12)
    colleagues: list[UUID] = Field([], max_length=200, description="Whom it is for, of those on file")
    people: int = Field(0, ge=0, le=200, description="How many more it is for", examples=[3])
    budget: Decimal | None = Field(None, ge=0, description="DKK for all of them", examples=["20000"])
    furthest_km: int | None = Field(None, ge=0, le=1000, examples=[60])
    ready_by: date | None = Field(None, examples=["2027-06-30"])
    danish_only: bool = Field(False, examples=[False])  # noqa: FBT003
    order: list[str] | None = Field(
        None, description="What matters most, first to last", examples=[["price", "quality", "time", "distance"]]
    )


class BriefOut(Schema):
    """A need, and the bundles found for it: each with what it is best at, its figures, who takes what, what each
    competence gets, and whom it leaves out and why."""

    uuid: UUID
    title: str = Field(examples=["Klimatal til de store kunder"])
    language: str = Field(examples=["da"])
    remarks: list[str] = Field(description="What there is to say about how it was read", examples=[[]])
    wanted: list[EmployerWantedOut]
    order: list[str] = Field(examples=[["price", "quality", "time", "distance"]])
    answered_at: datetime | None
    answer: dict[str, Any] = Field(
        examples=[{"lacking": 9, "of_use": 12, "people": ["#1"], "missing": [], "bundles": []}]
    )

    @staticmethod
    def resolve_wanted(brief: Brief) -> list[Any]:
        """In the order of the page."""
        return list(brief.wanted.select_related("competence"))


class OrderIn(Schema):
    """One of the bundles of a need, to order."""

    bundle: int = Field(ge=1, description="Its number, from 1", examples=[1])
    cost_centre: str = Field(description="Its code", examples=["100"])
    reference: str = Field("", max_length=60, examples=["Uge 48"])


class EmployerLineOut(Schema):
    """One seat."""

    uuid: UUID
    module: str = Field(alias="module.slug", examples=["fjord-klimaregnskab"])
    colleague: str = Field(alias="colleague.name", examples=["Ditte Hjermind"])
    price: Decimal = Field(examples=["2600.00"])
    state: str = Field(description="asked, offered, accepted, declined or taken_back", examples=["offered"])


class OrderOut(Schema):
    """An order, and what each has answered."""

    uuid: UUID
    number: str = Field(examples=["2026-0001"])
    state: str = Field(description="waiting, approved, refused or withdrawn", examples=["approved"])
    cost_centre: str = Field(alias="cost_centre.code", examples=["100"])
    reference: str = Field(examples=["Uge 48"])
    lines: list[EmployerLineOut]

    @staticmethod
    def resolve_number(order: Order) -> str:
        """As people say it."""
        return str(order)

    @staticmethod
    def resolve_lines(order: Order) -> list[OrderLine]:
        """By module and person."""
        return list(queries.lines_of(order))


class EmployerNoteIn(Schema):
    """Why not."""

    note: str = Field(max_length=400, examples=["Vent til januar."])


@router.get("/workplaces", response=list[WorkplaceOut], summary="The workplaces I act for")
def workplaces(request: TokenRequest) -> list[Organisation]:
    """By name."""
    return list(employers_of(request.auth, now=now()))


@router.post("/workplaces", response={201: WorkplaceOut, **_REFUSALS}, summary="Begin a workplace")
def begin_workplace(request: TokenRequest, facts: WorkplaceIn) -> Status[Organisation]:
    """I act for it from now on."""
    made = services.begin_workplace(facts=WorkplaceFacts(**facts.dict()), by=request.auth, now=now())
    return Status(201, made.organisation)


@router.get("/workplaces/{slug}/people", response={200: ColleaguesOut, 404: Problem}, summary="Who is on file")
def people(request: TokenRequest, slug: str, q: str = "", offset: Offset = 0, limit: Limit = 50) -> dict[str, Any]:
    """By name; those of whose name, address, team or role each word of ``q`` is a part."""
    found = queries.people_of(queries.employer_for(request.auth, slug, now=now()), q[:80])
    return {"count": found.count(), "items": list(found[offset : offset + limit])}


@router.post("/workplaces/{slug}/people", response={201: ColleagueOut, **_REFUSALS}, summary="Put somebody on file")
def add_colleague(request: TokenRequest, slug: str, colleague: ColleagueIn) -> Status[Colleague]:
    """And ask them in by e-mail."""
    organisation = queries.employer_for(request.auth, slug, now=now())
    added = services.add_colleague(organisation=organisation, by=request.auth, now=now(), **colleague.dict())
    services.invite(colleagues=[added], by=request.auth, now=now())
    return Status(201, added)


@router.post("/workplaces/{slug}/needs", response={201: BriefOut, **_REFUSALS}, summary="Describe a need")
def begin_brief(request: TokenRequest, slug: str, said: EmployerWordsIn) -> Status[Brief]:
    """It is read into competences, each with its sentence, to be put right before anything is looked for."""
    organisation = queries.employer_for(request.auth, slug, now=now())
    return Status(201, services.begin_brief(organisation=organisation, words=said.words, by=request.auth, now=now()))


@router.get("/workplace-needs/{uuid}", response={200: BriefOut, 404: Problem}, summary="One need and its bundles")
def brief(request: TokenRequest, uuid: UUID) -> Brief:
    """As it was said, read and answered."""
    return queries.brief_for(request.auth, uuid, now=now())


@router.put("/workplace-needs/{uuid}", response={200: BriefOut, **_REFUSALS}, summary="Put a need right and look")
def correct_brief(request: TokenRequest, uuid: UUID, said: BriefIn) -> Brief:
    """The best bundles for it, in about a second."""
    found = queries.brief_for(request.auth, uuid, now=now())
    known = {one.slug: one for one in Competence.objects.filter(slug__in=[one.competence for one in said.wanted])}
    unknown = [one.competence for one in said.wanted if one.competence not in known]
    if unknown:
        raise Refused(", ".join(unknown), field="wanted")
    services.correct_brief(
        brief=found,
        title=said.title,
        wanted=[WantedTerms(known[one.competence], one.level, one.weight, one.people) for one in said.wanted],
        colleagues=list(Colleague.objects.of(found.organisation).here().filter(uuid__in=said.colleagues)),
        people=said.people,
        bounds=Bounds(said.budget, said.furthest_km, said.ready_by, said.danish_only),
        by=request.auth,
        now=now(),
    )
    if said.order is not None:
        return services.weigh(brief=found, order=said.order, by=request.auth, now=now())
    return services.look(brief=found, by=request.auth, now=now())


@router.post("/workplace-needs/{uuid}/orders", response={201: OrderOut, **_REFUSALS}, summary="Order a bundle")
def place_order(request: TokenRequest, uuid: UUID, wanted: OrderIn) -> Status[Order]:
    """Within the cost centre's limit the seats are offered at once; above it somebody else approves."""
    found = queries.brief_for(request.auth, uuid, now=now())
    centre = get_object_or_404(CostCentre, organisation=found.organisation, code=wanted.cost_centre)
    if wanted.bundle > len(found.answer.get("bundles", ())):
        raise Refused(str(wanted.bundle), field="bundle")
    order = services.place_order(
        organisation=found.organisation,
        seats=seats_of(found, wanted.bundle, now=now()),
        cost_centre=centre,
        by=request.auth,
        now=now(),
        brief=found,
        reference=wanted.reference,
    )
    return Status(201, queries.order_for(request.auth, order.uuid, now=now()))


@router.get("/workplace-orders/{uuid}", response={200: OrderOut, 404: Problem}, summary="One order")
def order(request: TokenRequest, uuid: UUID) -> Order:
    """And what each has answered."""
    return queries.order_for(request.auth, uuid, now=now())


@router.post("/workplace-orders/{uuid}/approval", response={200: OrderOut, **_REFUSALS}, summary="Approve an order")
def approve(request: TokenRequest, uuid: UUID) -> Order:
    """The seats are held and offered."""
    return services.approve(order=queries.order_for(request.auth, uuid, now=now()), by=request.auth, now=now())


@router.post("/workplace-orders/{uuid}/refusal", response={200: OrderOut, **_REFUSALS}, summary="Refuse an order")
def refuse(request: TokenRequest, uuid: UUID, why: EmployerNoteIn) -> Order:
    """With a note to whoever made it."""
    found = queries.order_for(request.auth, uuid, now=now())
    return services.refuse(order=found, note=why.note, by=request.auth, now=now())


@router.get("/workplace-orders/{uuid}/invoices/{provider}", response=_REFUSALS, summary="An invoice as OIOUBL 2.02")
def invoice(request: TokenRequest, uuid: UUID, provider: str) -> HttpResponse:
    """XML, for a public body with an EAN number: what one institution is owed of the order."""
    found = queries.order_for(request.auth, uuid, now=now())
    xml = invoice_for(found, get_object_or_404(Organisation, slug=provider), now=now())
    return HttpResponse(xml, content_type="application/xml")


@router.post("/seats/{uuid}/acceptance", response={204: None, **_REFUSALS}, summary="Say yes to a seat")
def accept_seat(request: TokenRequest, uuid: UUID) -> Status[None]:
    """I am enrolled, and my workplace pays."""
    services.accept_seat(line=get_object_or_404(OrderLine, uuid=uuid), person=request.auth, now=now())
    return Status(204, None)


@router.post("/seats/{uuid}/refusal", response={204: None, **_REFUSALS}, summary="Say no to a seat")
def decline_seat(request: TokenRequest, uuid: UUID) -> Status[None]:
    """Nobody asks why."""
    services.decline_seat(line=get_object_or_404(OrderLine, uuid=uuid), person=request.auth, now=now())
    return Status(204, None)
