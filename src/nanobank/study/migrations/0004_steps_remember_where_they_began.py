from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("study", "0003_answers_to_suggested_competences")]
    operations = [
        migrations.AddField(
            model_name="step", name="origin", field=models.UUIDField(blank=True, editable=False, null=True)
        )
    ]
