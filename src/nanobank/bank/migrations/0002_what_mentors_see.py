from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("bank", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="mentorship",
            name=f"shows_{sight}",
            field=models.BooleanField(default=True),
        )
        for sight in ("bank", "plans", "results", "credentials", "withdrawals")
    ]
