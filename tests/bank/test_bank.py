"""The bank: what stands where, one next step each, the story, and who may look along."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clients import signed_in
from conftest import CountQueries
from factories import NOW, make_member, make_micro_credential, make_person, make_version
from factories_credentials import make_credential, make_secretary
from factories_study import TEXT, complete, make_enrolment, make_taught_module, steps_of
from nanobank.accounts.models import Person
from nanobank.bank.models import Mentorship
from nanobank.bank.queries import bank_of
from nanobank.bank.services import begin_mentorship, end_mentorship, plan, unplan
from nanobank.bank.shown import State
from nanobank.bank.story import gathered, months_of, story_of
from nanobank.catalogue.models import Module
from nanobank.common.errors import Conflict, Refused
from nanobank.credentials.services import suspend
from nanobank.exams.models import Registration
from nanobank.ledger.models import Kind
from nanobank.ledger.services import hold, record_micro_credential, release
from nanobank.organisations.models import Role
from nanobank.study.services import complete_step

pytestmark = pytest.mark.django_db


def module_in(person: Person, state: State) -> Module:
    module = make_taught_module(TEXT)
    if state is State.PLANNED:
        plan(person=person, module=module, now=NOW)
        return module
    enrolment = make_enrolment(module, person)
    if state is not State.UNDER_WAY:
        complete(enrolment)
    if state is State.HELD:
        micro_credential = make_micro_credential(required=[module])
        hold(person=person, micro_credential=micro_credential, versions=[enrolment.version], by=None, now=NOW)
    return module


def test_each_module_stands_where_it_is_with_one_next_step() -> None:
    person = make_person()
    modules = {state: module_in(person, state) for state in State}
    bank = bank_of(person)
    assert {item.state: item.slug for item in bank.items} == {state: one.slug for state, one in modules.items()}
    ects = Decimal("2.50")
    balance = bank.balance
    assert (balance.planned, balance.under_way, balance.completed, balance.held) == (ects, ects, ects, ects)
    steps = {item.state: item.next_step for item in bank.items}
    planned, under_way = steps[State.PLANNED], steps[State.UNDER_WAY]
    assert planned is not None
    assert planned.url == reverse("study_start", args=[modules[State.PLANNED].slug])
    assert under_way is not None
    assert "/studie/" in under_way.url


def test_when_the_rule_is_met_the_next_step_is_the_exam() -> None:
    person = make_person()
    first, second = (module_in(person, State.COMPLETED) for _ in range(2))
    micro_credential = make_micro_credential(required=[first, second], ects=Decimal(5))
    register = reverse("exam_register", args=[micro_credential.slug])
    bank = bank_of(person)
    assert [goal.next_step.url for goal in bank.goals] == [register]
    assert all(item.next_step and item.next_step.by_post and item.next_step.url == register for item in bank.items)


def test_what_is_outstanding_is_said_in_words() -> None:
    person, missing = make_person(), make_taught_module(TEXT, title_da="Kildekritik")
    make_micro_credential(required=[module_in(person, State.COMPLETED), missing], ects=Decimal(5))
    goal = bank_of(person).goals[0]
    assert goal.outstanding == ["Kildekritik"]
    assert goal.readiness.percent == 50
    assert "Kildekritik" in signed_in(person).get(reverse("bank")).content.decode()


def test_planning_twice_and_unplanning_twice_do_no_harm() -> None:
    person, module = make_person(), make_taught_module()
    for change, planned in ((plan, Decimal("2.50")), (unplan, Decimal(0))):
        for _ in range(2):
            change(person=person, module=module, now=NOW)
            assert bank_of(person).balance.planned == planned
    assert len(story_of(person)) == 2


def test_planning_what_is_under_way_changes_nothing() -> None:
    person = make_person()
    module = module_in(person, State.UNDER_WAY)
    plan(person=person, module=module, now=NOW)
    assert bank_of(person).balance.planned == 0


def test_a_module_that_is_not_offered_cannot_be_planned() -> None:
    module = Module.objects.create(slug="kladde", provider=make_taught_module().provider)
    with pytest.raises(Refused):
        plan(person=make_person(), module=module, now=NOW)


def test_a_newer_version_is_told_of_in_the_bank() -> None:
    person = make_person()
    module = module_in(person, State.UNDER_WAY)
    module.current = make_version(module, number=2)
    module.save()
    assert bank_of(person).items[0].newer


def test_the_story_is_told_newest_first_by_month() -> None:
    person, modules = make_person(), [make_taught_module() for _ in range(3)]
    for days, module in zip((0, 1, 40), modules, strict=True):
        plan(person=person, module=module, now=NOW - timedelta(days=days))
    months = months_of(story_of(person))
    assert [(month.first.month, len(month.events)) for month in months] == [(11, 2), (10, 1)]
    page = signed_in(person).get(reverse("bank_timeline")).content.decode()
    assert "Oktober 2026" in page
    assert page.count("Planlagt") == 3


def test_what_one_credential_counts_is_one_line_of_the_story() -> None:
    person, modules = make_person(), [make_taught_module(TEXT) for _ in range(3)]
    versions = [complete(make_enrolment(module, person)).version for module in modules]
    two, one = make_micro_credential(required=modules[:2]), make_micro_credential(required=modules[2:])
    hold(person=person, micro_credential=two, versions=versions[:2], by=None, now=NOW)
    hold(person=person, micro_credential=one, versions=versions[2:], by=None, now=NOW)
    release(person=person, micro_credential=two, by=None, now=NOW + timedelta(days=1), reason="Fejl.")
    told = [(event.kind, event.words, event.about, event.ects) for event in gathered(story_of(person))]
    released, alone, counted = (row for row in told if row[0] in {Kind.HELD, Kind.RELEASED})
    assert counted[1:] == ("2 moduler talt med i et bevis", two.title, Decimal(5))
    assert released[1:] == ("2 moduler tæller ikke længere med i et bevis", two.title, Decimal(5))
    assert alone[1:] == ("Talt med i et bevis", f"{versions[2].title} → {one.title}", Decimal("2.5"))
    assert "2 moduler talt med i et bevis" in signed_in(person).get(reverse("bank_timeline")).content.decode()


@pytest.mark.parametrize(
    ("kind", "grade", "note"),
    [(Kind.PASSED, "7", "Karakter 7"), (Kind.NOT_PASSED, "00", "Karakter 00"), (Kind.PASSED, "passed", "")],
)
def test_a_grade_is_told_in_words(kind: Kind, grade: str, note: str) -> None:
    person = make_person()
    micro_credential = make_micro_credential()
    record_micro_credential(person=person, micro_credential=micro_credential, kind=kind, by=None, now=NOW, note=grade)
    event = story_of(person)[0]
    assert (event.words, event.note) == ("Bestået" if kind is Kind.PASSED else "Ikke bestået", note)


def test_the_pages_need_sign_in(client: Client) -> None:
    for name in ("bank", "bank_timeline"):
        assert client.get(reverse(name))["Location"].startswith(reverse("account_login"))


def test_a_mentor_looks_along_while_it_lasts_and_nobody_else() -> None:
    learner, mentor = make_person(), make_member(Role.EXTERNAL_MENTOR)
    module = module_in(learner, State.PLANNED)
    url = reverse("bank_of", args=[learner.uuid])
    others = [
        make_person(),
        make_member(Role.INTERNAL_MENTOR, module.provider),
        make_member(Role.EDUCATOR, module.provider),
    ]
    mentorship = begin_mentorship(
        learner=learner, mentor=mentor, kind=Mentorship.Kind.EXTERNAL, now=NOW - timedelta(days=3000)
    )
    page = signed_in(mentor).get(url)
    assert page.status_code == 200
    assert reverse("bank_unplan", args=[module.slug]) not in page.content.decode()
    assert all(signed_in(other).get(url).status_code == 404 for other in others)
    assert mentor.name in signed_in(learner).get(reverse("bank")).content.decode()
    assert learner.name in signed_in(mentor).get(reverse("bank")).content.decode()
    end = reverse("mentorship_end", args=[mentorship.uuid])
    assert signed_in(others[0]).post(end).status_code == 404
    assert signed_in(learner).post(end)["Location"] == reverse("guidance")
    assert signed_in(mentor).get(url).status_code == 404


def test_a_mentor_does_not_read_the_reasons_that_are_for_the_learner() -> None:
    learner, mentor, micro_credential = make_person(), make_person(), make_micro_credential()
    begin_mentorship(learner=learner, mentor=mentor, kind=Mentorship.Kind.INTERNAL, now=NOW - timedelta(days=3000))
    hold(person=learner, micro_credential=micro_credential, versions=[], by=None, now=NOW)
    release(person=learner, micro_credential=micro_credential, by=None, now=NOW, reason="En anden har skrevet den.")
    assert "En anden har skrevet den." in signed_in(learner).get(reverse("bank_timeline")).content.decode()
    seen = signed_in(mentor).get(reverse("bank_of", args=[learner.uuid])).content.decode()
    assert micro_credential.title in seen
    assert "En anden har skrevet den." not in seen


def test_one_mentor_of_each_kind_and_nobody_is_their_own() -> None:
    learner, mentor = make_person(), make_person()
    first = begin_mentorship(learner=learner, mentor=mentor, kind=Mentorship.Kind.INTERNAL, now=NOW)
    with pytest.raises(Conflict):
        begin_mentorship(learner=learner, mentor=make_person(), kind=Mentorship.Kind.INTERNAL, now=NOW)
    with pytest.raises(Refused):
        begin_mentorship(learner=learner, mentor=learner, kind=Mentorship.Kind.EXTERNAL, now=NOW)
    with pytest.raises(Refused):
        end_mentorship(mentorship=first, by=make_person(), now=NOW)
    end_mentorship(mentorship=first, by=mentor, now=NOW)
    begin_mentorship(learner=learner, mentor=make_person(), kind=Mentorship.Kind.INTERNAL, now=NOW)


def test_plan_buttons_work_without_javascript_and_stay_on_our_site() -> None:
    person, module = make_person(), make_taught_module()
    client, url = signed_in(person), reverse("bank_plan", args=[module.slug])
    assert client.post(url, {"next": "/moduler/x/"})["Location"] == "/moduler/x/"
    assert client.post(url, {"next": "https://evil.example/"})["Location"] == reverse("bank")
    assert client.post(reverse("bank_unplan", args=[module.slug]))["Location"] == reverse("bank")
    assert client.post(reverse("bank_plan", args=["findes-ikke"])).status_code == 404


def test_the_module_page_offers_what_fits_the_reader(client: Client) -> None:
    person, module = make_person(), make_taught_module(TEXT)
    url = reverse("module", args=[module.slug])
    assert reverse("account_login") + "?next=" in client.get(url).content.decode()
    own = signed_in(person)
    assert reverse("bank_plan", args=[module.slug]) in own.get(url).content.decode()
    plan(person=person, module=module, now=NOW)
    assert reverse("bank_unplan", args=[module.slug]) in own.get(url).content.decode()
    enrolment = make_enrolment(module, person)
    assert reverse("enrolment", args=[enrolment.uuid]) in own.get(url).content.decode()


def test_the_bank_costs_the_same_queries_however_much_is_in_it() -> None:
    counts = []
    for size in (1, 4):
        person = make_person()
        for _ in range(size):
            for state in State:
                module_in(person, state)
            make_micro_credential(required=[module_in(person, State.COMPLETED)])
        client = signed_in(person)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("bank")).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 24


def test_the_kept_reading_follows_every_change(count_queries: CountQueries) -> None:
    person, module = make_person(), make_taught_module(TEXT, TEXT)
    client, url = signed_in(person), reverse("bank")
    assert module.slug not in client.get(url).content.decode()
    enrolment = make_enrolment(module, person)
    assert "0 af 2 trin" in client.get(url).content.decode()
    complete_step(enrolment=enrolment, step=steps_of(enrolment.version)[0], now=NOW)
    assert "1 af 2 trin" in client.get(url).content.decode()
    micro_credential = make_micro_credential(required=[module])
    complete(enrolment)
    register = reverse("exam_register", args=[micro_credential.slug])
    assert register in client.get(url).content.decode()
    Registration.objects.create(person=person, micro_credential=micro_credential, registered_at=NOW)
    assert register not in client.get(url).content.decode()
    assert "1 of 2 steps" not in client.get(f"/en{url}").content.decode()
    assert count_queries(lambda: client.get(url)) <= 5


def test_a_credential_that_is_suspended_says_so_in_the_bank_at_once() -> None:
    credential = make_credential()
    client, url = signed_in(credential.person), reverse("bank")
    assert "sat i bero" not in client.get(url).content.decode()
    reason = "Prøven undersøges, fordi to opgaver er ens."
    suspend(credential=credential, reason=reason, by=make_secretary(credential.issuer), now=NOW)
    assert "sat i bero" in client.get(url).content.decode()
