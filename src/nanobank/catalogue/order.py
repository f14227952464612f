"""Modules in the order in which they were put into something: that of the rows that put them there."""

from collections.abc import Iterable
from typing import Any

from nanobank.catalogue.models import Bundle, MicroCredential, Module

_THROUGH: dict[type[Bundle | MicroCredential], Any] = {
    Bundle: Bundle.modules.through,
    MicroCredential: MicroCredential.required.through,
}


def in_order(owner: Bundle | MicroCredential) -> list[Module]:
    """The bundle's modules, or those that the micro-credential requires, with what they say now: one query."""
    rows = _rows(owner).select_related("module__current", "module__provider").order_by("pk")
    return [row.module for row in rows]


def set_in_order(owner: Bundle | MicroCredential, modules: Iterable[Module]) -> None:
    """Put these modules there in this order instead of those that were. Nothing is written when nothing moves."""
    wanted = list({module.pk: module for module in modules})
    if list(_rows(owner).order_by("pk").values_list("module_id", flat=True)) == wanted:
        return
    _rows(owner).delete()
    through, name = _THROUGH[type(owner)], str(owner._meta.model_name)
    through.objects.bulk_create([through(**{f"{name}_id": owner.pk, "module_id": pk}) for pk in wanted])


def _rows(owner: Bundle | MicroCredential) -> Any:
    return _THROUGH[type(owner)].objects.filter(**{str(owner._meta.model_name): owner.pk})
