"""Seats for several: ordered, decided, answered."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from nanobank.employers import queries
from nanobank.employers.models import Order, OrderLine


class OrderIn(Schema):
    """One of the bundles of a need, to order."""

    bundle: int = Field(ge=1, description="Its number, from 1", examples=[1])
    cost_centre: str = Field(description="Its code", examples=["100"])
    reference: str = Field("", max_length=60, examples=["Uge 48"])


class ModuleSeatsIn(Schema):
    """Seats in one class for people chosen by name."""

    offering: UUID = Field(description="The class")
    people: list[UUID] = Field(max_length=500, description="As `/workplaces/{slug}/seats/{module}` tells them")
    cost_centre: str = Field(description="Its code", examples=["100"])
    reference: str = Field("", max_length=60, examples=["Uge 48"])


class SeatClassOut(Schema):
    """A class with room for one's people."""

    offering: UUID = Field(alias="offering.uuid")
    starts_on: date | None = Field(alias="offering.starts_on", description="Null: begin any day")
    seats_left: int | None = Field(alias="offering.seats_left", description="Null: no limit", examples=[12])
    price: Decimal = Field(description="DKK a seat, as agreed where it is tailored", examples=["2600.00"])


class SeatCandidateOut(Schema):
    """Somebody who could have a seat."""

    uuid: UUID
    name: str = Field(examples=["Ditte Hjermind"])
    lacks: bool = Field(description="Must have learnt the module by the AI register, and has not")
    has_seat: bool = Field(description="One is asked for already")


class ModuleSeatsOut(Schema):
    """Classes of a module, and who could have seats."""

    module: str = Field(examples=["fjord-klimaregnskab"])
    classes: list[SeatClassOut]
    people: list[SeatCandidateOut]


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


class WorkplaceOrderLineOut(Schema):
    """An order in a list."""

    uuid: UUID
    number: str = Field(examples=["2026-0001"])
    state: str = Field(examples=["approved"])
    seats: int = Field(examples=[5])
    total: Decimal = Field(examples=["12000.00"])
    made_at: datetime

    @staticmethod
    def resolve_number(order: Order) -> str:
        """As people say it."""
        return str(order)


class WorkplaceOrdersOut(Schema):
    """One page of orders."""

    count: int = Field(examples=[1])
    items: list[WorkplaceOrderLineOut]
