"""The database itself refuses to change whom a published version speaks to, what it teaches and what it requires."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from nanobank.common import frozen

_VERSION = "SELECT 1 FROM catalogue_moduleversion WHERE id = {row}.%s AND state <> 'draft'"
_PUBLISHED = {
    "catalogue_versionaudience": _VERSION % "version_id",
    "catalogue_moduleversion_competences": _VERSION % "moduleversion_id",
    "catalogue_prerequisitegroup": _VERSION % "version_id",
    "catalogue_prerequisitegroup_any_of": (
        "SELECT 1 FROM catalogue_prerequisitegroup JOIN catalogue_moduleversion"
        " ON catalogue_moduleversion.id = catalogue_prerequisitegroup.version_id"
        " WHERE catalogue_prerequisitegroup.id = {row}.prerequisitegroup_id AND state <> 'draft'"
    ),
}


def freeze(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Lay the triggers."""
    frozen.freeze(schema_editor, _PUBLISHED, why="a published version is frozen")


def thaw(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take them away."""
    frozen.thaw(schema_editor, _PUBLISHED)


class Migration(migrations.Migration):
    """Triggers that no model describes."""

    dependencies = [("catalogue", "0002_search_and_freeze")]
    operations = [migrations.RunPython(freeze, thaw)]
