"""What changed from one published version of a module to the next."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from nanobank.catalogue.models import ModuleVersion
from nanobank.study.models import Step

_FACTS: Final = ("title_da", "title_en", "summary_da", "summary_en", "description", "learning_outcomes", "ects")
_STEP: Final = ("kind", "title", "minutes", "body", "file", "captions", "url", "pass_percent")


@dataclass(frozen=True)
class Change:
    """One version and what is new in it since the one before, in sentences."""

    number: int
    published_at: datetime
    sentences: tuple[str, ...]


def changes_of(version: ModuleVersion) -> list[Change]:
    """Every published version of the module up to this one, newest first: two queries."""
    rows = ModuleVersion.objects.filter(module=version.module_id, number__lte=version.number)
    versions = list(rows.filter(published_at__isnull=False).order_by("number"))
    prefetch_related_objects(versions, "steps")
    found = []
    for before, one in zip([None, *versions], versions, strict=False):
        said = _sentences(before, one) if before else (_("The first version."),)
        assert one.published_at is not None  # noqa: S101  # asked for above
        found.append(Change(one.number, one.published_at, said))
    return found[::-1]


def _sentences(before: ModuleVersion, after: ModuleVersion) -> tuple[str, ...]:
    words = {
        "learning_outcomes": _("The learning outcomes are changed."),
        "ects": _("The size is changed from %(before)s to %(after)s ECTS.")
        % {"before": before.ects.normalize(), "after": after.ects.normalize()},
    }
    said = [
        words.get(name, _("The texts are changed.")) for name in _FACTS if getattr(before, name) != getattr(after, name)
    ]
    old, new = _by_origin(before), _by_origin(after)
    said += [_("New step: %s") % new[key].title for key in new if key not in old]
    said += [_("Step taken out: %s") % old[key].title for key in old if key not in new]
    said += [_("Step changed: %s") % new[key].title for key in new if key in old and _differ(old[key], new[key])]
    return tuple(dict.fromkeys(said)) or (_("Nothing that a learner sees is changed."),)


def _by_origin(version: ModuleVersion) -> dict[UUID, Step]:
    return {step.origin or step.uuid: step for step in version.steps.all()}


def _differ(before: Step, after: Step) -> bool:
    return any(getattr(before, name) != getattr(after, name) for name in _STEP)
