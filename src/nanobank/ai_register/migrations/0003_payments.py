"""What an employer has paid for, its AI register may know of."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """What was paid for whom."""

    dependencies = [
        ("ai_register", "0002_wordings"),
        ("catalogue", "0011_outside_offers"),
        ("organisations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="PaidModule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "membership",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ai_paid",
                        to="organisations.membership",
                    ),
                ),
                (
                    "module",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalogue.module"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("membership", "module"), name="one_ai_payment_a_module")
                ],
            },
        ),
    ]
