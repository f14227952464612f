"""Migrates an empty database for the demo or for tests, as ``manage.py migrate`` does, in half the time.

Django renders every model that is related to a new one anew, which here is all of them, for each of the two hundred
that the migrations make. Nobody refers to a model that is new, so it is enough to render it beside the others. The same
tables come of it. A database that is kept is migrated by ``manage.py migrate``, as the tests on PostgreSQL are.
"""

import sys
from typing import Any

import django
from django.core.management import call_command
from django.db.migrations.state import ModelState, ProjectState


def _add_model(self: Any, model_state: ModelState) -> None:
    """In place of ``ProjectState.add_model``."""
    key = model_state.app_label, model_state.name_lower
    self.models[key] = model_state
    if self._relations is not None:
        self.resolve_model_relations(key)
    if "apps" in self.__dict__:
        self.apps.render_multiple([model_state])


if __name__ == "__main__":
    ProjectState.add_model = _add_model  # type: ignore[method-assign]
    django.setup()
    call_command("migrate", verbosity=0, stdout=sys.stderr)
