"""The pages: who sees what, what waits, and how a picture and a difference read."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from conftest import CountQueries
from factories import NOW, make_competence, make_member, make_person
from factories_reuse import House, current, make_adaptation, make_house, make_shared_module, publish_draft, rewrite
from factories_study import make_enrolment
from nanobank.catalogue.models import Module, State
from nanobank.notices.models import Notice
from nanobank.organisations.models import Membership, Role
from nanobank.reuse import services
from nanobank.reuse.models import Adaptation, Licence, Proposal, Uptake, Way

pytestmark = pytest.mark.django_db


@pytest.fixture
def giver() -> House:
    return make_house()


@pytest.fixture
def taker() -> House:
    return make_house()


@pytest.fixture
def module(giver: House) -> Module:
    return make_shared_module(giver)


def page_for(client: Client, person: Any, address: str) -> str:
    client.force_login(person)
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_educators_find_modules_with_licence_users_and_quality(client: Client, module: Module, taker: House) -> None:
    services.take_up(module=module, organisation=taker.organisation, way=Way.FOLLOW, by=None, now=NOW)
    page = page_for(client, taker.educator, "/genbrug/?q=datajournalistik")
    assert current(module).title in page
    assert "CC BY-SA 4.0" in page
    assert "bruges af 1 anden" in page


def test_only_what_may_be_adapted_is_shown_when_asked(client: Client, giver: House, taker: House) -> None:
    closed = current(make_shared_module(giver, None))
    shared = current(make_shared_module(giver))
    page = page_for(client, taker.educator, "/genbrug/?tilpasses=1")
    assert shared.title in page
    assert closed.title not in page


@pytest.mark.parametrize("role", [Role.STUDY_SECRETARY, Role.EMPLOYER, Role.EXTERNAL_MENTOR, None])
def test_those_who_write_no_modules_have_nothing_here(client: Client, module: Module, role: Role | None) -> None:
    client.force_login(make_member(role) if role else make_person())
    for address in ("/genbrug/", "/genbrug/vores/", "/genbrug/dubletter/", f"/genbrug/moduler/{module.slug}/"):
        assert client.get(address).status_code == 404


def test_a_module_is_looked_into_where_its_licence_lets_one(client: Client, giver: House, taker: House) -> None:
    shared, closed = make_shared_module(giver), make_shared_module(giver, None)
    assert "Ring til kilden i dag." in page_for(client, taker.educator, f"/genbrug/moduler/{shared.slug}/")
    page = page_for(client, taker.educator, f"/genbrug/moduler/{closed.slug}/")
    assert "Ring til kilden i dag." not in page
    assert "/tilpas/" not in page


def test_a_module_is_taken_up_and_shown_where_one_works(client: Client, module: Module, taker: House) -> None:
    client.force_login(taker.educator)
    sent = {"organisation": taker.organisation.slug, "way": "pin", "purpose": "Til diplomet"}
    assert client.post(f"/genbrug/moduler/{module.slug}/brug/", sent).status_code == 302
    uptake = Uptake.objects.get()
    assert (uptake.pinned, uptake.purpose) == (current(module), "Til diplomet")
    for address in ("/genbrug/vores/", "/undervisning/", f"/udbydere/{taker.organisation.slug}/"):
        assert current(module).title in client.get(address).content.decode()


def test_a_draft_is_made_of_another_houses_module_and_names_its_source(
    client: Client, module: Module, taker: House
) -> None:
    client.force_login(taker.educator)
    form = client.get(f"/genbrug/moduler/{module.slug}/tilpas/")
    assert [value for value, _label in form.context["form"].fields["licence"].choices] == ["cc_by_sa"]
    steps = {f"step_{step.began_as}": "core" for step in current(module).steps.all()}
    last = list(steps)[-1]
    sent = {
        "organisation": taker.organisation.slug, "title_da": "Til os", "title_en": "For us", "licence": "cc_by_sa",
        "audience": "educators", **steps, last: "out",
    }  # fmt: skip
    answer = client.post(f"/genbrug/moduler/{module.slug}/tilpas/", sent)
    draft = Adaptation.objects.get().module.versions.get()
    assert answer.headers["Location"] == f"/undervisning/udkast/{draft.uuid}/"
    assert draft.steps.count() == 2
    publish_draft(draft.module, taker)
    assert "Tilpasset fra" in client.get(f"/moduler/{draft.module.slug}/").content.decode()


def test_another_licence_than_the_source_allows_is_said_at_its_field(
    client: Client, module: Module, taker: House
) -> None:
    client.force_login(taker.educator)
    sent = {"organisation": taker.organisation.slug, "title_da": "A", "title_en": "A", "licence": "all_rights"}
    answer = client.post(f"/genbrug/moduler/{module.slug}/tilpas/", sent)
    assert answer.status_code == 422
    assert "licence" in answer.context["form"].errors


@pytest.fixture
def changed(module: Module, giver: House, taker: House) -> Adaptation:
    """An adaptation whose source has a new version since."""
    adaptation = make_adaptation(module, taker, publish=True)
    rewrite(module, giver, "Kilder", "Skriv til kilden i dag.")
    publish_draft(module, giver)
    return adaptation


def test_a_change_is_shown_word_by_word_and_taken_over_with_a_button(
    client: Client, changed: Adaptation, taker: House
) -> None:
    page = page_for(client, taker.educator, f"/genbrug/tilpasninger/{changed.uuid}/")
    assert "<del>" in page
    assert "Ring</del>" in page
    assert "Skriv</ins>" in page
    step = current(changed.module).steps.get(title="Kilder").began_as
    client.post(f"/genbrug/tilpasninger/{changed.uuid}/overtag/", {"step": str(step)})
    draft = changed.module.versions.get(state=State.DRAFT)
    assert draft.steps.get(title="Kilder").body == "Skriv til kilden i dag."
    client.post(f"/genbrug/tilpasninger/{changed.uuid}/faerdig/")
    assert "Intet, siden du sidst så efter" in page_for(
        client, taker.educator, f"/genbrug/tilpasninger/{changed.uuid}/"
    )


def test_publishing_tells_the_users_when_the_author_sees_the_published_version(
    client: Client, changed: Adaptation, giver: House, taker: House
) -> None:
    version = current(changed.source.module)
    page_for(client, giver.educator, f"/undervisning/udkast/{version.uuid}/")
    told = Notice.objects.filter(person=taker.educator)
    assert [notice.url for notice in told] == [f"/genbrug/tilpasninger/{changed.uuid}/"]


def test_neighbours_get_404_for_what_is_not_theirs(client: Client, changed: Adaptation, giver: House) -> None:
    uptake = services.take_up(
        module=changed.source.module, organisation=make_house().organisation, way=Way.PIN, by=None, now=NOW
    )
    for person in (giver.educator, make_member(Role.EDUCATOR)):
        client.force_login(person)
        assert client.get(f"/genbrug/tilpasninger/{changed.uuid}/").status_code == 404
        assert client.post(f"/genbrug/tilpasninger/{changed.uuid}/faerdig/").status_code == 404
        assert client.get(f"/genbrug/brug/{uptake.uuid}/").status_code == 404
        assert client.post(f"/genbrug/brug/{uptake.uuid}/aendr/", {"action": "end"}).status_code == 404


def test_an_improvement_is_offered_seen_and_declined_with_grounds(
    client: Client, module: Module, giver: House, taker: House
) -> None:
    adaptation = make_adaptation(module, taker, publish=True)
    rewrite(adaptation.module, taker, "Etik", "Spørg altid.")
    publish_draft(adaptation.module, taker)
    step = current(adaptation.module).steps.get(title="Etik").began_as
    client.force_login(taker.educator)
    client.post(f"/genbrug/tilpasninger/{adaptation.uuid}/tilbyd/", {"steps": [str(step)], "words": "Klarere."})
    address = f"/genbrug/forbedringer/{Proposal.objects.get().uuid}/"
    client.force_login(make_member(Role.EDUCATOR))
    assert client.get(address).status_code == 404
    assert "Klarere." in page_for(client, giver.educator, address)
    answer = client.post(address, {"action": "decline", "grounds": ""})
    assert "grounds" in answer.context["form"].errors
    client.post(address, {"action": "decline", "grounds": "Vi mener noget andet."})
    assert "Vi mener noget andet." in page_for(client, taker.educator, address)


def test_a_family_of_three_generations_is_a_picture_and_a_table(client: Client, module: Module, taker: House) -> None:
    child = make_adaptation(module, taker, publish=True)
    grandchild = make_adaptation(child.module, make_house(), publish=True)
    page = page_for(client, taker.educator, f"/genbrug/moduler/{grandchild.module.slug}/")
    assert page.count('class="ru-line"') == 2
    assert "3 moduler" in page
    assert "<td>3</td>" in page


def test_results_of_fewer_than_five_are_not_told(client: Client, module: Module, taker: House) -> None:
    for _ in range(4):
        make_enrolment(module=module)
    address = f"/genbrug/moduler/{module.slug}/"
    assert "Færre end fem" in page_for(client, taker.educator, address)
    make_enrolment(module=module)
    assert "5 er begyndt" in page_for(client, taker.educator, address)


def test_who_else_teaches_it_names_the_colleague_or_their_unit_when_they_have_left(
    client: Client, giver: House, taker: House
) -> None:
    competence = make_competence()
    mine = make_shared_module(taker, competence=competence)
    make_shared_module(giver, competence=competence)
    page = page_for(client, taker.educator, f"/genbrug/moduler/{mine.slug}/")
    assert f"mailto:{giver.educator.email}" in page
    Membership.objects.filter(person=giver.educator).delete()
    page = page_for(client, taker.educator, f"/genbrug/moduler/{mine.slug}/")
    assert giver.educator.email not in page
    assert giver.organisation.name in page


def test_ones_own_licence_is_chosen_on_the_page(client: Client, giver: House) -> None:
    module = make_shared_module(giver, None)
    client.force_login(giver.educator)
    client.post(f"/genbrug/moduler/{module.slug}/licens/", {"licence": Licence.BY})
    assert "CC BY 4.0" in client.get(f"/moduler/{module.slug}/").content.decode()


@pytest.mark.parametrize("address", ["/genbrug/", "/genbrug/vores/"])
def test_the_lists_take_as_many_queries_however_long_they_are(
    client: Client, giver: House, taker: House, count_queries: CountQueries, address: str
) -> None:
    def more() -> None:
        module = make_shared_module(giver)
        services.take_up(module=module, organisation=taker.organisation, way=Way.FOLLOW, by=None, now=NOW)
        make_adaptation(module, taker, publish=True)

    client.force_login(taker.educator)
    ask: Callable[[], object] = lambda: client.get(address)  # noqa: E731
    more()
    ask()
    few = count_queries(ask)
    more()
    more()
    assert count_queries(ask) <= few
