"""What can be found may lie outside the bank."""

from django.db import migrations, models

_KINDS = [
    ("module", "Module"),
    ("micro_credential", "Micro-credential"),
    ("bundle", "Bundle"),
    ("provider", "Provider"),
    ("competence", "Competence"),
    ("outside_offer", "Offer from outside"),
]


class Migration(migrations.Migration):
    """What can be found may lie outside the bank."""

    dependencies = [("catalogue", "0010_counted_from_outside")]
    operations = [
        migrations.AlterField("indexrun", "kind", models.CharField(choices=_KINDS, default="module", max_length=16)),
        migrations.AlterField("listing", "kind", models.CharField(choices=_KINDS, max_length=16)),
    ]
