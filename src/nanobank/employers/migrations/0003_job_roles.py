"""What jobs ask for; and what employers have paid for is told to the AI register."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


def note_what_was_paid(apps, schema_editor):
    """Seats said yes to before the register knew of them."""
    lines = apps.get_model("employers", "OrderLine").objects.filter(
        state="accepted", answered_at__isnull=False, colleague__membership__isnull=False
    )
    rows = lines.values_list("colleague__membership", "module", "answered_at")
    paid = apps.get_model("ai_register", "PaidModule")
    paid.objects.bulk_create(
        (paid(membership_id=membership, module_id=module, at=at) for membership, module, at in rows.iterator()),
        batch_size=1000,
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    """Jobs, and a note of each seat paid for."""

    dependencies = [
        ("ai_register", "0003_payments"),
        ("catalogue", "0011_outside_offers"),
        ("employers", "0002_subsidies"),
        ("frameworks", "0001_initial"),
        ("organisations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="JobRole",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("folded", models.CharField(max_length=120)),
                ("changed_at", models.DateTimeField()),
                (
                    "occupation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="frameworks.concept",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="job_roles",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("organisation", "folded"), name="one_job_role_a_name")],
            },
        ),
        migrations.CreateModel(
            name="JobRoleCompetence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (4, "Level 4 (upper secondary, vocational)"),
                            (5, "Level 5 (business academy)"),
                            (6, "Level 6 (bachelor, diploma)"),
                            (7, "Level 7 (master)"),
                            (8, "Level 8 (PhD)"),
                        ],
                        null=True,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "competence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalogue.competence"
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="asked",
                        to="employers.jobrole",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "constraints": [models.UniqueConstraint(fields=("role", "competence"), name="asked_once_of_a_job")],
            },
        ),
        migrations.RunPython(note_what_was_paid, migrations.RunPython.noop),
    ]
