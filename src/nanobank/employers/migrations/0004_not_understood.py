from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('employers', '0003_job_roles'),
    ]

    operations = [
        migrations.AddField(
            model_name='brief',
            name='not_understood',
            field=models.JSONField(default=list, help_text='The parts of the text that gave no competence'),
        ),
    ]
