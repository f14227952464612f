"""The bank in the API: what one holds, is working on and has planned, and its story."""

from datetime import datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status
from pydantic import Field

from nanobank.accounts.http import TokenRequest
from nanobank.bank import queries, services, story
from nanobank.bank.shown import Bank
from nanobank.catalogue.models import Module
from nanobank.common import clock
from nanobank.common.schemas import Limit, Offset, Problem, example
from nanobank.ledger.models import Entry

router = Router()


class BalanceOut(Schema):
    """ECTS in each account."""

    planned: Decimal = Field(examples=["5.00"])
    under_way: Decimal = Field(examples=["2.50"])
    completed: Decimal = Field(description="Completed, not yet in a credential", examples=["7.50"])
    held: Decimal = Field(description="Counted in a credential", examples=["10.00"])


class ItemOut(Schema):
    """One module in the bank."""

    model_config = example(
        module="sydvest-datajournalistik",
        title="Datajournalistik",
        ects="2.50",
        state="under_way",
        steps_done=2,
        steps=5,
        next_step="Fortsæt",
        from_outside=None,
    )

    module: str = Field(description="The module's slug")
    title: str
    ects: Decimal
    state: Literal["planned", "under_way", "completed", "held"]
    steps_done: int
    steps: int = Field(description="Only counted while it is under way")
    next_step: str | None = Field(description="What one would do next, in words; null when nothing is to be done")
    from_outside: str | None = Field(description="What was learnt elsewhere and counts as the module, if anything")


class OutsideOut(Schema):
    """Something learnt elsewhere that counts as ECTS by themselves."""

    title: str = Field(examples=["Masterclass i undersøgende journalistik – The Night Desk"])
    ects: Decimal = Field(examples=["2.00"])


class GoalOut(Schema):
    """A micro-credential in progress."""

    model_config = example(
        micro_credential="undersoegende-datajournalistik",
        title="Undersøgende datajournalistik",
        percent=80,
        outstanding=["Kildekritik"],
        ready=False,
    )

    micro_credential: str = Field(description="Its slug")
    title: str
    percent: int = Field(description="Completed ECTS in a hundred of those asked for")
    outstanding: list[str] = Field(description="What is still needed, in words")
    ready: bool = Field(description="Whether one can put oneself forward for exam this minute")


class HeldOut(Schema):
    """A credential held."""

    model_config = example(
        uuid="5a0b4a52-7a35-4d8c-9b39-0f1a5a4d1d11",
        micro_credential="undersoegende-datajournalistik",
        title="Undersøgende datajournalistik",
        awarded_at="2026-11-02T09:30:00Z",
        revoked_at=None,
    )

    uuid: UUID
    micro_credential: str
    title: str
    awarded_at: datetime
    revoked_at: datetime | None


class BankOut(Schema):
    """A whole bank."""

    balance: BalanceOut
    items: list[ItemOut]
    goals: list[GoalOut]
    credentials: list[HeldOut]
    outside: list[OutsideOut] = Field(description="What counts from outside without being a module of the catalogue")


class BankEventOut(Schema):
    """One line of the story."""

    model_config = example(
        at="2026-11-02T09:30:00Z", kind="completed", words="Gennemført", about="Datajournalistik", note=""
    )

    at: datetime
    kind: str = Field(examples=["completed"])
    words: str = Field(examples=["Completed"])
    about: str = Field(description="The title of the module or micro-credential")
    note: str


class StoryPage(Schema):
    """A page of the story, newest first."""

    count: int
    items: list[BankEventOut]


class PlanIn(Schema):
    """Which module."""

    model_config = example(module="sydvest-datajournalistik")

    module: str = Field(description="The module's slug", max_length=120)


def _bank_out(bank: Bank) -> BankOut:
    balance = bank.balance
    return BankOut.model_validate(
        {
            "balance": {
                "planned": balance.planned,
                "under_way": balance.under_way,
                "completed": balance.completed,
                "held": balance.held,
            },
            "items": [
                {
                    "module": item.slug,
                    "title": item.title,
                    "ects": item.ects,
                    "state": item.state,
                    "steps_done": item.done,
                    "steps": item.total,
                    "next_step": item.next_step.words if item.next_step else None,
                    "from_outside": item.outside or None,
                }
                for item in bank.items
            ],
            "outside": [{"title": one.title, "ects": one.ects} for one in bank.outside],
            "goals": [
                {
                    "micro_credential": goal.readiness.micro_credential.slug,
                    "title": goal.readiness.micro_credential.title,
                    "percent": goal.readiness.percent,
                    "outstanding": goal.outstanding,
                    "ready": goal.readiness.ready,
                }
                for goal in bank.goals
            ],
            "credentials": [
                {
                    "uuid": one.uuid,
                    "micro_credential": one.slug,
                    "title": one.title,
                    "awarded_at": one.awarded_at,
                    "revoked_at": one.revoked_at,
                }
                for one in bank.credentials
            ],
        }
    )


@router.get("/bank", response=BankOut, summary="My bank")
def get_bank(request: TokenRequest) -> BankOut:
    """What you hold, are working on and have planned, with the ECTS in each account."""
    return _bank_out(queries.bank_of(request.auth))


@router.get("/bank/timeline", response=StoryPage, summary="The story of my bank")
def get_timeline(request: TokenRequest, limit: Limit = 50, offset: Offset = 0) -> StoryPage:
    """Everything that has happened, newest first. Entries are added and never edited."""
    events = story.story_of(request.auth, limit=limit, offset=offset)
    items = [
        BankEventOut(at=event.at, kind=event.kind, words=event.words, about=event.about, note=event.note)
        for event in events
    ]
    return StoryPage(count=Entry.objects.of(request.auth).count(), items=items)


@router.post("/bank/plan", response={204: None, 404: Problem, 422: Problem}, summary="Plan a module")
def post_plan(request: TokenRequest, given: PlanIn) -> Status[None]:
    """Put a module in your bank. Nothing happens when it is there already."""
    module = get_object_or_404(Module.objects.select_related("current"), slug=given.module)
    services.plan(person=request.auth, module=module, now=clock.now())
    return Status(204, None)


@router.delete("/bank/plan/{slug}", response={204: None, 404: Problem}, summary="Take a module out of the plan")
def delete_plan(request: TokenRequest, slug: str) -> Status[None]:
    """Take a planned module out. Nothing happens when it is not planned."""
    module = get_object_or_404(Module.objects.select_related("current"), slug=slug)
    services.unplan(person=request.auth, module=module, now=clock.now())
    return Status(204, None)
