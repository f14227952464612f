"""A firm that misses something, institutions that could teach it, and what passes between them."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from factories import NOW, make_competence, make_member, make_organisation
from factories_catalogue import published_module
from nanobank.accounts.models import Person
from nanobank.catalogue.models import Competence, Form, Module
from nanobank.needs import services
from nanobank.needs.models import Answer, Enquiry, Need
from nanobank.needs.services import AnswerTerms, PartTerms
from nanobank.organisations.models import Kind, Organisation, Role

TODAY = NOW.date()


def make_firm(**fields: Any) -> tuple[Organisation, Person]:
    """A firm in Viborg and the person who acts for it."""
    firm = make_organisation(Kind.EMPLOYER, **{"postcode": "8800", "name_da": "Brodal Teknik", **fields})
    return firm, make_member(Role.EMPLOYER, firm)


def make_need(firm: Organisation | None = None, by: Person | None = None, **fields: Any) -> Need:
    """A firm's need for two competences, for twelve."""
    if firm is None:
        firm, by = make_firm()
    defaults: dict[str, Any] = {
        "words": "Vi har fået en CSRD-rapport, og ingen kan læse den",
        "language": "da",
        "origin": "employer",
        "people": 12,
        "competences": [make_competence(), make_competence()],
        "now": NOW,
    }
    return services.record_need(by=by, organisation=firm, **{**defaults, **fields})


def make_institution(*teaches: Competence, **fields: Any) -> tuple[Organisation, Person, Module | None]:
    """An institution with somebody to answer, and a module that teaches these competences, if any."""
    institution = make_organisation(**fields)
    lead = make_member(Role.PROGRAMME_LEAD, institution)
    if not teaches:
        return institution, lead, None
    return institution, lead, published_module(institution, competences=teaches)


def make_enquiry(need: Need | None = None, institution: Organisation | None = None) -> Enquiry:
    """A need put to one institution."""
    need = need or make_need()
    institution = institution or make_institution()[0]
    assert need.by is not None
    return services.ask(need=need, institutions=[institution], by=need.by, now=NOW)[0]


def terms(*parts: PartTerms, **fields: Any) -> AnswerTerms:
    """A whole answer; with a new module to be written unless parts are given."""
    defaults: dict[str, Any] = {
        "words": "Vi kan klæde jer på over fire onsdage.",
        "price": Decimal(48_000),
        "seats": 12,
        "starts_on": TODAY + timedelta(days=30),
        "ends_on": TODAY + timedelta(days=60),
        "form": Form.BLENDED,
        "place": "Hos jer i Viborg",
        "postcode": "8800",
        "parts": parts or (PartTerms(title="Læs en CSRD-rapport", ects=Decimal("2.5")),),
    }
    return AnswerTerms(**{**defaults, **fields})


def make_answer(enquiry: Enquiry | None = None, *parts: PartTerms, **fields: Any) -> Answer:
    """What an institution answers."""
    enquiry = enquiry or make_enquiry()
    lead = enquiry.institution.memberships.get(role=Role.PROGRAMME_LEAD).person
    return services.answer(enquiry=enquiry, terms=terms(*parts, **fields), by=lead, now=NOW)
