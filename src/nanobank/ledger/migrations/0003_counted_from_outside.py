"""What comes from outside is entered too. The trigger that refuses changes is laid again, as SQLite rebuilds the table."""

from importlib import import_module

from django.conf import settings
from django.db import migrations, models

_final = import_module("nanobank.ledger.migrations.0002_entries_are_never_edited")


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0010_counted_from_outside'),
        ('ledger', '0002_entries_are_never_edited'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(_final.allow_updates, _final.refuse_updates),
        migrations.RemoveConstraint(
            model_name='entry',
            name='entry_says_what_it_is_about',
        ),
        migrations.AddField(
            model_name='entry',
            name='outside',
            field=models.CharField(blank=True, max_length=400),
        ),
        migrations.AlterField(
            model_name='entry',
            name='kind',
            field=models.CharField(choices=[('planned', 'Planned'), ('unplanned', 'Taken out of the plan'), ('started', 'Started'), ('left', 'Left'), ('completed', 'Completed'), ('registered', 'Put forward for exam'), ('withdrawn', 'Withdrawn from exam'), ('absent', 'Absent from exam'), ('ill', 'Documented illness at exam'), ('not_passed', 'Not passed'), ('passed', 'Passed'), ('corrected', 'Grade corrected'), ('awarded', 'Credential awarded'), ('held', 'Counted into a credential'), ('revoked', 'Credential revoked'), ('released', 'No longer counted into a credential'), ('counted', 'Counted from outside'), ('uncounted', 'No longer counted from outside')], max_length=12),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ('held', 'released')), ('micro_credential__isnull', False), ('version__isnull', False)), models.Q(('micro_credential__isnull', True), ('version__isnull', False), models.Q(('kind__in', ('held', 'released')), _negated=True)), models.Q(('micro_credential__isnull', False), ('version__isnull', True), models.Q(('kind__in', ('held', 'released')), _negated=True)), models.Q(('kind__in', ('counted', 'uncounted')), ('micro_credential__isnull', True), ('version__isnull', True)), _connector='OR'), name='entry_says_what_it_is_about'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ('counted', 'uncounted')), models.Q(('outside', ''), _negated=True)), models.Q(('outside', ''), models.Q(('kind__in', ('counted', 'uncounted')), _negated=True)), _connector='OR'), name='entry_from_outside_says_what'),
        ),
        migrations.RunPython(_final.refuse_updates, _final.allow_updates),
    ]
