from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from factories import make_competence, make_organisation, make_person
from factories_pathways import answered, make_life, make_pathway, make_planner, make_teaching
from nanobank.catalogue.models import Module
from nanobank.common.errors import Refused
from nanobank.pathways import services, solving, turns
from nanobank.pathways.bridge import solve
from nanobank.pathways.models import Pathway, PlanningState
from nanobank.pathways.queries import said
from nanobank.pathways.terms import ChoiceTerms, DegreeTerms, GoalTerms

pytestmark = pytest.mark.django_db


def three_modules() -> list[Module]:
    school = make_organisation()
    return [make_teaching(school, f"regel-{number}", ects="2", price=number * 100) for number in (1, 2, 3)]


def test_rules_are_put_together_row_by_row_without_a_script(client: Client) -> None:
    modules = three_modules()
    client.force_login(make_person())
    path = "/forloeb/nyt/regler/"
    page = client.get(path).content.decode()
    assert "Hvad skal den have?" in page
    given: dict[str, Any] = {"levels": "1", "groups": "0", "min_ects": "4", "level-0-level": "6", "level-0-ects": "2,0"}
    page = client.post(path, {**given, "do": "add:group"}).content.decode()
    assert 'name="group-0-at_least"' in page
    assert 'value="2,0"' in page
    given |= {"groups": "1", "group-0-at_least": "1"}
    found = client.post(path, {**given, "group-0-find": "regel", "do": "find:group-0"}).content.decode()
    assert 'value="regel-3"' in found
    assert client.post(path, given).status_code == 422
    removed = client.post(path, {**given, "do": "remove:group-0"}).content.decode()
    assert 'name="group-0-at_least"' not in removed
    assert client.post(path, {**given, "min_ects": "mange", "group-0-of": ["regel-3"]}).status_code == 422
    assert client.post(path, {**given, "group-0-at_least": "2", "group-0-of": ["regel-3"]}).status_code == 422
    made = client.post(path, {**given, "group-0-of": ["regel-3"], "title": "Min egen"})
    pathway = Pathway.objects.get()
    assert made.headers["Location"] == f"/forloeb/{pathway.uuid}/liv/"
    rules = said(pathway).goal.rules
    assert rules is not None
    assert (pathway.title, rules.min_ects, rules.choices[0].of, rules.at_level[0].ects) == (
        "Min egen",
        Decimal(4),
        ("regel-3",),
        Decimal(2),
    )
    services.say_life(pathway=pathway, life=make_life(), by=pathway.person, now=timezone.now())
    planned = answered(services.ask(pathway=pathway, by=pathway.person, now=timezone.now()), now=timezone.now())
    steps = planned.versions.get().steps
    assert {step["module"] for step in steps} == {"regel-1", "regel-3"}
    edited = client.get(f"/forloeb/{pathway.uuid}/maal/regler/").content.decode()
    assert 'value="regel-3" checked' in edited
    client.post(f"/forloeb/{pathway.uuid}/maal/regler/", {**given, "groups": "0", "min_ects": "6"})
    pathway.refresh_from_db()
    assert said(pathway).goal.rules == DegreeTerms(min_ects=Decimal(6), at_level=rules.at_level)
    client.force_login(make_person())
    assert client.get(f"/forloeb/{pathway.uuid}/maal/regler/").status_code == 404
    assert modules


def test_rules_that_ask_for_nothing_or_name_what_is_not_there_are_refused() -> None:
    person = make_person()
    for rules in (
        DegreeTerms(),
        DegreeTerms(modules=("findes-ikke",)),
        DegreeTerms(choices=(ChoiceTerms(of=(), at_least=1),)),
    ):
        with pytest.raises(Refused):
            services.begin(person=person, goal=GoalTerms(kind="degree", rules=rules), now=timezone.now())
    both = GoalTerms(kind="role", role="x", rules=DegreeTerms(min_ects=Decimal(3)))
    with pytest.raises(Refused):
        services.begin(person=person, goal=both, now=timezone.now())


def test_the_order_of_the_aims_is_changed_on_the_page(client: Client) -> None:
    pathway = make_pathway()
    client.force_login(pathway.person)
    client.post(f"/forloeb/{pathway.uuid}/raekkefoelge/", {"aim": "quality"})
    pathway.refresh_from_db()
    assert said(pathway).wishes.order == ("finish", "quality", "cost")
    assert pathway.plannings.get().state == PlanningState.WAITING
    assert client.post(f"/forloeb/{pathway.uuid}/raekkefoelge/", {"aim": "luck"}).status_code == 422
    client.force_login(make_person())
    assert client.post(f"/forloeb/{pathway.uuid}/raekkefoelge/", {"aim": "cost"}).status_code == 404


def test_a_long_question_makes_room_for_others_and_goes_on_afterwards(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = make_competence()
    make_teaching(make_organisation(), "modul", wanted)
    long, short = make_pathway(wanted), make_pathway(wanted)
    first = services.ask(pathway=long, by=long.person, now=timezone.now())
    second = services.ask(pathway=short, by=short.person, now=timezone.now())
    asked: list[bool] = []

    def watched(question: Any, index: Any, *, limits: Any, watch: Any, best: Any) -> Any:
        result = solve(question, index, limits=limits, best=best)
        asked.append(watch(result))
        return result

    monkeypatch.setattr(solving, "solve", watched)
    monkeypatch.setattr(turns, "_HEARD_EVERY", 0)
    settings.PLANNING_SLICE_SECONDS = 0
    planner = make_planner()
    planner.now = timezone.now
    planner.work()
    first.refresh_from_db()
    assert asked == [False]
    assert (first.state, first.slices, first.tries) == (PlanningState.WAITING, 1, 0)
    assert first.best
    assert not first.versions.exists()
    services.stop(planning=first, by=long.person, now=timezone.now())
    settings.PLANNING_SLICE_SECONDS = 60
    planner.work()
    second.refresh_from_db()
    assert second.state == PlanningState.DONE
    planner.work()
    first.refresh_from_db()
    assert first.state == PlanningState.STOPPED
    assert [step["module"] for step in first.versions.get().steps] == ["modul"]
    assert len(asked) == 2
