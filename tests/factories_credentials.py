"""Rows about credentials for tests: awarded by the real service, signed with a real key."""

from datetime import datetime
from typing import Any

from factories import NOW, make_competence, make_member, make_micro_credential, make_organisation, make_person
from factories_exams import make_completed
from nanobank.accounts.models import Person
from nanobank.catalogue.models import MicroCredential
from nanobank.credentials.models import Credential
from nanobank.credentials.services import award
from nanobank.organisations.models import Organisation, Role
from nanobank.study.models import Enrolment


def make_issuer(**fields: Any) -> Organisation:
    """A university that awards."""
    return make_organisation(**{"homepage": "https://sydvest.example/", **fields})


def make_secretary(organisation: Organisation, **fields: Any) -> Person:
    """The study secretary of an institution."""
    return make_member(Role.STUDY_SECRETARY, organisation, **{"given_name": "Bente", "family_name": "Lund", **fields})


def make_awardable(organisation: Organisation | None = None, **fields: Any) -> MicroCredential:
    """A micro-credential with a competence, from an institution that awards."""
    micro_credential = make_micro_credential(organisation or make_issuer(), **fields)
    micro_credential.competences.add(make_competence())
    return micro_credential


def make_credential(
    person: Person | None = None,
    micro_credential: MicroCredential | None = None,
    *,
    grade: str = "10",
    now: datetime = NOW,
) -> Credential:
    """An awarded credential, the modules completed and in the ledger."""
    person, micro_credential = person or make_person(), micro_credential or make_awardable()
    modules = list(micro_credential.required.all())
    for module in modules:
        if not Enrolment.objects.filter(person=person, version__module=module).exists():
            make_completed(person, module)
    versions = [module.current for module in modules if module.current is not None]
    return award(
        person=person,
        micro_credential=micro_credential,
        versions=versions,
        grade=grade,
        by=make_person("Ebbe", "Nørskov"),
        now=now,
    )
