from decimal import Decimal
from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from conftest import CountQueries
from factories import make_competence, make_member, make_micro_credential, make_organisation, make_person
from factories_pathways import answered, chosen, make_life, make_pathway, make_teaching
from nanobank.bank.services import plan as plan_in_bank
from nanobank.catalogue.models import Module
from nanobank.common.errors import NotYours, Refused
from nanobank.organisations.models import Organisation, Role
from nanobank.pathways import services as pathways
from nanobank.pathways.cohorts import services
from nanobank.pathways.cohorts.demand import Count, demand_of
from nanobank.pathways.cohorts.queries import answered_planning, said, shown_balance
from nanobank.pathways.cohorts.terms import BalanceTerms, TermPin
from nanobank.pathways.models import Balance, PlannedModule
from pathways.test_api import Program

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def laid(balance: Balance) -> list[list[str]]:
    """The modules term by term, once a planner has been at work."""
    answered(balance.plannings.latest("pk"), now=timezone.now())
    planning = answered_planning(balance)
    assert planning
    return [[one.slug for one in term.modules] for term in shown_balance(planning, said(balance)).terms]


def make_balance(terms: int = 2, **fields: object) -> tuple[Balance, list[Module]]:
    """Modules of 4, 2 and 2 ECTS over terms; the last builds on the first."""
    school = make_organisation()
    lead = make_member(Role.PROGRAMME_LEAD, school)
    first = make_teaching(school, "metode", ects="4")
    modules = [first, make_teaching(school, "sprog"), make_teaching(school, "data", requires=((first,),))]
    said_ = BalanceTerms(modules=tuple(one.slug for one in modules), terms=terms, **fields)  # type: ignore[arg-type]
    made = services.begin_balance(organisation=school, title="", terms=said_, by=lead, now=timezone.now())
    return made, modules


def test_the_heaviest_term_is_as_light_as_it_can_be_and_nothing_comes_before_what_it_builds_on() -> None:
    balance, _modules = make_balance()
    assert laid(balance) == [["metode"], ["data", "sprog"]]
    planning = answered_planning(balance)
    assert planning
    shown = shown_balance(planning, said(balance))
    assert (shown.is_proven, shown.heaviest, shown.least) == (True, Decimal(4), Decimal(4))


def test_a_module_that_is_moved_stays_and_the_rest_is_laid_around_it() -> None:
    balance, _modules = make_balance(3)
    services.place(balance=balance, module="metode", term=2, by=balance.made_by, now=timezone.now())
    assert laid(balance)[1:] == [["metode"], ["data", "sprog"]]
    services.place(balance=balance, module="metode", term=None, by=balance.made_by, now=timezone.now())
    assert said(balance).pins == ()
    services.place(balance=balance, module="metode", term=3, by=balance.made_by, now=timezone.now())
    assert laid(balance) == []
    with pytest.raises(Refused, match="termin"):
        services.place(balance=balance, module="metode", term=4, by=balance.made_by, now=timezone.now())


def test_bad_terms_are_refused_and_neighbours_do_not_see_it() -> None:
    balance, _modules = make_balance()
    given = {"balance": balance, "title": "", "now": timezone.now()}
    for terms in (
        BalanceTerms(modules=("findes-ikke",), terms=2),
        BalanceTerms(modules=("metode",), terms=2, pins=(TermPin(module="metode", term=3),)),
    ):
        with pytest.raises(Refused):
            services.change_balance(terms=terms, by=balance.made_by, **given)  # type: ignore[arg-type]
    neighbour = make_member(Role.PROGRAMME_LEAD)
    educator = make_member(Role.EDUCATOR, balance.organisation)
    for somebody in (neighbour, educator, make_person()):
        with pytest.raises(NotYours):
            services.place(balance=balance, module="metode", term=1, by=somebody, now=timezone.now())
        client = Client()
        client.force_login(somebody)
        for path in ("", "ret/", "undervejs/"):
            assert client.get(f"/forloeb/terminer/{balance.uuid}/{path}").status_code == 404
        assert client.get(f"/forloeb/efterspoergsel/?udbyder={balance.organisation.slug}").status_code == 404


def test_what_a_micro_credential_is_made_of_can_be_laid() -> None:
    credential = make_micro_credential()
    module = make_teaching(credential.provider, "kerne")
    credential.required.add(module)
    assert services.modules_of(micro_credential=credential.slug, also=("andet",)) == sorted(
        {"andet", *credential.required.values_list("slug", flat=True)}
    )


def test_a_programme_lead_lays_modules_on_a_page_and_moves_one(client: Client) -> None:
    balance, modules = make_balance()
    client.force_login(balance.made_by)
    assert "Fordel moduler" in client.get("/forloeb/terminer/").content.decode()
    assert "metode" in client.get("/forloeb/terminer/nyt/").content.decode().lower()
    assert client.post("/forloeb/terminer/nyt/", {"terms": "2"}).status_code == 422
    given = {"title": "Foråret", "terms": "2", "modules": [one.slug for one in modules]}
    made = client.post("/forloeb/terminer/nyt/", given)
    path = made.headers["Location"]
    assert "i køen" in client.get(path).content.decode()
    laid(Balance.objects.get(title="Foråret"))
    page = client.get(path).content.decode()
    assert "Bevist lettest" in page
    assert "style=" not in page
    client.post(f"{path}flyt/", {"module": "sprog", "term": "1"})
    assert client.post(f"{path}flyt/", {"module": "sprog", "term": "9"}).status_code == 422
    assert laid(Balance.objects.get(title="Foråret")) == [["metode", "sprog"], ["data"]]
    client.post(f"{path}ret/", {**given, "title": "Efteråret", "terms": "3"})
    assert Balance.objects.filter(title="Efteråret").exists()
    client.post(f"{path}laeg-vaek/")
    assert "Efteråret" not in client.get("/forloeb/terminer/").content.decode()


