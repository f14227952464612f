"""A module of another house is used as it is, kept in a version, or adapted within its licence."""

import pytest
from django.test import Client
from django.urls import reverse

from factories import NOW, make_member, make_organisation, make_person
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
from nanobank.catalogue.models import Audience, Module, State
from nanobank.catalogue.services import withdraw_module
from nanobank.common.errors import Conflict, NotYours, Refused
from nanobank.notices.models import Notice
from nanobank.organisations.models import Membership, Role
from nanobank.reuse import services
from nanobank.reuse.models import Licence, Uptake, Way
from nanobank.reuse.queries import licence_of, taken_up_by
from nanobank.reuse.services import NewAdaptation
from nanobank.study.services import enrol

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


def take_up(module: Module, house: House, way: Way = Way.FOLLOW) -> Uptake:
    return services.take_up(module=module, organisation=house.organisation, way=way, by=house.educator, now=NOW)


def test_what_follows_moves_on_with_its_source_and_what_is_pinned_stays(
    module: Module, giver: House, taker: House
) -> None:
    other = make_house()
    take_up(module, taker), take_up(module, other, Way.PIN)
    rewrite(module, giver, "Kilder", "Skriv til kilden.")
    publish_draft(module, giver)
    (follows,), (stays,) = taken_up_by([taker.organisation.pk]), taken_up_by([other.organisation.pk])
    assert (follows.version.number, stays.version.number) == (2, 1)
    assert stays.newer is not None
    services.look_at(uptake=stays.uptake, by=other.educator, now=NOW)
    assert taken_up_by([other.organisation.pk])[0].newer is None


def test_learners_who_begin_there_get_the_version_that_is_used_there(
    client: Client, module: Module, giver: House, taker: House
) -> None:
    other = make_house()
    stays, follows = take_up(module, taker, Way.PIN), take_up(module, other)
    rewrite(module, giver, "Kilder", "Skriv til kilden.")
    publish_draft(module, giver)
    for uptake, number in ((stays, 1), (follows, 2)):
        learner = make_person()
        client.force_login(learner)
        begin = reverse("reuse_begin", args=[uptake.uuid])
        assert client.get(begin).status_code == 200
        client.post(begin)
        assert learner.enrolments.get().version.number == number
    services.end_uptake(uptake=stays, by=taker.educator, now=NOW)
    assert client.get(reverse("reuse_begin", args=[stays.uuid])).status_code == 404


def test_nobody_begins_on_a_draft_or_on_another_modules_version(module: Module, giver: House) -> None:
    rewrite(module, giver, "Kilder", "Skriv til kilden.")
    for version in (module.versions.get(state=State.DRAFT), current(make_shared_module(giver))):
        with pytest.raises(Refused):
            enrol(person=make_person(), module=module, offering=None, now=NOW, version=version)


def test_a_source_that_leaves_the_catalogue_is_told_once_to_those_who_use_it(
    module: Module, giver: House, taker: House
) -> None:
    adapts = make_house()
    uptake, _made = take_up(module, taker, Way.PIN), make_adaptation(module, adapts)
    services.tell_users(now=NOW)
    Notice.objects.all().delete()
    withdraw_module(module=module, by=giver.educator, now=NOW)
    assert services.tell_users(now=NOW) == 2
    assert services.tell_users(now=NOW) == 0
    told = Notice.objects.filter(message__contains="has left the catalogue")
    assert {one.person for one in told} == {taker.educator, adapts.educator}
    assert taken_up_by([taker.organisation.pk])[0].is_withdrawn
    with pytest.raises(Refused):
        enrol(
            person=make_person(),
            module=Module.objects.get(pk=module.pk),
            offering=None,
            now=NOW,
            version=uptake.pinned,
        )


def test_taking_up_again_changes_the_way_and_ending_it_leaves_room_for_another_time(
    module: Module, taker: House
) -> None:
    take_up(module, taker)
    uptake = take_up(module, taker, Way.PIN)
    assert Uptake.objects.get() == uptake
    services.end_uptake(uptake=uptake, by=taker.educator, now=NOW)
    with pytest.raises(Conflict):
        services.end_uptake(uptake=uptake, by=taker.educator, now=NOW)
    assert take_up(module, taker) != uptake


def test_nobody_takes_up_for_a_house_that_they_do_not_write_for(module: Module, giver: House, taker: House) -> None:
    secretary = make_member(Role.STUDY_SECRETARY, taker.organisation)
    for person in (giver.educator, secretary):
        with pytest.raises(NotYours):
            services.take_up(module=module, organisation=taker.organisation, way=Way.FOLLOW, by=person, now=NOW)


