"""Migrates an empty database for the demo, tests and measuring, as ``manage.py migrate`` does, in a tenth of the time.

Django renders every model that is related to a new or changed one anew, and what those are related to, which here is
all of them, for each of four hundred operations. Nobody refers to a model that is new, so it is enough to render it
beside the others; and when one is changed, those that refer to it or that it refers to. The same tables come of it.
A database that is kept is migrated by ``manage.py migrate``, as the tests on PostgreSQL are.

What was laid in an SQLite file is kept under ``build/tables/`` until a migration or a requirement changes, and the next
empty file is a copy of it.
"""

import os
import shutil
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command
from django.db import connection
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


def _kept() -> Path:
    """The file that was laid from the migrations as they stand."""
    root = Path(__file__).resolve().parents[1]
    made = sha256(sys.version.encode())
    for path in sorted((*root.glob("src/nanobank/*/migrations/*.py"), root / "requirements" / "base.txt")):
        made.update(path.name.encode() + path.read_bytes())
    return root / "build" / "tables" / f"{made.hexdigest()[:16]}.sqlite3"


def _keep(kept: Path) -> None:
    """Beside the others until it is whole, since two may lay at once; those of other migrations are thrown away."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    for old in kept.parent.glob("*.sqlite3"):
        old.unlink(missing_ok=True)
    whole = kept.with_suffix(f".{os.getpid()}")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(whole)])
    whole.rename(kept)


def _lay() -> None:
    file = Path(str(connection.settings_dict["NAME"])) if connection.vendor == "sqlite" else None
    is_new = file is not None and not file.exists()
    if file is not None and is_new and _kept().exists():
        shutil.copy(_kept(), file)
        return
    ProjectState.add_model = _add_model  # type: ignore[method-assign]
    ProjectState._find_reload_model = _find_reload_model  # type: ignore[attr-defined]
    call_command("migrate", verbosity=0, stdout=sys.stderr)
    if is_new:
        _keep(_kept())


if __name__ == "__main__":
    django.setup()
    _lay()
