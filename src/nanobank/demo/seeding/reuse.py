"""Who uses whose modules: licences, uptakes, three adaptations in three generations, an improvement that waits."""

from datetime import datetime, timedelta
from typing import Final

from nanobank.accounts.models import Person
from nanobank.catalogue.models import Audience, Module, ModuleVersion, State
from nanobank.catalogue.services import add_offering, publish_version
from nanobank.demo.seeding.files import Row, load
from nanobank.notices.letters import no_letters
from nanobank.organisations.models import Organisation
from nanobank.reuse import services
from nanobank.reuse.models import Adaptation, Licence, VersionLicence, Way
from nanobank.study.models import StepKind
from nanobank.study.services import NewStep, add_step, edit_step, start_draft

_FILE: Final = "reuse.toml"


@no_letters()
def seed_reuse(
    organisations: dict[str, Organisation], people: dict[str, Person], modules: dict[str, Module], now: datetime
) -> int:
    """All of it; how many modules were made of another."""
    file = load(_FILE)
    _licences(file, modules, now)
    for row in file["uptake"]:
        services.take_up(
            module=modules[row["module"]],
            organisation=organisations[row["organisation"]],
            way=Way(row["way"]),
            purpose=row["purpose"],
            by=people[row["by"]],
            now=now - timedelta(days=row["days_ago"]),
        )
    made: dict[str, Adaptation] = {}
    for row in file["adaptation"]:
        source = made[row["of"]].module if row["of"] in made else modules[row["of"]]
        made[row["key"]] = _adapt(row, source, organisations[row["organisation"]], people[row["by"]], now)
    for row in file["adaptation"]:
        for later in row.get("later", ()):
            _improve(later, made[row["key"]].module, people[row["by"]], now)
    row = file["proposal"]
    adaptation = Adaptation.objects.get(pk=made[row["adaptation"]].pk)
    steps = adaptation.module.versions.get(current_of=adaptation.module).steps.filter(title__in=row["steps"])
    then = now - timedelta(days=row["days_ago"])
    services.propose(
        adaptation=adaptation,
        steps=[step.began_as for step in steps],
        words=row["words"],
        by=people[row["by"]],
        now=then,
    )
    services.tell_users(now=now)
    return len(made)


def _licences(file: Row, modules: dict[str, Module], now: datetime) -> None:
    """Each provider's modules under its licence, those named under their own; the others have none."""
    given = {
        key: Licence(licence)
        for key in modules
        if (licence := file["licences_of_modules"].get(key) or file["licences"].get(key.split("-")[0]))
    }
    first = ModuleVersion.objects.filter(module__slug__in=given, number=1).select_related("module")
    VersionLicence.objects.bulk_create(
        VersionLicence(version=one, licence=given[one.module.slug], at=now - timedelta(days=400)) for one in first
    )


def _adapt(row: Row, source: Module, provider: Organisation, by: Person, now: datetime) -> Adaptation:
    """Follows every step but those that it rewrites, adds its own, and is published and offered a week later."""
    then = now - timedelta(days=row["days_ago"])
    version = source.versions.select_related("module__provider", "module__created_by").get(current_of=source)
    own = {step["title"] for step in row.get("step", ())}
    steps = list(version.steps.all())
    adaptation = services.adapt(
        version=version,
        provider=provider,
        new=services.NewAdaptation(
            licence=Licence(row["licence"]),
            core=[step.began_as for step in steps if step.title not in own],
            own=[step.began_as for step in steps if step.title in own],
            title_da=row["title_da"],
            title_en=row["title_en"],
            audience=Audience(row["audience"]),
            purpose=row["purpose"],
        ),
        by=by,
        now=then,
    )
    draft = adaptation.module.versions.get()
    for change in row.get("step", ()):
        step = draft.steps.get(title=change["title"])
        title = change.get("new_title", step.title)
        new = NewStep(step.kind, title, step.minutes, change["body"].strip())
        edit_step(step=step, new=new, by=by, now=then)
    for one in row.get("new_step", ()):
        new = NewStep(StepKind.TEXT, one["title"], one["minutes"], one["body"].strip())
        add_step(version=draft, new=new, by=by, now=then)
    add_offering(module=adaptation.module, by=by, now=then)
    publish_version(version=draft, by=by, now=then + timedelta(days=7))
    adaptation.module.refresh_from_db()
    return adaptation


def _improve(row: Row, module: Module, by: Person, now: datetime) -> None:
    """A new version in which one step says something else."""
    then = now - timedelta(days=row["days_ago"])
    start_draft(module=Module.objects.select_related("provider", "current").get(pk=module.pk), by=by, now=then)
    draft = module.versions.get(state=State.DRAFT)
    step = draft.steps.get(title=row["title"])
    edit_step(step=step, new=NewStep(step.kind, step.title, step.minutes, row["body"].strip()), by=by, now=then)
    publish_version(version=draft, by=by, now=then)