def test_ones_own_module_cannot_be_taken_up(module: Module, giver: House) -> None:
    with pytest.raises(Refused, match="eget"):
        take_up(module, giver)


def test_an_adaptation_copies_steps_and_questions_and_names_its_source(module: Module, taker: House) -> None:
    adaptation = make_adaptation(module, taker, audience=Audience.PROFESSIONALS)
    draft = adaptation.module.versions.get()
    assert adaptation.source == current(module)
    assert [step.title for step in draft.steps.all()] == ["Kilder", "Etik", "Prøv dig selv"]
    assert draft.steps.get(kind="quiz").questions.get().prompt == "Hvad er en kilde?"
    assert [one.audience for one in draft.audiences.all()] == [Audience.PROFESSIONALS]
    assert adaptation.core.count() == 2
    assert licence_of(draft) == Licence.BY_SA


def test_steps_that_are_left_out_are_not_copied(module: Module, taker: House) -> None:
    version = current(module)
    new = NewAdaptation(licence=Licence.BY_SA, core=[origins(version)["Etik"]])
    adaptation = services.adapt(version=version, provider=taker.organisation, new=new, by=taker.educator, now=NOW)
    assert [step.title for step in adaptation.module.versions.get().steps.all()] == ["Etik"]


@pytest.mark.parametrize("licence", [None, Licence.BY_ND, Licence.ALL_RIGHTS])
def test_what_may_not_be_adapted_is_not(giver: House, taker: House, licence: Licence | None) -> None:
    module = make_shared_module(giver, licence)
    with pytest.raises(Refused) as refused:
        make_adaptation(module, taker)
    assert refused.value.field == "licence"


def test_share_alike_is_inherited_by_adaptations_of_adaptations_too(module: Module, taker: House) -> None:
    child = make_adaptation(module, taker, publish=True)
    third = make_house()
    closed = NewAdaptation(licence=Licence.ALL_RIGHTS, core=())
    with pytest.raises(Refused, match="CC BY-SA"):
        services.adapt(
            version=current(child.module), provider=third.organisation, new=closed, by=third.educator, now=NOW
        )
    with pytest.raises(Refused, match="CC BY-SA"):
        services.set_licence(version=current(child.module), licence=Licence.CC0, by=taker.educator, now=NOW)


def test_what_may_not_be_sold_begins_at_no_price(giver: House, taker: House) -> None:
    module = make_shared_module(giver, Licence.BY_NC)
    version = current(module)
    new = NewAdaptation(licence=Licence.BY_NC, core=())
    adaptation = services.adapt(version=version, provider=taker.organisation, new=new, by=taker.educator, now=NOW)
    assert adaptation.module.versions.get().price == 0


def test_a_licence_can_be_opened_but_not_taken_back_and_lasts_through_versions(giver: House) -> None:
    module = make_shared_module(giver)
    services.set_licence(version=current(module), licence=Licence.BY, by=giver.educator, now=NOW)
    with pytest.raises(Refused):
        services.set_licence(version=current(module), licence=Licence.ALL_RIGHTS, by=giver.educator, now=NOW)
    rewrite(module, giver, "Kilder", "Nyt.")
    assert licence_of(publish_draft(module, giver)) == Licence.BY


def test_those_behind_a_module_are_told_and_when_they_have_left_their_unit_is(
    module: Module, giver: House, taker: House
) -> None:
    take_up(module, taker)
    assert Notice.objects.get().person == giver.educator
    colleague = make_member(Role.PROGRAMME_LEAD, giver.organisation)
    Membership.objects.filter(person=giver.educator).delete()
    make_adaptation(module, taker)
    assert [notice.person for notice in Notice.objects.order_by("pk")][-1] == colleague


def test_users_are_told_of_a_new_version_once(module: Module, giver: House, taker: House) -> None:
    take_up(module, taker)
    make_adaptation(module, make_house())
    Notice.objects.all().delete()
    rewrite(module, giver, "Kilder", "Skriv til kilden.")
    publish_draft(module, giver)
    assert (services.tell_users(now=NOW), services.tell_users(now=NOW)) == (2, 0)
    assert {notice.person for notice in Notice.objects.all()} >= {taker.educator}


def test_a_stranger_organisation_uses_nothing() -> None:
    assert taken_up_by([make_organisation().pk]) == []
