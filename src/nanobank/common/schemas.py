"""Shapes that every router of the API shares."""

from typing import Annotated, Any

from ninja import Schema
from pydantic import ConfigDict, Field

Offset = Annotated[int, Field(ge=0, le=1_000_000, description="How many to pass over")]
Limit = Annotated[int, Field(ge=1, le=100, description="How many to give, at most 100")]


def example(**fields: Any) -> ConfigDict:
    """A shape's ``model_config``: a whole one, as the API's document shows it."""
    return ConfigDict(json_schema_extra={"examples": [fields]})


class WrongInput(Schema):
    """One input that could not be used, and why."""

    field: str | None = Field(description="Its name; dots lead into objects and lists", examples=["limit"])
    message: str = Field(description="One sentence for the person", examples=["»limit« skal være højst 100."])


class Problem(Schema):
    """Why something could not be done, in the language asked for, and the input it belongs to."""

    detail: str = Field(description="One sentence for the person", examples=["Du har allerede en åben tilmelding."])
    field: str | None = Field(default=None, description="The input that the sentence is about", examples=["slot"])
    errors: list[WrongInput] = Field(default=[], description="When several inputs are wrong (422): each of them")