def wishing(provider: Organisation, people: int, *, seats: int = 6) -> Module:
    """So many whose plans go through the one class of a module; two more have it planned in their banks."""
    wanted = make_competence()
    module = make_teaching(provider, f"hold-{people}", wanted, ects="1", starts_in=40, seats=seats)
    for _person in range(people):
        life = make_life().model_copy(update={"begins": TODAY})
        chosen(make_pathway(wanted, life=life), now=timezone.now())
    for _person in range(2):
        plan_in_bank(person=make_person(), module=module, now=timezone.now())
    return module


def test_demand_is_counted_by_quarter_and_held_against_the_classes_there_are() -> None:
    school = make_organisation()
    wishing(school, 6)
    (module,) = demand_of(school, TODAY).modules
    assert sum(one.exactly for one in module.quarters) == 6
    assert (module.some_day.exactly, module.some_day.told, module.some_day.is_few) == (2, None, True)
    (one,) = module.classes
    assert (one.planned.told, one.outlook) == (6, "full")


def test_fewer_than_five_are_not_told_apart() -> None:
    school = make_organisation()
    wishing(school, 3, seats=4)
    (module,) = demand_of(school, TODAY).modules
    (one,) = module.classes
    assert (one.planned.told, one.sure, one.outlook) == (None, 0, "fits")
    assert [Count(number).told for number in (0, 1, 4, 5)] == [0, None, None, 5]
    lead = Program(make_member(Role.PROGRAMME_LEAD, school))
    answer = lead.send("GET", f"/organisations/{school.slug}/demand").json()
    assert answer["modules"][0]["classes"][0]["planned"] == {"count": None}
    client = Client()
    client.force_login(make_member(Role.STUDY_SECRETARY, school))
    page = client.get("/forloeb/efterspoergsel/").content.decode()
    assert "under 5" in page
    assert ">3<" not in page


def test_each_person_counts_once_and_only_by_the_plan_that_they_go_by() -> None:
    school, wanted, person = make_organisation(), make_competence(), make_person()
    module = make_teaching(school, "hold", wanted, ects="1", starts_in=40)
    first, second = (make_pathway(wanted, person=person) for _ in range(2))
    for pathway in (first, second):
        chosen(pathway, now=timezone.now())
    plan_in_bank(person=person, module=module, now=timezone.now())

    def planned() -> list[int]:
        return [
            sum(count.exactly for count in one.quarters) + one.some_day.exactly
            for one in demand_of(school, TODAY).modules
        ]

    assert (planned(), PlannedModule.objects.count()) == ([1], 2)
    rows = list(PlannedModule.objects.values_list("pathway", "module", "offering", "begins_on").order_by("pathway"))
    PlannedModule.objects.all().delete()
    import_module("nanobank.pathways.migrations.0006_lay_out_chosen_plans").lay_out(apps, None)
    again = PlannedModule.objects.values_list("pathway", "module", "offering", "begins_on").order_by("pathway")
    assert list(again) == rows
    pathways.put_away(pathway=first, by=person, now=timezone.now())
    assert planned() == [1]
    pathways.forget(pathway=second, by=person)
    assert [one.some_day.exactly for one in demand_of(school, TODAY).modules] == [1]


def test_what_is_planned_without_a_class_is_pointed_out() -> None:
    school = make_organisation()
    module = make_teaching(school, "snart", starts_in=-60)
    plan_in_bank(person=make_person(), module=module, now=timezone.now())
    (one,) = demand_of(school, TODAY).modules
    assert one.lacks_a_class


def test_the_page_of_demand_costs_no_more_queries_for_more(count_queries: CountQueries) -> None:
    school = make_organisation()
    client = Client()
    client.force_login(make_member(Role.PROGRAMME_LEAD, school))
    counts = []
    for people in (1, 3):
        wishing(school, people)
        client.get("/forloeb/efterspoergsel/")
        counts.append(count_queries(lambda: client.get("/forloeb/efterspoergsel/")))
    assert counts[0] == counts[1]


def test_a_program_lays_modules_over_terms() -> None:
    balance, modules = make_balance()
    lead = Program(balance.made_by)
    terms = {"modules": [one.slug for one in modules], "terms": 2}
    made = lead.send("POST", "/balances", organisation=balance.organisation.slug, terms=terms)
    assert made.status_code == 201, made.content
    uuid = made.json()["uuid"]
    laid(Balance.objects.get(uuid=uuid))
    found = lead.send("GET", f"/balances/{uuid}").json()
    assert (found["state"], found["is_proven"], Decimal(found["heaviest"])) == ("done", True, Decimal(4))
    assert [one["modules"] for one in found["laid"]] == [["metode"], ["data", "sprog"]]
    moved = lead.send("POST", f"/balances/{uuid}/place", module="sprog", term=1).json()
    assert moved["terms"]["pins"] == [{"module": "sprog", "term": 1}]
    changed = lead.send("PUT", f"/balances/{uuid}", title="Tre", terms={**terms, "terms": 3}).json()
    assert changed["title"] == "Tre"
    assert lead.send("GET", "/balances").json()["count"] == 2
    assert lead.send("POST", f"/balances/{uuid}/put-away").status_code == 204
    neighbour = Program(make_member(Role.PROGRAMME_LEAD))
    assert neighbour.send("GET", f"/balances/{uuid}").status_code == 404
    assert neighbour.send("GET", f"/organisations/{balance.organisation.slug}/demand").status_code == 404
    assert neighbour.send("POST", "/balances", organisation=balance.organisation.slug, terms=terms).status_code == 404
