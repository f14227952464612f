"""Modules and micro-credentials that have gone through the services, so that the catalogue lists them."""

from decimal import Decimal
from typing import Any

from factories import NOW, make_competence, make_organisation
from nanobank.catalogue import services
from nanobank.catalogue.models import (
    Assessment,
    Audience,
    Bundle,
    Form,
    Grading,
    Level,
    MicroCredential,
    Module,
    ModuleVersion,
)
from nanobank.catalogue.services import BundleFacts, Facts, MicroCredentialFacts
from nanobank.organisations.models import Organisation


def facts(**fields: Any) -> Facts:
    """A module with nothing missing."""
    defaults: dict[str, Any] = {
        "title_da": "Datajournalistik",
        "title_en": "Data journalism",
        "summary_da": "Du kan finde historien i et regneark.",
        "summary_en": "You can find the story in a spreadsheet.",
        "description": "Vi arbejder med rigtige tal.",
        "outcomes": (("Rense et datasæt", "Clean a data set"),),
        "ects": Decimal("2.5"),
        "level": Level.SEVEN,
        "form": Form.ONLINE,
        "price": Decimal(3200),
        "audiences": (Audience.PROFESSIONALS,),
    }
    if "competences" not in fields:
        fields["competences"] = (make_competence(),)
    return Facts(**{**defaults, **fields})


def draft_module(provider: Organisation | None = None, **fields: Any) -> ModuleVersion:
    """The first draft of a new module."""
    module = services.create_module(provider=provider or make_organisation(), facts=facts(**fields), by=None, now=NOW)
    return module.versions.select_related("module__provider").get()


def published_module(provider: Organisation | None = None, *, rolling: bool = True, **fields: Any) -> Module:
    """A module in the catalogue."""
    draft = draft_module(provider, **fields)
    services.publish_version(version=draft, by=None, now=NOW)
    module = Module.objects.select_related("provider", "current").get(pk=draft.module_id)
    if rolling:
        services.add_offering(module=module, by=None, now=NOW)
    return module


def published_micro_credential(
    provider: Organisation | None = None, *, slug: str = "bevis", **fields: Any
) -> MicroCredential:
    """A micro-credential in the catalogue."""
    owner = provider or make_organisation()
    defaults: dict[str, Any] = {
        "title_da": "Undersøgende journalistik",
        "title_en": "Investigative journalism",
        "summary_da": "Du kan grave.",
        "summary_en": "You can dig.",
        "description_da": "For journalister.",
        "description_en": "For journalists.",
        "level": Level.SEVEN,
        "ects": Decimal(5),
        "assessment": Assessment.ORAL,
        "grading": Grading.SEVEN_POINT,
        "participation": Form.ONLINE,
        "by_hand_in": False,
        "outcomes": (("Afdække en sag", "Uncover a case"),),
        "quality_assurance_da": "Studienævnet",
        "quality_assurance_en": "The study board",
        "price": Decimal(9000),
    }
    if "required" not in fields:
        fields["required"] = (published_module(owner),)
    made = services.create_micro_credential(
        provider=owner, slug=slug, facts=MicroCredentialFacts(**{**defaults, **fields}), by=None, now=NOW
    )
    return services.publish_micro_credential(micro_credential=made, by=None, now=NOW)


def published_bundle(modules: tuple[Module, ...], *, slug: str = "pakke", **fields: Any) -> Bundle:
    """A bundle in the catalogue."""
    defaults: dict[str, Any] = {
        "title_da": "Data i kommunen",
        "title_en": "Data in the municipality",
        "summary_da": "Alt på ét sted.",
        "summary_en": "All in one place.",
        "description_da": "For teams.",
        "description_en": "For teams.",
        "need_da": "I drukner i regneark.",
        "need_en": "You are drowning in spreadsheets.",
        "audience": Audience.EMPLOYERS,
        "price": Decimal(5000),
    }
    made = services.create_bundle(
        provider=modules[0].provider,
        slug=slug,
        facts=BundleFacts(**{**defaults, "modules": modules, **fields}),
        by=None,
        now=NOW,
    )
    return services.publish_bundle(bundle=made, by=None, now=NOW)
