"""Shapes that every router of the API shares."""

from ninja import Schema
from pydantic import Field


class Problem(Schema):
    """Why something could not be done, in the language asked for, and the input it belongs to."""

    detail: str = Field(description="One sentence for the person", examples=["You already have an open registration."])
    field: str | None = Field(default=None, description="The input that the sentence is about", examples=["slot"])
