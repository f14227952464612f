"""Publishing a version, and taking a module out of the catalogue."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.catalogue.errors import Incomplete
from nanobank.catalogue.indexing import index_module
from nanobank.catalogue.models import Module, ModuleVersion, PrerequisiteGroup, State
from nanobank.catalogue.permissions import check_may_author
from nanobank.catalogue.services.authoring import check_is_draft
from nanobank.common.errors import Conflict


def what_is_missing(version: ModuleVersion) -> dict[str, str | Promise]:
    """Why a draft cannot be published yet, beside each input; empty when it can."""
    sentences = (
        ("title_da", _("Write a Danish title.")),
        ("title_en", _("Write an English title.")),
        ("summary_da", _("Say in Danish, in one sentence, what one can do afterwards.")),
        ("summary_en", _("Say in English, in one sentence, what one can do afterwards.")),
        ("description", _("Describe the module to the reader whom it is for.")),
    )
    missing: dict[str, str | Promise] = {
        name: sentence for name, sentence in sentences if not getattr(version, name).strip()
    }
    if not any(outcome.get("da") and outcome.get("en") for outcome in version.learning_outcomes):
        missing["outcomes"] = _("Write at least one learning outcome, in Danish and in English.")
    if not version.competences.exists():
        missing["competences"] = _("Choose at least one competence, so that the module can be found.")
    cycle = _cycle_through(version)
    if cycle:
        missing["prerequisites"] = _("These modules require each other in a circle: %(circle)s.") % {
            "circle": " → ".join(cycle)
        }
    return missing


@transaction.atomic
def publish_version(*, version: ModuleVersion, by: Person | None, now: datetime) -> ModuleVersion:
    """Freeze the draft and let it be the module's current version. Who is on an older one stays there.

    Raises NotYours; Conflict when it is published already; Incomplete, which names all that is missing.
    """
    check_may_author(by, version.module.provider, now=now)
    draft = ModuleVersion.objects.select_for_update(of=("self",)).select_related("module__provider").get(pk=version.pk)
    check_is_draft(draft)
    missing = what_is_missing(draft)
    if missing:
        raise Incomplete(missing)
    draft.state, draft.published_at, draft.published_by = State.PUBLISHED, now, by
    draft.save(update_fields=["state", "published_at", "published_by"])
    draft.module.current = draft
    draft.module.save(update_fields=["current"])
    index_module(draft.module, now=now)
    return draft


@transaction.atomic
def withdraw_module(*, module: Module, by: Person | None, now: datetime) -> Module:
    """Take a module out of the catalogue; those who have begun may finish, and what they hold stays.

    Raises NotYours; Conflict when it is not published.
    """
    check_may_author(by, module.provider, now=now)
    changed = module.versions.filter(current_of=module, state=State.PUBLISHED).update(state=State.WITHDRAWN)
    if not changed:
        raise Conflict(_("This module is not in the catalogue."))
    index_module(module, now=now)
    return module


def _cycle_through(version: ModuleVersion) -> list[str]:
    """The titles of modules that lead from this one back to itself by current prerequisites: a query a level."""
    start = version.module_id
    came_from: dict[int, int] = {}
    front = _required_by_versions([version.pk])
    for module_id, _source in front:
        came_from.setdefault(module_id, start)
    while front and start not in came_from:
        reached = {module_id for module_id, _source in front}
        current = dict(Module.objects.filter(pk__in=reached, current__isnull=False).values_list("current_id", "pk"))
        front = [
            (required, current[source])
            for required, source in _required_by_versions(current)
            if required not in came_from
        ]
        for required, source in front:
            came_from.setdefault(required, source)
    return _titles(_path_back(start, came_from), version) if start in came_from else []


def _required_by_versions(version_ids: Iterable[int]) -> list[tuple[int, int]]:
    """Pairs of a required module and the version that requires it."""
    groups = PrerequisiteGroup.objects.filter(version__in=version_ids)
    return [(m, v) for m, v in groups.filter(any_of__isnull=False).values_list("any_of", "version_id")]


def _path_back(start: int, came_from: dict[int, int]) -> list[int]:
    path, here = [start], came_from[start]
    while here != start:
        path.append(here)
        here = came_from[here]
    return [*reversed([*path[1:], start]), start] if len(path) > 1 else [start, start]


def _titles(module_ids: list[int], version: ModuleVersion) -> list[str]:
    modules = Module.objects.filter(pk__in=module_ids).select_related("current")
    titles = {module.pk: module.current.title if module.current else module.slug for module in modules}
    titles[version.module_id] = version.title or version.module.slug
    return [titles[id_] for id_ in module_ids]
