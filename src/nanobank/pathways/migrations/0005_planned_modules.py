"""Rows for the plans that people go by, so that the database counts demand."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_initial"), ("pathways", "0004_balance")]

    operations = [
        migrations.CreateModel(
            name="PlannedModule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("begins_on", models.DateField()),
                (
                    "module",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="planned_in",
                        to="catalogue.module",
                    ),
                ),
                (
                    "offering",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="planned_in",
                        to="catalogue.offering",
                    ),
                ),
                (
                    "pathway",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="planned_modules",
                        to="pathways.pathway",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["module", "begins_on"], name="planned_modules_ahead")],
            },
        ),
    ]
