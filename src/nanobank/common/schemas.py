"""Shapes that every router of the API shares."""

from typing import Annotated

from ninja import Schema
from pydantic import Field

Offset = Annotated[int, Field(ge=0, description="How many to pass over")]
Limit = Annotated[int, Field(ge=1, le=100, description="How many to give, at most 100")]


class Problem(Schema):
    """Why something could not be done, in the language asked for, and the input it belongs to."""

    detail: str = Field(description="One sentence for the person", examples=["Du har allerede en åben tilmelding."])
    field: str | None = Field(default=None, description="The input that the sentence is about", examples=["slot"])
