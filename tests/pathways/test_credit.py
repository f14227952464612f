from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from factories import make_competence, make_organisation, make_person
from factories_pathways import answered, make_life, make_teaching
from nanobank.pathways import services
from nanobank.pathways.models import Pathway, PlanVersion
from nanobank.pathways.terms import DegreeTerms, GoalTerms, HeldTerms
from pathways.plan_page import open_at, read

pytestmark = pytest.mark.django_db


def make_degree(*, most: int, budget: int | None = None) -> Pathway:
    """Somebody with 5, 5 and 6 ECTS from elsewhere on the way to 12 in all, of which so many may be from elsewhere."""
    school = make_organisation()
    for number in range(3):
        make_teaching(school, f"modul-{number}", make_competence(), ects="2", price=1000)
    told = (("Sommerskole i Lyon", 5, 6), ("Regneark for alle", 5, 4), ("Metode i Bergen", 6, 7))
    holds = tuple(HeldTerms(title=title, ects=Decimal(ects), level=level) for title, ects, level in told)
    rules = DegreeTerms(min_ects=Decimal(12), max_external_ects=Decimal(most))
    life = make_life(holds=holds, budget=budget)
    return services.begin(
        person=make_person(), goal=GoalTerms(kind="degree", rules=rules), life=life, now=timezone.now()
    )


def laid(pathway: Pathway) -> None:
    answered(services.ask(pathway=pathway, by=pathway.person, now=timezone.now()), now=timezone.now())


def test_more_from_elsewhere_than_the_degree_allows_counts_in_part_and_the_page_says_so(client: Client) -> None:
    pathway = make_degree(most=7)
    laid(pathway)
    version = PlanVersion.objects.get()
    assert (version.status, len(version.steps)) == ("best", 3)
    page = read(client, open_at(client, pathway))
    assert "højst 7 ECTS andre steder fra" in page
    assert "Sommerskole i Lyon, Regneark for alle" in page
    assert "at most 7 ECTS from elsewhere" in read(client, f"/en/forloeb/{pathway.uuid}/")


def test_it_is_said_too_where_there_is_no_plan(client: Client) -> None:
    pathway = make_degree(most=7, budget=100)
    laid(pathway)
    page = read(client, open_at(client, pathway))
    assert "Hæv budgettet" in page
    assert "Regneark for alle" in page


def test_nothing_is_said_where_all_of_it_counts(client: Client) -> None:
    pathway = make_degree(most=30)
    laid(pathway)
    assert "tæller ikke med i uddannelsen" not in read(client, open_at(client, pathway))
