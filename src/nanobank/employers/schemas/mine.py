"""Everything that a person sees of their workplaces."""

from datetime import date, datetime
from uuid import UUID

from ninja import Schema
from pydantic import Field

from nanobank.employers.schemas.people import WorkplacePersonOut


class MySeatOut(Schema):
    """A seat that awaits my answer."""

    uuid: UUID
    module: str = Field(alias="module.slug", examples=["midtvest-ai-i-praksis"])
    organisation: str = Field(alias="order.organisation.slug", examples=["aalose"])
    starts_on: date | None = Field(alias="offering.starts_on")


class MyPlaceOut(Schema):
    """A place of work, or one that asks me in."""

    uuid: UUID = Field(description="Of my line on their list")
    slug: str = Field(alias="organisation.slug", examples=["aalose"])
    name: str = Field(alias="organisation.name", examples=["Åløse Kommune"])


class MyCouldJoinOut(Schema):
    """A place of work that my confirmed address lets me into."""

    uuid: UUID = Field(description="To say that I work there")
    slug: str = Field(alias="organisation.slug", examples=["aalose"])
    name: str = Field(alias="organisation.name", examples=["Åløse Kommune"])


class MyWorkplacesOut(Schema):
    """Where I work, who asks me in, where I may come by myself, and the seats that wait for my answer."""

    at: list[MyPlaceOut]
    invitations: list[MyPlaceOut]
    could_join: list[MyCouldJoinOut]
    seats: list[MySeatOut]


class MyOrderedOut(Schema):
    """A course that was ordered for me."""

    module: str = Field(alias="module.slug", examples=["midtvest-ai-i-praksis"])
    state: str = Field(description="asked, offered, accepted, declined or taken_back", examples=["accepted"])


class MyWorkplaceOut(WorkplacePersonOut):
    """Everything that one workplace sees about me: what it has on file, knows and lacks, orders, and names me in."""

    on_file_since: datetime = Field(alias="added_at")
    ordered: list[MyOrderedOut]
    named_in: list[str] = Field(description="Titles of needs", examples=[["AI i undervisningen på alle skoler"]])
    team_parts: list[UUID] = Field(description="Plans for a team that were sent to me; see `/team-parts/{uuid}`")


class MyConsentIn(Schema):
    """Whether they may see what they did not pay for."""

    consents: bool


class MyDeclaredIn(Schema):
    """What I say that I can."""

    competence: str = Field(description="Slug", examples=["data-protection"])
    level: int | None = Field(ge=4, le=8, description="null: I no longer say so", examples=[6])
