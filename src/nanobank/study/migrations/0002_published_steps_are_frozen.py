"""The database itself refuses to change a published version's steps and questions, whoever asks."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from nanobank.common import frozen

_PUBLISHED = {
    "study_step": "SELECT 1 FROM catalogue_moduleversion WHERE id = {row}.version_id AND state <> 'draft'",
    "study_question": (
        "SELECT 1 FROM study_step JOIN catalogue_moduleversion ON catalogue_moduleversion.id = study_step.version_id"
        " WHERE study_step.id = {row}.step_id AND state <> 'draft'"
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

    dependencies = [("catalogue", "0001_initial"), ("study", "0001_initial")]
    operations = [migrations.RunPython(freeze, thaw)]
