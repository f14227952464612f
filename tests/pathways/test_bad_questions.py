"""Questions that cannot be answered, on the page that says why and what would do."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from factories import make_competence, make_organisation, make_person, make_version
from factories_exams import make_completed
from factories_pathways import answered, make_life, make_pathway, make_teaching
from nanobank.catalogue.models import Module, ModuleVersion, State
from nanobank.pathways import services
from nanobank.pathways.models import Planning
from nanobank.pathways.terms import DegreeTerms, GoalTerms
from pathways.plan_page import DAY, followed, laid, make_wish, open_at, read
from pathways.test_api import Program

pytestmark = pytest.mark.django_db


def test_two_pins_that_clash_are_both_named_and_either_can_be_given_up(client: Client) -> None:
    pathway = make_wish(2)
    followed(pathway)
    path = open_at(client, pathway)
    for module in ("modul-0", "modul-1"):
        client.post(f"{path}ret/", {"kind": "move", "module": module, "since": str(DAY + timedelta(days=60))})
        answered(Planning.objects.latest("pk"), now=timezone.now())
    clash = client.get(path).context["clash"]
    assert len([sentence for sentence in clash.sentences if "Modul-0" in sentence or "Modul-1" in sentence]) == 2
    (way, *_others) = [way for way in clash.ways if "Modul-" in way.words]
    sent = {"at": "clash", "kind": way.remedies[0].kind, "about": way.remedies[0].about, "to": ""}
    assert client.post(f"{path}ryd-af-vejen/", sent).status_code == 302
    answered(Planning.objects.latest("pk"), now=timezone.now())
    assert client.get(path).context["clash"] is None


def test_hours_that_never_suffice_are_met_with_how_many_would(client: Client) -> None:
    pathway = make_wish(2, hours=1, deadline=DAY + timedelta(days=60))
    laid(pathway)
    page = read(client, open_at(client, pathway))
    assert "Du har de timer, du har tegnet." in page
    assert "Flyt fristen til" in page


def test_whoever_has_it_all_is_told_that_there_is_nothing_to_do(client: Client) -> None:
    wanted, person = make_competence(), make_person()
    make_completed(person, make_teaching(make_organisation(), "kendt", wanted))
    pathway = make_pathway(wanted, person=person, life=make_life())
    laid(pathway)
    assert "Du har det hele i forvejen" in read(client, open_at(client, pathway))


def test_modules_that_require_one_another_are_named(client: Client) -> None:
    """However that has come about: to publish it is refused."""
    wanted, provider = make_competence(), make_organisation()
    hen = make_teaching(provider, "hoene")
    make_teaching(provider, "aeg", wanted, requires=((hen,),))
    anew = make_version(hen, number=2, published=False, title_da="Hoene")
    anew.prerequisite_groups.create().any_of.set(Module.objects.filter(slug="aeg"))
    ModuleVersion.objects.filter(pk=anew.pk).update(state=State.PUBLISHED, published_at=timezone.now())
    Module.objects.filter(pk=hen.pk).update(current=anew)
    pathway = make_pathway(wanted, life=make_life())
    laid(pathway)
    page = read(client, open_at(client, pathway))
    assert "Aeg" in page
    assert "Hoene" in page
    assert "kan først begyndes, når man har gennemført de andre" in page


def test_a_solver_past_its_time_gives_the_best_so_far_and_says_how_far_from_best_it_may_be(
    client: Client, settings: Settings
) -> None:
    settings.PLANNING_SECONDS = settings.PLANNING_EFFORT = 0
    provider = make_organisation()
    for number in range(12):
        ects, price = f"{1.5 + number % 5 * 0.5}", 997 + 331 * number % 1500
        make_teaching(provider, f"valg-{number}", ects=ects, price=price)
    rules = DegreeTerms(min_ects=Decimal("11.5"))
    goal = GoalTerms(kind="degree", rules=rules)
    pathway = services.begin(person=make_person(), goal=goal, life=make_life(at_once=2), now=timezone.now())
    version = laid(pathway).versions.get()
    assert version.status == "sound"
    assert version.gap
    page = read(client, open_at(client, pathway))
    assert "Bevist bedst" not in page
    assert "Den holder, men der kan findes en bedre." in page
    assert "Led efter en bedre" in page


def test_what_is_broken_in_a_catalogue_is_named_and_the_rest_plans_on() -> None:
    modules = [{"id": f"m{number}", "ects": "1", "teaches": [["x", 6]]} for number in range(30)]
    ring = [{"id": one, "ects": "1", "requires": {"module": other}} for one, other in (("r1", "r2"), ("r2", "r1"))]
    broken = [{"id": "nul", "ects": "0", "teaches": [["x", 6]]}, *ring]
    goal = {"competences": [{"competence": "x", "level": 6}]}
    question = {"goal": goal, "life": {"begins": 0, "hours": [{"week": 0, "hours": "8"}]}}
    mine = Program(make_person())
    asked = mine.send("POST", "/plan", catalogue={"modules": [*modules, *broken]}, question=question)
    result = mine.progress(asked.json()["uuid"])["result"]
    assert result["status"] == "best"
    assert result["plan"]["steps"][0]["module"] not in ("nul", "r1", "r2")
    assert {about for fault in result["faults"] for about in fault["about"]} == {"nul", "r1", "r2"}
