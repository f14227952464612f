"""A plan that is not proven best is looked at longer: proven, bettered, or its distance from best confirmed."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from factories_pathways import answered, make_mentor
from nanobank.accounts.services import create_token
from nanobank.common.errors import NotYours, Refused
from nanobank.pathways import confirming, services
from nanobank.pathways.bridge import Plan, Result, Status, plan_in, solve
from nanobank.pathways.models import Pathway, Planning, PlanVersion
from nanobank.pathways.terms import WishTerms
from pathways.plan_page import followed, laid, make_wish, open_at, read

pytestmark = pytest.mark.django_db


def make_unproven(*, modules: int = 2, is_followed: bool = True, worse: bool = False) -> PlanVersion:
    """A plan that was found in too little time; ``worse``: with a dearer module than there is."""
    pathway = make_wish(modules)
    if worse:
        wishes = WishTerms(bans=("modul-0",))
        services.say_wishes(pathway=pathway, wishes=wishes, by=pathway.person, now=timezone.now())
    version = followed(pathway) if is_followed else laid(pathway).versions.get()
    PlanVersion.objects.filter(pk=version.pk).update(status="sound", gap="cost", bound={"finish": None, "cost": "0"})
    version = PlanVersion.objects.select_related("pathway", "planning").get(pk=version.pk)
    if worse:
        question = dict(version.question)
        question["wishes"] = {**question["wishes"], "bans": []}
        PlanVersion.objects.filter(pk=version.pk).update(question=question)
        version.refresh_from_db()
    return version


def looked(version: PlanVersion) -> Planning:
    """What came of looking longer."""
    asked = services.look_longer(version=version, by=version.pathway.person, now=timezone.now())
    return answered(asked, now=timezone.now())


def outcome(planning: Planning) -> str:
    return str((planning.result or {})["outcome"])


def test_a_plan_that_is_best_is_proven_and_the_page_says_so(client: Client) -> None:
    version = make_unproven()
    path = open_at(client, version.pathway)
    page = read(client, path)
    assert "Led efter en bedre" in page
    assert "Bevist bedst" not in page
    done = looked(version)
    assert (done.state, outcome(done), done.versions.count()) == ("done", "proven", 0)
    page = read(client, path)
    assert "Bevist bedst" in page
    assert "Led efter en bedre" not in page
    assert version.pathway.versions.count() == 1


def test_a_better_plan_is_a_plan_of_its_own_beside_the_one_that_is_gone_by(client: Client) -> None:
    version = make_unproven(worse=True)
    done = looked(version)
    better = done.versions.get()
    assert outcome(done) == "better"
    assert (better.status, better.instead_of) == ("best", version)
    assert float(better.figures["cost"]) < float(version.figures["cost"])
    page = read(client, open_at(client, version.pathway))
    assert "Planen er lagt om" in page
    assert "Bevist bedst" in page


def test_where_no_plan_is_gone_by_yet_the_page_says_what_looking_longer_has_brought(client: Client) -> None:
    version = make_unproven(worse=True, is_followed=False)
    looked(version)
    assert "Det betalte sig at lede længere" in read(client, open_at(client, version.pathway))


@pytest.fixture
def tired(monkeypatch: pytest.MonkeyPatch) -> list[Plan | None]:
    """A solver that finds what there is to find but has no time to prove it; from which plans it has begun."""
    begun: list[Plan | None] = []

    def solved(*args: Any, best: Plan | None = None, **named: Any) -> Result:
        begun.append(best)
        return replace(solve(*args, best=best, **named), status=Status.SOUND, gap="cost")

    monkeypatch.setattr(confirming, "solve", solved)
    return begun


def test_a_gap_that_stands_is_confirmed_with_how_long_was_looked(client: Client, tired: list[Plan | None]) -> None:
    version = make_unproven()
    done = looked(version)
    assert outcome(done) == "stands"
    page = read(client, open_at(client, version.pathway))
    assert "fandt ingen bedre" in page
    assert "Led efter en bedre" not in page
    assert tired == [plan_in(version.plan)]


def test_each_slice_goes_on_from_the_best_plan_that_the_one_before_has_found(
    tired: list[Plan | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    version = make_unproven(worse=True)
    asked = services.look_longer(version=version, by=version.pathway.person, now=timezone.now())
    monkeypatch.setattr(confirming.LongerTurn, "_gives_back", lambda turn: len(tired) < 2)
    answered(asked, now=timezone.now())
    first, second = tired
    assert first == plan_in(version.plan)
    assert second is not None
    assert first is not None
    assert second.figures.cost < first.figures.cost


def test_while_it_is_looked_at_the_page_can_be_used_and_asks_how_it_goes(client: Client) -> None:
    version = make_unproven()
    path = open_at(client, version.pathway)
    assert client.post(f"{path}planer/1/led-laengere/").status_code == 302
    assert client.post(f"{path}planer/1/led-laengere/").status_code == 302
    asked = Planning.objects.get(problem__confirms=version.pk)
    assert asked.unattended
    page = read(client, path)
    assert f"{path}planer/1/leder/" in page
    assert "Se hurtigere og billigere planer" in page
    assert "HX-Refresh" not in client.get(f"{path}planer/1/leder/").headers
    answered(asked, now=timezone.now())
    assert client.get(f"{path}planer/1/leder/").headers["HX-Refresh"] == "true"


def test_there_is_nothing_to_look_for_in_a_plan_that_is_proven(client: Client) -> None:
    proven = followed(make_wish(1))
    with pytest.raises(Refused):
        services.look_longer(version=proven, by=proven.pathway.person, now=timezone.now())
    path = open_at(client, proven.pathway)
    assert client.post(f"{path}planer/1/led-laengere/").status_code == 422
    assert client.get(f"{path}planer/1/leder/").status_code == 404


def test_only_its_owner_has_a_plan_looked_at(client: Client) -> None:
    version = make_unproven()
    mentor = make_mentor(version.pathway.person)
    with pytest.raises(NotYours):
        services.look_longer(version=version, by=mentor, now=timezone.now())
    path = open_at(client, version.pathway)
    client.force_login(mentor)
    assert "Led efter en bedre" not in read(client, path)
    assert client.post(f"{path}planer/1/led-laengere/").status_code == 404


def test_a_program_asks_for_it_and_reads_what_came_of_it(client: Client) -> None:
    version = make_unproven()
    headers = _token(version.pathway)
    asked = client.post(f"/api/v1/plans/{version.uuid}/look-longer", headers=headers)
    assert asked.status_code == 202
    assert client.get(f"/api/v1/plans/{version.uuid}", headers=headers).json()["looked_longer"] is None
    answered(Planning.objects.get(uuid=asked.json()["uuid"]), now=timezone.now())
    plan = client.get(f"/api/v1/plans/{version.uuid}", headers=headers).json()
    assert (plan["status"], plan["looked_longer"]["outcome"]) == ("best", "proven")
    again = client.post(f"/api/v1/plans/{version.uuid}/look-longer", headers=headers)
    assert again.status_code == 202


def _token(pathway: Pathway) -> dict[str, str]:
    made = create_token(person=pathway.person, name="Test", days=1, now=timezone.now())
    return {"Authorization": f"Bearer {made.secret}"}
