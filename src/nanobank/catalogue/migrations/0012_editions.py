import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0011_outside_offers"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="hand", name="hand_is_on_one_thing"),
        migrations.AddField(
            model_name="hand",
            name="bundle",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="hands",
                to="catalogue.bundle",
            ),
        ),
        migrations.AddField(
            model_name="microcredential",
            name="replaces",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="edition",
                to="catalogue.microcredential",
            ),
        ),
        migrations.AddConstraint(
            model_name="hand",
            constraint=models.UniqueConstraint(fields=("bundle", "person"), name="one_hand_a_bundle"),
        ),
        migrations.AddConstraint(
            model_name="hand",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("bundle__isnull", True), ("micro_credential__isnull", True), ("version__isnull", False)),
                    models.Q(("bundle__isnull", True), ("micro_credential__isnull", False), ("version__isnull", True)),
                    models.Q(("bundle__isnull", False), ("micro_credential__isnull", True), ("version__isnull", True)),
                    _connector="OR",
                ),
                name="hand_is_on_one_thing",
            ),
        ),
    ]
