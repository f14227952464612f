"""Rows for tests of quality: something to judge, who judges it, and what they say."""

from decimal import Decimal
from typing import Any

from factories import NOW, make_competence, make_member, make_organisation
from nanobank.accounts.models import Person
from nanobank.catalogue.models import Module, ModuleVersion, Offering
from nanobank.catalogue.services import create_module, sign
from nanobank.organisations.models import Organisation, Role
from nanobank.quality import services
from nanobank.quality.models import BundleCriterion, Criterion, Gate, HouseItem, Review, Verdict
from nanobank.quality.things import Thing
from nanobank.study.services import NewStep, write_steps

from factories_catalogue import facts  # isort: skip

TEXT = NewStep("text", "Begynd med tallene", 10, "Læs først alt.")


def make_draft(provider: Organisation | None = None, *steps: NewStep, by: Person | None = None) -> ModuleVersion:
    """A draft that lacks nothing: a text (unless told), a competence, and one can begin any day."""
    module = create_module(
        provider=provider or make_organisation(), facts=facts(competences=(make_competence(),)), by=by, now=NOW
    )
    version = module.versions.select_related("module__provider").get()
    write_steps(version=version, steps=steps or (TEXT,), by=by, now=NOW)
    Offering.objects.create(module=module)
    return version


def make_author(thing: Thing, provider: Organisation, **fields: Any) -> Person:
    """An educator who has written on it."""
    author = make_member(Role.EDUCATOR, provider, **fields)
    sign(thing=thing, by=author, now=NOW)
    return author


def ask_for_all(provider: Organisation, *gates: Gate) -> None:
    """The institution asks for these gates, or for a checklist, checks and a review."""
    services.set_policy(
        organisation=provider,
        gates=gates or (Gate.CHECKS, Gate.CHECKLIST, Gate.REVIEW),
        valid_months=36,
        review_days=14,
        least_rating=Decimal(3),
        least_completion=40,
        by=None,
        now=NOW,
    )


def tick_all(thing: Thing) -> None:
    """The author says that all of the house's lines hold."""
    services.tick(thing=thing, items=[one.value for one in HouseItem], by=None, now=NOW)


SCORES = {one.value: (3, "Det er på plads.") for one in (*Criterion, *BundleCriterion)}


def ask(thing: Thing, reviewer: Person | None = None, **fields: Any) -> Review:
    """A review is asked for."""
    return services.ask_for_review(thing=thing, reviewer=reviewer, words="", by=None, **{"now": NOW, **fields})


def decide(review: Review, by: Person, verdict: Verdict = Verdict.APPROVED, **fields: Any) -> Review:
    """A colleague without an interest judges."""
    now = fields.pop("now", NOW)
    services.declare(review=review, has_interest=False, words="", by=by, now=now)
    given = {"scores": SCORES, "grounds": "Målene er klare.", **fields}
    return services.decide(review=review, verdict=verdict, by=by, now=now, **given)


def module_of(version: ModuleVersion) -> Module:
    """Its module as it stands."""
    return Module.objects.select_related("current", "provider").get(pk=version.module_id)
