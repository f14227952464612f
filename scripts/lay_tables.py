"""Migrates an empty database for the demo, tests and measuring, as ``manage.py migrate`` does, in a tenth of the time.

Django renders every model that is related to a new or changed one anew, and what those are related to, which here is
all of them, for each of four hundred operations. Nobody refers to a model that is new, so it is enough to render it
beside the others; and when one is changed, those that refer to it or that it refers to. The same tables come of it.
A database that is kept is migrated by ``manage.py migrate``, as the tests on PostgreSQL are.
"""

import sys
from typing import Any

import django
from django.core.management import call_command
from django.db.migrations.state import ModelState, ProjectState, get_related_models_tuples


def _add_model(self: Any, model_state: ModelState) -> None:
    """In place of ``ProjectState.add_model``."""
    key = model_state.app_label, model_state.name_lower
    self.models[key] = model_state
    if self._relations is not None:
        self.resolve_model_relations(key)
    if "apps" in self.__dict__:
        self.apps.render_multiple([model_state])


def _find_reload_model(self: Any, app_label: str, model_name: str, _delay: bool) -> set[tuple[str, str]]:  # noqa: FBT001
    """In place of ``ProjectState._find_reload_model``."""
    key = app_label, model_name.lower()
    try:
        return {key, *get_related_models_tuples(self.apps.get_model(*key))}
    except LookupError:
        return {key}


if __name__ == "__main__":
    ProjectState.add_model = _add_model  # type: ignore[method-assign]
    ProjectState._find_reload_model = _find_reload_model  # type: ignore[attr-defined]
    django.setup()
    call_command("migrate", verbosity=0, stdout=sys.stderr)
