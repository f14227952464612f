"""A workplace: its facts, and who pays."""

from decimal import Decimal
from uuid import UUID

from ninja import Schema
from pydantic import Field


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


class WorkplaceFactsOut(WorkplaceOut):
    """What it says of itself, and how it stands."""

    street: str = Field(examples=["Rådhushaven 1"])
    postcode: str = Field(examples=["8620"])
    city: str = Field(examples=["Kjellerup"])
    domain: str = Field(description="Lets colleagues in", examples=["aalose.example"])
    ean: str = Field(examples=["5790000000005"])
    is_public: bool
    people: int = Field(description="On file", examples=[44])
    joined: int = Field(description="Of them: who have said yes", examples=[41])
    offered: int = Field(description="Seats that await an answer", examples=[2])
    accepted: int = Field(description="Seats said yes to", examples=[3])
    spent: Decimal = Field(description="DKK for those", examples=["7200.00"])


class CostCentreIn(Schema):
    """Who pays, how much without asking, and who is asked."""

    code: str = Field(max_length=20, examples=["4110"])
    name: str = Field("", max_length=80, examples=["Skoler, efteruddannelse"])
    limit: Decimal = Field(Decimal(0), max_digits=10, decimal_places=2, description="DKK", examples=["25000"])
    approver: UUID | None = Field(None, description="Of those who act for the workplace; any other when null")


class CostCentreOut(Schema):
    """A cost centre."""

    uuid: UUID
    code: str = Field(examples=["4110"])
    name: str = Field(examples=["Skoler, efteruddannelse"])
    limit: Decimal = Field(description="DKK that need no approval", examples=["25000.00"])
    approver: UUID | None = Field(alias="approver.uuid", default=None)
    spent: Decimal = Field(description="DKK said yes to", examples=["7200.00"])
