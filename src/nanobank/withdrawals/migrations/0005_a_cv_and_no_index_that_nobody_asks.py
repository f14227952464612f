"""A CV can be brought; and precedents are found by their keys alone, so that two indexes are asked by nobody."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("withdrawals", "0004_found_by_one_index")]

    operations = [
        migrations.RemoveIndex(model_name="precedent", name="precedents_by_address"),
        migrations.RemoveIndex(model_name="precedent", name="precedents_by_name"),
        migrations.AlterField(
            model_name="withdrawal",
            name="source",
            field=models.CharField(
                choices=[
                    ("link", "A link to a course"),
                    ("credential", "A credential or a badge"),
                    ("pdf", "A PDF"),
                    ("cv", "A CV from Europass"),
                    ("typed", "My own words"),
                ],
                max_length=10,
            ),
        ),
    ]
