"""Rows for tests: each function makes one believable thing and takes what matters as keyword arguments."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from nanobank.accounts.models import Person
from nanobank.catalogue.models import (
    Assessment,
    Competence,
    Form,
    Grading,
    Level,
    MicroCredential,
    Module,
    ModuleVersion,
    Offering,
    State,
)
from nanobank.organisations.models import Kind, Membership, Organisation, Role

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
_number = count(1)


def make_person(given_name: str = "Alma", family_name: str = "Dalgaard", **fields: Any) -> Person:
    """A person with an e-mail address of their own and no password."""
    email = fields.pop("email", f"person{next(_number)}@example.dk")
    return Person.objects.create_user(email, given_name=given_name, family_name=family_name, **fields)


def make_organisation(kind: Kind = Kind.UNIVERSITY, **fields: Any) -> Organisation:
    """A provider, unless another kind is asked for."""
    n = next(_number)
    defaults: dict[str, Any] = {
        "slug": f"organisation-{n}",
        "name_da": f"Sydvest Universitet {n}",
        "name_en": f"Sydvest University {n}",
        "short_name": f"Sydvest {n}",
        "city": "Odense",
    }
    return Organisation.objects.create(kind=kind, **{**defaults, **fields})


def make_member(role: Role, organisation: Organisation | None = None, **fields: Any) -> Person:
    """A person with a role in an organisation since last year."""
    person = make_person(**fields)
    Membership.objects.create(
        person=person, organisation=organisation or make_organisation(), role=role, since=NOW - timedelta(days=365)
    )
    return person


def make_competence(**fields: Any) -> Competence:
    """A competence with a URI in the form of ESCO's."""
    n = next(_number)
    defaults: dict[str, Any] = {
        "slug": f"competence-{n}",
        "uri": f"http://data.europa.eu/esco/skill/00000000-0000-0000-0000-{n:012d}",
        "label_da": f"sundhedskommunikation {n}",
        "label_en": f"health communication {n}",
    }
    return Competence.objects.create(**{**defaults, **fields})


def make_module(provider: Organisation | None = None, *, published: bool = True, **fields: Any) -> Module:
    """A module with one version and a rolling offering; ``fields`` are the version's."""
    n = next(_number)
    module = Module.objects.create(slug=fields.pop("slug", f"module-{n}"), provider=provider or make_organisation())
    version = make_version(module, number=1, published=published, **fields)
    if published:
        module.current = version
        module.save()
    Offering.objects.create(module=module)
    return module


def make_version(module: Module, *, number: int, published: bool = True, **fields: Any) -> ModuleVersion:
    """One version of a module."""
    defaults: dict[str, Any] = {
        "title_da": f"Datajournalistik {module.pk}",
        "title_en": f"Data journalism {module.pk}",
        "summary_da": "Du kan finde historien i et regneark.",
        "summary_en": "You can find the story in a spreadsheet.",
        "description": "Vi arbejder med rigtige tal.",
        "learning_outcomes": [{"da": "Rense et datasæt", "en": "Clean a data set"}],
        "ects": Decimal("2.50"),
        "level": Level.SEVEN,
        "form": Form.ONLINE,
    }
    state = {"state": State.PUBLISHED, "published_at": NOW - timedelta(days=30)} if published else {}
    return ModuleVersion.objects.create(module=module, number=number, **{**defaults, **state, **fields})


def make_micro_credential(
    provider: Organisation | None = None, *, required: list[Module] | None = None, **fields: Any
) -> MicroCredential:
    """A published micro-credential, oral, on the 7-point scale, that requires the given modules."""
    n = next(_number)
    defaults: dict[str, Any] = {
        "slug": f"micro-credential-{n}",
        "state": State.PUBLISHED,
        "title_da": f"Undersøgende datajournalistik {n}",
        "title_en": f"Investigative data journalism {n}",
        "summary_da": "Find, rens og fortæl med data.",
        "summary_en": "Find, clean and tell with data.",
        "description_da": "For journalister med erfaring.",
        "description_en": "For experienced journalists.",
        "learning_outcomes": [{"da": "Afdække en sag med data", "en": "Uncover a case with data"}],
        "level": Level.SEVEN,
        "ects": Decimal("2.50"),
        "assessment": Assessment.ORAL,
        "by_hand_in": False,
        "grading": Grading.SEVEN_POINT,
        "participation": Form.ONLINE,
        "quality_assurance_da": "Kvalitetssikret af studienævnet.",
        "quality_assurance_en": "Quality-assured by the study board.",
    }
    micro_credential = MicroCredential.objects.create(
        provider=provider or make_organisation(), **{**defaults, **fields}
    )
    micro_credential.required.set(required if required is not None else [make_module(micro_credential.provider)])
    return micro_credential
