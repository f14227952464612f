"""What it takes to publish: the catalogue's own gate, and those that an institution asks for."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

import factories_media as files
from factories import NOW, make_member, make_organisation
from factories_catalogue import published_micro_credential
from factories_quality import ask, ask_for_all, decide, make_author, make_draft, tick_all
from nanobank.authoring.measuring import measures_of
from nanobank.catalogue.models import ModuleVersion, State
from nanobank.common.errors import Conflict, NotYours, Refused
from nanobank.organisations.models import Organisation, Role
from nanobank.quality import services
from nanobank.quality.models import Approval, Gate, Link, LinkState, Verdict
from nanobank.quality.queries import gates_of, line_of
from nanobank.study.services import NewStep, edit_step

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider() -> Organisation:
    return make_organisation(name_da="Fjordens Akademi")


def barring(thing: Any) -> set[str]:
    return {one.code for one in gates_of(thing) if one.bars}


def test_without_a_policy_only_what_every_learner_would_miss_bars(provider: Organisation) -> None:
    draft = make_draft(provider)
    assert barring(draft) == set()
    services.publish(thing=draft, by=make_member(Role.EDUCATOR, provider), now=NOW)
    draft.refresh_from_db()
    assert draft.state == State.PUBLISHED
    assert line_of(draft).words == "Ikke vurderet"


def test_what_lacks_is_said_as_before(provider: Organisation) -> None:
    draft = make_draft(provider, NewStep("text", "Tom"))
    with pytest.raises(Refused) as refused:
        services.publish(thing=draft, by=None, now=NOW)
    assert refused.value.field == "steps"
    assert barring(draft) == {"whole"}


def test_with_a_policy_each_gate_bars_until_it_is_passed_and_then_it_is_assured(provider: Organisation) -> None:
    ask_for_all(provider)
    draft = make_draft(provider)
    author, colleague = make_author(draft, provider), make_member(Role.EDUCATOR, provider)
    assert barring(draft) == {"checklist", "review"}
    with pytest.raises(services.Barred):
        services.publish(thing=draft, by=author, now=NOW)
    tick_all(draft)
    decide(ask(draft), colleague)
    services.publish(thing=draft, by=author, now=NOW)
    line = line_of(draft)
    assert (line.standing, line.by, line.until) == ("assured", "Fjordens Akademi", date(2029, 11, 21))
    assert line.words == "Kvalitetssikret af Fjordens Akademi, gælder til 21. november 2029"
    assert {one.code for one in gates_of(ModuleVersion.objects.get(pk=draft.pk)) if one.required and one.passed} == {
        "whole", "checks", "checklist", "review",
    }  # fmt: skip


def test_what_was_changed_after_the_review_is_not_what_was_approved(provider: Organisation) -> None:
    ask_for_all(provider, Gate.REVIEW)
    draft = make_draft(provider)
    decide(ask(draft), make_member(Role.EDUCATOR, provider))
    assert barring(draft) == set()
    edit_step(step=draft.steps.get(), new=NewStep("text", "Begynd", 10, "Noget helt andet."), by=None, now=NOW)
    assert barring(draft) == {"review"}


def test_changes_that_are_asked_for_are_made_and_told_before_it_is_published(provider: Organisation) -> None:
    ask_for_all(provider, Gate.REVIEW)
    draft = make_draft(provider)
    review = decide(ask(draft), make_member(Role.EDUCATOR, provider), Verdict.WITH_CHANGES)
    assert barring(draft) == {"review"}
    edit_step(step=draft.steps.get(), new=NewStep("text", "Begynd", 10, "Nu med kilder."), by=None, now=NOW)
    services.say_changes(review=review, words="Kilderne er sat på.", by=None, now=NOW)
    assert barring(draft) == set()
    with pytest.raises(Conflict):
        services.say_changes(review=review, words="Igen", by=None, now=NOW)


def test_the_checks_name_the_step_and_bar_only_what_hinders_somebody(provider: Organisation) -> None:
    ask_for_all(provider, Gate.CHECKS)
    film = NewStep("video", "Film", url="https://video.example/a.mp4", body="Filmen viser en kurve.")
    picture = NewStep("text", "Billede", 10, "![](kurve.png) og [her](https://tal.example/)")
    draft = make_draft(provider, film, picture)
    for address, state in (("https://video.example/a.mp4", "alive"), ("https://tal.example/", LinkState.DEAD)):
        Link.objects.create(address=address, state=state, tried_at=NOW)
    found = {one.code: one for one in gates_of(draft)[1].findings}
    assert {code for code, one in found.items() if one.bars} == {"no_captions", "no_alt", "link_dead"}
    assert found["no_alt"].where == "Billede"
    assert {"vague_link", "workload_less"} <= found.keys()
    assert barring(draft) == {"checks"}


def test_the_checks_measure_a_film_as_the_editor_does(provider: Organisation) -> None:
    draft = make_draft(provider, NewStep("video", "Film", 10, "En kurve.", url="https://video.example/a.mp4"))
    draft.ects = Decimal("0.25")
    hours = float(draft.ects * provider.hours_per_ects)
    draft.steps.update(file=default_storage.save("lang.mp4", ContentFile(files.mp4(round(hours * 3600 * 1.2)))))
    found = {one.code: one for one in gates_of(draft)[1].findings}
    measured = measures_of(draft).work.work.hours
    assert measured == pytest.approx(hours * 1.8, rel=0.01)
    assert f"{measured:.0f}" in found["workload_more"].sentence


def test_a_line_that_expires_says_so_and_a_new_review_renews_it(provider: Organisation) -> None:
    draft = make_draft(provider)
    decide(ask(draft), make_member(Role.EDUCATOR, provider))
    services.publish(thing=draft, by=None, now=NOW)
    Approval.objects.update(valid_until=date(2020, 1, 1))
    version = ModuleVersion.objects.select_related("module__provider").get(pk=draft.pk)
    assert line_of(version).standing == "expired"
    with pytest.raises(Refused):
        services.renew(thing=version, by=None, now=NOW)
    later = NOW + timedelta(days=1)
    decide(ask(version, now=later), make_member(Role.EDUCATOR, provider), now=later)
    assert line_of(version).standing == "assured"
    assert Approval.objects.count() == 2


def test_a_micro_credential_goes_through_the_same_gates() -> None:
    micro_credential = published_micro_credential()
    decide(ask(micro_credential), make_member(Role.EDUCATOR, micro_credential.provider))
    assert line_of(micro_credential).standing == "assured"


def test_another_institution_vouches_for_it_as_external_material(provider: Organisation) -> None:
    draft = make_draft()
    services.publish(thing=draft, by=None, now=NOW)
    educator = make_member(Role.EDUCATOR, provider)
    until = date(2027, 5, 3)
    services.vet_external(
        thing=ModuleVersion.objects.get(pk=draft.pk), organisation=provider, valid_until=until, grounds="Svarer til.",
        by=educator, now=NOW,
    )  # fmt: skip
    assert line_of(draft).words == "Vurderet eksternt materiale: Fjordens Akademi, gælder til 3. maj 2027"
    with pytest.raises(NotYours):
        services.vet_external(
            thing=draft, organisation=provider, valid_until=until, grounds="x", by=make_member(Role.EDUCATOR), now=NOW
        )
    lead = make_member(Role.PROGRAMME_LEAD, provider)
    services.withdraw_approval(approval=Approval.objects.get(), reason="De har ændret det.", by=lead, now=NOW)
    assert line_of(draft).standing == "none"


def test_links_are_tried_once_a_week_and_private_addresses_never_fetched(provider: Organisation) -> None:
    body = "[a](https://a.example/x_(y)) <https://b.example/> http://127.0.0.1/admin http://169.254.169.254/."
    draft = make_draft(provider, NewStep("text", "Links", 10, body))
    answers = {"https://a.example/x_(y)": 200, "https://b.example/": 404}
    asked = []

    def status(address: str) -> int:
        asked.append(address)
        return answers[address] if address in answers else services.links.status_of(address)

    assert services.try_links(thing=draft, now=NOW, ask=status) == 4
    assert services.try_links(thing=draft, now=NOW, ask=status) == 0
    states = dict(Link.objects.values_list("address", "state"))
    assert states == {
        "https://a.example/x_(y)": "alive",
        "https://b.example/": "dead",
        "http://127.0.0.1/admin": "private",
        "http://169.254.169.254/": "private",
    }
