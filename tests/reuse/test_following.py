"""A source changes: what differs, what is taken over step by step, and what is offered back."""

import pytest
from django.test import Client
from django.urls import reverse

from factories import NOW, make_member
from factories_reuse import (
    House,
    current,
    make_adaptation,
    make_house,
    make_shared_module,
    origins,
    publish_draft,
    rewrite,
)
from nanobank.catalogue.models import Module, State
from nanobank.common.errors import Conflict, NotYours, Refused
from nanobank.organisations.models import Role
from nanobank.reuse import services
from nanobank.reuse.bridge import Standing, What
from nanobank.reuse.models import Adaptation, Answer, Proposal
from nanobank.reuse.queries.comparing import difference, following, offered
from nanobank.study.services import NewStep, add_step, delete_step, start_draft

pytestmark = pytest.mark.django_db


def test_what_is_followed_can_be_changed_and_let_go_on_the_page(client: Client, giver: House) -> None:
    taker = make_house()
    module = make_shared_module(giver)
    adaptation = make_adaptation(module, taker)
    steps = origins(current(module))
    address = reverse("reuse_follow", args=[adaptation.uuid])
    client.force_login(taker.educator)
    assert "Hvad I følger" in client.get(reverse("reuse_adaptation", args=[adaptation.uuid])).content.decode()
    client.post(address, {"followed": [str(steps["Etik"]), str(steps["Prøv dig selv"])]})
    assert set(adaptation.core.values_list("origin", flat=True)) == {steps["Etik"], steps["Prøv dig selv"]}
    client.post(address, {})
    assert not adaptation.core.exists()
    client.force_login(giver.educator)
    assert client.post(address, {"followed": [str(steps["Etik"])]}).status_code == 404


@pytest.fixture
def giver() -> House:
    return make_house()


@pytest.fixture
def taker() -> House:
    return make_house()


@pytest.fixture
def module(giver: House) -> Module:
    return make_shared_module(giver)


@pytest.fixture
def adaptation(module: Module, taker: House) -> Adaptation:
    return make_adaptation(module, taker, publish=True)


def change_source(module: Module, giver: House) -> None:
    """Version 2: *Kilder* says something else, a step is added, the quiz is gone."""
    rewrite(module, giver, "Kilder", "Skriv til kilden i dag.")
    draft = start_draft(module=module, by=giver.educator, now=NOW)
    delete_step(step=draft.steps.get(title="Prøv dig selv"), by=giver.educator, now=NOW)
    add_step(version=draft, new=NewStep("text", "Aktindsigt", body="Søg."), by=giver.educator, now=NOW)
    publish_draft(module, giver)


def test_a_difference_says_what_came_what_went_and_which_words_changed(module: Module, giver: House) -> None:
    change_source(module, giver)
    first = module.versions.get(number=1)
    told = difference(first, current(module))
    assert {step.title: step.what for step in told.changed} == {
        "Kilder": What.CHANGED, "Prøv dig selv": What.REMOVED, "Aktindsigt": What.ADDED,
    }  # fmt: skip
    pieces = next(step.pieces for step in told.changed if step.title == "Kilder")
    assert [piece.text for piece in pieces if piece.what is not What.SAME] == ["Ring", "Skriv"]


def test_changes_are_taken_over_one_by_one_into_ones_own_draft(
    adaptation: Adaptation, module: Module, giver: House, taker: House
) -> None:
    change_source(module, giver)
    keys = {step.title: step.began_as for step in current(module).steps.all()}
    gone = origins(module.versions.get(number=1))["Prøv dig selv"]
    for origin in (keys["Kilder"], keys["Aktindsigt"], gone):
        draft = services.take_over(adaptation=adaptation, origin=origin, by=taker.educator, now=NOW)
    assert [(step.title, step.body) for step in draft.steps.all()] == [
        ("Kilder", "Skriv til kilden i dag."), ("Etik", "Spørg før du citerer."), ("Aktindsigt", "Søg."),
    ]  # fmt: skip
    assert following(adaptation).waiting == 0
    services.settle(adaptation=adaptation, by=taker.educator, now=NOW)
    assert following(Adaptation.objects.get()).newer is None


def test_one_is_told_where_ones_own_words_would_be_lost(
    adaptation: Adaptation, module: Module, giver: House, taker: House
) -> None:
    rewrite(adaptation.module, taker, "Kilder", "Spørg patienten.")
    change_source(module, giver)
    standings = {one.change.title: one.standing for one in following(adaptation).steps}
    assert standings == {
        "Kilder": Standing.OWN, "Aktindsigt": Standing.ABSENT, "Prøv dig selv": Standing.CLEAN,
    }  # fmt: skip


