"""What a programme lead says about modules and terms, as it is kept and as the API takes it."""

from typing import Annotated, Literal

from pydantic import Field

from nanobank.pathways.terms import Slug, Terms, example

Term = Annotated[int, Field(ge=1, le=24)]


class TermPin(Terms):
    """A module that lies in one term, counted from 1, whatever else is moved."""

    model_config = example(module="sydvest-datajournalistik", term=2)
    module: Slug
    term: Term


class BalanceTerms(Terms):
    """These modules in so many terms, at most so many at a time; what is pinned stays."""

    model_config = example(
        modules=["sydvest-datajournalistik", "sydvest-dataanalyse-med-sql"],
        terms=2,
        pins=[{"module": "sydvest-datajournalistik", "term": 2}],
    )
    version: Literal[1] = 1
    modules: tuple[Slug, ...] = Field(min_length=1, max_length=120)
    terms: Term = Field(description="How many", examples=[4])
    max_modules: int | None = Field(default=None, ge=1, le=120, description="In one term at most")
    pins: tuple[TermPin, ...] = Field(default=(), max_length=120)
