"""A request for a new name knows whom it is to, and what is suspended has an index: among a million, neither is sought."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import OuterRef, Subquery


def name_issuers(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Requests made before are to the issuer of their credential."""
    issuers = apps.get_model("credentials", "Credential").objects.filter(pk=OuterRef("credential"))
    apps.get_model("credentials", "NameRequest").objects.update(issuer=Subquery(issuers.values("issuer")))


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0004_validity_and_suspension'),
        ('credentials', '0004_seals'),
        ('organisations', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='namerequest',
            name='issuer',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='name_requests', to='organisations.organisation'),
        ),
        migrations.RunPython(name_issuers, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='namerequest',
            name='issuer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='name_requests', to='organisations.organisation'),
        ),
        migrations.AddIndex(
            model_name='credential',
            index=models.Index(condition=models.Q(('suspended_at__isnull', False)), fields=['issuer', 'suspended_at'], name='credentials_suspended'),
        ),
        migrations.AddIndex(
            model_name='namerequest',
            index=models.Index(condition=models.Q(('settled_at__isnull', True)), fields=['issuer'], name='name_requests_that_wait'),
        ),
    ]
