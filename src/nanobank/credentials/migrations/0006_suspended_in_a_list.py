"""Whom a status list for tokens must name as suspended is found without reading the others in it."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0004_validity_and_suspension'),
        ('credentials', '0005_what_waits_is_found_at_once'),
        ('organisations', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='credential',
            index=models.Index(condition=models.Q(('suspended_at__isnull', False)), fields=['status_list', 'status_index'], name='suspended_in_a_list'),
        ),
    ]