def test_facts_are_taken_over_but_not_the_title(
    adaptation: Adaptation, module: Module, giver: House, taker: House
) -> None:
    draft = services.take_over_fact(adaptation=adaptation, name="outcomes", by=taker.educator, now=NOW)
    assert draft.title_da == "Kilder for sygeplejersker"
    with pytest.raises(Refused):
        services.take_over_fact(adaptation=adaptation, name="title", by=taker.educator, now=NOW)


def test_the_source_cannot_write_in_the_adaptation(adaptation: Adaptation, giver: House) -> None:
    with pytest.raises(NotYours):
        services.settle(adaptation=adaptation, by=giver.educator, now=NOW)


def improved(adaptation: Adaptation, taker: House) -> Proposal:
    """The adaptation's version 2 has a better *Etik* and a step of its own, and offers both."""
    rewrite(adaptation.module, taker, "Etik", "Spørg altid, før du citerer en patient.")
    draft = start_draft(module=adaptation.module, by=taker.educator, now=NOW)
    add_step(version=draft, new=NewStep("text", "Samtykke", body="Skriftligt."), by=taker.educator, now=NOW)
    publish_draft(adaptation.module, taker)
    adaptation = Adaptation.objects.get(pk=adaptation.pk)
    steps = [step.began_as for step in current(adaptation.module).steps.all()]
    return services.propose(adaptation=adaptation, steps=steps, words="Det manglede.", by=taker.educator, now=NOW)


def test_an_improvement_is_taken_into_the_sources_draft_and_comes_back_as_nothing_new(
    adaptation: Adaptation, module: Module, giver: House, taker: House
) -> None:
    proposal = improved(adaptation, taker)
    assert len(proposal.steps) == 2
    chosen = [step.began_as for step in proposal.version.steps.all()]
    draft = services.accept(proposal=proposal, steps=chosen, by=giver.educator, now=NOW)
    assert [step.title for step in draft.steps.all()] == ["Kilder", "Etik", "Prøv dig selv", "Samtykke"]
    assert draft.steps.get(title="Etik").body == "Spørg altid, før du citerer en patient."
    publish_draft(module, giver)
    adaptation = Adaptation.objects.get(pk=adaptation.pk)
    assert offered(adaptation) == []
    assert following(adaptation).waiting == 0


def test_declining_takes_grounds_and_the_second_answer_is_told(
    adaptation: Adaptation, giver: House, taker: House
) -> None:
    proposal = improved(adaptation, taker)
    with pytest.raises(Refused) as refused:
        services.decline(proposal=proposal, grounds=" ", by=giver.educator, now=NOW)
    assert refused.value.field == "grounds"
    services.decline(proposal=proposal, grounds="Det har vi i et andet modul.", by=giver.educator, now=NOW)
    with pytest.raises(Conflict):
        services.accept(proposal=proposal, steps=[*origins(proposal.version).values()], by=giver.educator, now=NOW)
    assert Proposal.objects.get().answer == Answer.DECLINED
    assert not adaptation.source.module.versions.filter(state=State.DRAFT).exists()


def test_one_offer_waits_at_a_time_and_can_be_taken_back(adaptation: Adaptation, taker: House) -> None:
    proposal = improved(adaptation, taker)
    steps = [*origins(proposal.version).values()]
    again = Adaptation.objects.get(pk=adaptation.pk)
    with pytest.raises(Conflict):
        services.propose(adaptation=again, steps=steps, words="Igen", by=taker.educator, now=NOW)
    services.take_back(proposal=proposal, by=taker.educator, now=NOW)
    services.propose(adaptation=again, steps=steps, words="Igen", by=taker.educator, now=NOW)
    assert adaptation.proposals.count() == 2


def test_only_the_source_answers(adaptation: Adaptation, taker: House) -> None:
    proposal = improved(adaptation, taker)
    for person in (taker.educator, make_member(Role.EDUCATOR)):
        with pytest.raises(NotYours):
            services.decline(proposal=proposal, grounds="Nej", by=person, now=NOW)


def test_what_does_not_differ_is_no_offer(adaptation: Adaptation, taker: House) -> None:
    steps = [*origins(current(adaptation.module)).values()]
    with pytest.raises(Refused, match="afviger"):
        services.propose(adaptation=adaptation, steps=steps, words="Bedre", by=taker.educator, now=NOW)
