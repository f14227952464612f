"""The log of what changed in the listing. Its first row tells this database from any other."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.utils import timezone


def _begin(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    change = apps.get_model("catalogue", "ListingChange")
    change._default_manager.create(kind="", target_id=0, listing_id=0, at=timezone.now())


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0006_offerings_have_a_postcode_and_times")]

    operations = [
        migrations.CreateModel(
            name="ListingChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=16)),
                ("target_id", models.BigIntegerField()),
                ("listing_id", models.BigIntegerField()),
                ("at", models.DateTimeField()),
            ],
            options={"abstract": False},
        ),
        migrations.RunPython(_begin, migrations.RunPython.noop),
    ]
