from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reuse", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name=name, name="told_gone_at", field=models.DateTimeField(blank=True, null=True)
        )
        for name in ("adaptation", "uptake")
    ]
