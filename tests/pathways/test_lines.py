"""A module is planned by the quality line that its own page shows, and the plan shows it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from factories import make_competence, make_member, make_organisation
from factories_pathways import make_life, make_pathway, make_teaching, planned
from nanobank.catalogue.models import Module
from nanobank.organisations.models import Organisation, Role
from nanobank.pathways.models import PlanVersion
from nanobank.pathways.shelf import stamp_of
from nanobank.quality.models import Approval
from nanobank.quality.services import withdraw_approval
from pathways.plan_page import laid, open_at, read

pytestmark = pytest.mark.django_db


def stand_by(module: Module, organisation: Organisation) -> Approval:
    """The organisation stands by it for a year."""
    now = timezone.now()
    until = timezone.localdate() + timedelta(days=365)
    return Approval.objects.create(
        version=module.current, organisation=organisation, at=now, valid_until=until, grounds="Det holder."
    )


def test_each_module_and_what_could_stand_in_its_place_say_who_stands_by_them(client: Client) -> None:
    school, other = make_organisation(), make_organisation()
    first, second = make_competence(), make_competence()
    stand_by(make_teaching(school, "eget", first, price=900), school)
    stand_by(make_teaching(school, "andres", first, price=1000), other)
    make_teaching(school, "ukendt", second)
    pathway = make_pathway(first, second)
    laid(pathway)
    page = read(client, open_at(client, pathway))
    for words in (
        f"Kvalitetssikret af {school.name}",
        f"Det ville koste 100 kr. mere. Vurderet eksternt materiale: {other.name}",
        "Ikke vurderet",
    ):
        assert words in page
    choices = read(client, f"/forloeb/{pathway.uuid}/valg/")
    assert "Der er én plan" in choices


def test_whoever_wants_assessed_modules_alone_is_offered_them_as_long_as_somebody_stands_by_them() -> None:
    school, wanted = make_organisation(), make_competence()
    make_teaching(school, "billigt", wanted, ects="1", price=100)
    approval = stand_by(make_teaching(school, "dyrt", wanted, ects="1", price=900), school)
    life = make_life().model_copy(update={"accepts": ("own", "vetted")})
    pathway = make_pathway(wanted, life=life)
    planned(pathway, now=timezone.now())
    assert [step["module"] for step in PlanVersion.objects.get().steps] == ["dyrt"]
    Approval.objects.filter(pk=approval.pk).update(valid_until=timezone.localdate() - timedelta(days=1))
    assert planned(pathway, now=timezone.now()).result["status"] == "impossible"  # type: ignore[index]


def test_the_planner_reads_the_catalogue_again_when_somebody_takes_their_word_back() -> None:
    school, now = make_organisation(), timezone.now()
    module = make_teaching(school, "eget")
    stamps = [stamp_of(now)]
    approval = stand_by(module, school)
    stamps.append(stamp_of(now))
    lead = make_member(Role.PROGRAMME_LEAD, school)
    withdraw_approval(approval=approval, reason="Det er blevet for gammelt.", by=lead, now=now)
    stamps.append(stamp_of(now))
    assert len(set(stamps)) == 3
