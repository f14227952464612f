"""What awarding a million costs and nobody reads by: indexes that begin another one, and squeezing each document."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def _store(how):
    """PostgreSQL compresses long texts with pglz unless told otherwise, a third of its work for an award."""

    def store(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"ALTER TABLE credentials_credential ALTER COLUMN document SET STORAGE {how}")

    return store


class Migration(migrations.Migration):

    dependencies = [
        ('credentials', '0006_suspended_in_a_list'),
        ('organisations', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='credential',
            name='issuer',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='credentials', to='organisations.organisation'),
        ),
        migrations.AlterField(
            model_name='credential',
            name='person',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='credentials', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='credential',
            name='status_list',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='credentials', to='credentials.statuslist'),
        ),
        migrations.AlterField(
            model_name='credential',
            name='suspension_list',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='suspendable_credentials', to='credentials.statuslist'),
        ),
        migrations.RunPython(_store("EXTERNAL"), _store("EXTENDED"), elidable=False),
    ]
