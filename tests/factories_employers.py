"""Rows for tests about employers."""

from decimal import Decimal
from importlib import import_module
from typing import Any

from allauth.account.models import EmailAddress
from django.core.files.base import ContentFile

from factories import NOW, make_member, make_organisation, make_person
from factories_catalogue import published_module
from nanobank.accounts.models import Person
from nanobank.catalogue.models import Competence, Module
from nanobank.employers import services
from nanobank.employers.models import Brief, Colleague, CostCentre, Order, PeopleList, Subsidy
from nanobank.employers.services import Seat, WantedTerms
from nanobank.organisations.models import Kind, Organisation, Role


def make_employer(**fields: Any) -> tuple[Organisation, Person]:
    """A workplace in Aarhus and somebody who acts for it."""
    organisation = make_organisation(kind=Kind.EMPLOYER, **{"postcode": "8000", **fields})
    return organisation, make_member(Role.EMPLOYER, organisation)


def make_colleague(organisation: Organisation, by: Person, *, joined: bool = True, **fields: Any) -> Colleague:
    """Somebody on file, who has said yes unless ``joined`` is off."""
    person = fields.pop("person", None) or make_person()
    confirm(person)
    colleague = services.add_colleague(
        organisation=organisation,
        given_name=person.given_name,
        family_name=person.family_name,
        email=person.email,
        by=by,
        now=NOW,
        **fields,
    )
    if joined:
        services.say_yes(colleague=colleague, person=person, now=NOW)
        colleague.refresh_from_db()
    return colleague


def confirm(person: Person) -> Person:
    """Their address is theirs."""
    EmailAddress.objects.get_or_create(user=person, email=person.email, defaults={"verified": True, "primary": True})
    return person


def known_schemes() -> None:
    """The schemes that a migration lays down, also after a test with transactions of its own has emptied the tables."""
    laid = import_module("nanobank.employers.migrations.0002_subsidies")
    for scheme in laid.SCHEMES:
        Subsidy.objects.get_or_create(slug=scheme["slug"], defaults={**scheme, "read_on": laid.READ_ON})


def make_cost_centre(organisation: Organisation, by: Person, limit: int = 10_000, **fields: Any) -> CostCentre:
    """Orders up to ``limit`` need nobody's approval."""
    terms = {"code": "4711", "name": "Produktion", "approver": None, **fields}
    return services.keep_cost_centre(organisation=organisation, limit=Decimal(limit), by=by, now=NOW, **terms)


def teaching(*competences: Competence, **fields: Any) -> Module:
    """A published module that anybody can begin any day, and that teaches these."""
    return published_module(competences=competences, **fields)


def make_brief(organisation: Organisation, by: Person, *wanted: Competence, people: int = 2) -> Brief:
    """A need for these competences."""
    brief = services.begin_brief(organisation=organisation, words="Vi skal kunne det hele.", by=by, now=NOW)
    return services.correct_brief(
        brief=brief,
        title="Behov",
        wanted=[WantedTerms(one) for one in wanted],
        colleagues=[],
        people=people,
        bounds=services.Bounds(),
        by=by,
        now=NOW,
    )


def make_order(
    organisation: Organisation,
    by: Person,
    module: Module,
    *colleagues: Colleague,
    cost_centre: CostCentre,
    price: int = 1000,
) -> Order:
    """A seat on the module for each colleague."""
    offering = module.offerings.get()
    seats = [Seat(module, offering, one, Decimal(price)) for one in colleagues]
    return services.place_order(organisation=organisation, seats=seats, cost_centre=cost_centre, by=by, now=NOW)


def people_csv(*lines: str, headings: str = "Navn;E-mail;Afdeling;Stilling;Omkostningssted") -> ContentFile[bytes]:
    """A list as a spreadsheet writes it."""
    return ContentFile("\n".join([headings, *lines]).encode(), name="folk.csv")


def read_list(organisation: Organisation, by: Person, *lines: str, **fields: Any) -> PeopleList:
    """Handed in, and read."""
    handed = services.hand_in(organisation=organisation, file=people_csv(*lines, **fields), by=by, now=NOW)
    services.read(people_list=handed, clock=lambda: NOW)
    handed.refresh_from_db()
    return handed
