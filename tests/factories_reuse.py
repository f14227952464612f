"""Rows for tests of reuse: a module with three steps and a licence, and an educator of another house."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from factories import NOW, make_competence, make_member, make_module, make_organisation
from nanobank.accounts.models import Person
from nanobank.catalogue.models import Audience, Competence, Module, ModuleVersion, Offering, State
from nanobank.catalogue.services import Facts, create_module, facts_of, publish_version
from nanobank.organisations.models import Organisation, Role
from nanobank.reuse.models import Adaptation, Licence, VersionLicence
from nanobank.reuse.services import NewAdaptation, adapt
from nanobank.study.services import NewQuestion, NewStep, edit_step, start_draft, write_steps

QUIZ = NewQuestion("single", "Hvad er en kilde?", {"choices": [{"text": "Et ophav", "correct": True},
    {"text": "Et rygte", "correct": False}]})  # fmt: skip


@dataclass(frozen=True)
class House:
    """An organisation and somebody who writes for it."""

    organisation: Organisation
    educator: Person


def make_house(**fields: Any) -> House:
    organisation = make_organisation(**fields)
    return House(organisation, make_member(Role.EDUCATOR, organisation))


def make_shared_module(
    house: House, licence: Licence | None = Licence.BY_SA, *, competence: Competence | None = None
) -> Module:
    """Published, with two texts and a quiz."""
    module = create_module(
        provider=house.organisation, facts=_facts(competence or make_competence()), by=house.educator, now=NOW
    )
    Offering.objects.create(module=module)
    version = module.versions.get()
    steps = [
        NewStep("text", "Kilder", body="Ring til kilden i dag."),
        NewStep("text", "Etik", body="Spørg før du citerer."),
        NewStep("quiz", "Prøv dig selv", questions=[QUIZ]),
    ]
    write_steps(version=version, steps=steps, by=house.educator, now=NOW)
    publish_version(version=version, by=house.educator, now=NOW)
    version.refresh_from_db()
    if licence:
        VersionLicence.objects.create(version=version, licence=licence, by=house.educator, at=NOW)
    module.refresh_from_db()
    return module


def _facts(competence: Competence) -> Facts:
    one = make_module(published=False).versions.get()
    one.competences.add(competence)
    return facts_of(one)


def origins(version: ModuleVersion) -> dict[str, UUID]:
    """What each step began as, by its title."""
    return {step.title: step.began_as for step in version.steps.all()}


def current(module: Module) -> ModuleVersion:
    found = Module.objects.get(pk=module.pk).current
    assert found is not None
    return found


def make_adaptation(
    module: Module, house: House, *, publish: bool = False, audience: Audience | None = None
) -> Adaptation:
    """Follows every step but the quiz, which it copies."""
    version = current(module)
    steps = origins(version)
    adaptation = adapt(
        version=version,
        provider=house.organisation,
        new=NewAdaptation(
            licence=Licence.BY_SA,
            core=[steps["Kilder"], steps["Etik"]],
            own=[steps["Prøv dig selv"]],
            title_da="Kilder for sygeplejersker",
            title_en="Sources for nurses",
            audience=audience,
        ),
        by=house.educator,
        now=NOW,
    )
    if publish:
        publish_draft(adaptation.module, house)
    return Adaptation.objects.get(pk=adaptation.pk)


def rewrite(module: Module, house: House, title: str, body: str, *, new_title: str = "") -> None:
    """Change the text of a step in the module's draft, which is begun where there is none."""
    draft = start_draft(module=module, by=house.educator, now=NOW)
    step = draft.steps.get(title=title)
    edit_step(step=step, new=NewStep("text", new_title or title, body=body), by=house.educator, now=NOW)


def publish_draft(module: Module, house: House) -> ModuleVersion:
    draft = module.versions.get(state=State.DRAFT)
    publish_version(version=draft, by=house.educator, now=NOW)
    module.refresh_from_db()
    return current(module)
