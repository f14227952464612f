from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0012_editions"),
    ]

    operations = [
        migrations.AddField(
            model_name="listing",
            name="assured_until",
            field=models.DateField(
                blank=True,
                help_text="The last day on which somebody stands by its quality; none: not assessed",
                null=True,
            ),
        ),
    ]
