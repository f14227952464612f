"""Keys of two kinds, suspension, expiry, replacement; status lists that keep their own bits and scatter their indexes."""

import base64
import gzip

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

import nanobank.credentials.models


def keep_bits(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Lists made before keep the order they gave indexes in, and get their bits from their credentials, once."""
    for status_list in apps.get_model("credentials", "StatusList").objects.defer("signed"):
        bits = bytearray(status_list.length // 8)
        revoked = status_list.credentials.filter(revoked_at__isnull=False)
        for index in revoked.values_list("status_index", flat=True).iterator():
            bits[index // 8] |= 0x80 >> index % 8
        packed = base64.urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).decode()
        status_list.encoded = "u" + packed.rstrip("=")
        status_list.seed = b""
        status_list.save(update_fields=["encoded", "seed"])


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0004_validity_and_suspension"),
        ("credentials", "0001_initial"),
        ("organisations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="NameRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=161)),
                ("asked_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                ("granted", models.BooleanField(blank=True, null=True)),
                ("grounds", models.TextField(blank=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("granted__isnull", True), ("settled_at__isnull", True)),
                            models.Q(("granted__isnull", False), ("settled_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_settled_name_request_is_granted_or_not",
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="Reissue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("since", models.DateTimeField(blank=True, null=True)),
                ("reason", models.TextField()),
                ("begun_at", models.DateTimeField()),
                ("total", models.PositiveIntegerField()),
                ("done", models.PositiveIntegerField(default=0)),
                ("active_at", models.DateTimeField(help_text="When it last came further")),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.RemoveConstraint(
            model_name="credential",
            name="one_standing_credential",
        ),
        migrations.RemoveConstraint(
            model_name="issuerkey",
            name="one_active_key_an_organisation",
        ),
        migrations.AddField(
            model_name="credential",
            name="issued_at",
            field=models.DateTimeField(
                blank=True, help_text="When this document was signed, if not when it was awarded", null=True
            ),
        ),
        migrations.AddField(
            model_name="credential",
            name="replaced_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="credential",
            name="replaces",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replaced_by",
                to="credentials.credential",
            ),
        ),
        migrations.AddField(
            model_name="credential",
            name="suspended_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="credential",
            name="suspension_index",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="credential",
            name="suspension_list",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="suspendable_credentials",
                to="credentials.statuslist",
            ),
        ),
        migrations.AddField(
            model_name="credential",
            name="valid_until",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="issuerkey",
            name="algorithm",
            field=models.CharField(choices=[("EdDSA", "EdDSA"), ("ES256", "ES256")], default="EdDSA", max_length=5),
        ),
        migrations.AddField(
            model_name="issuerkey",
            name="compromised_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="statuslist",
            name="encoded",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="statuslist",
            name="purpose",
            field=models.CharField(
                choices=[("revocation", "Revocation"), ("suspension", "Suspension")],
                default="revocation",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="statuslist",
            name="seed",
            field=models.BinaryField(blank=True, default=nanobank.credentials.models.new_seed, max_length=64),
        ),
        migrations.AlterField(
            model_name="statuschange",
            name="kind",
            field=models.CharField(
                choices=[
                    ("revoked", "Revoked"),
                    ("suspended", "Suspended"),
                    ("reinstated", "Back in force"),
                    ("replaced", "Replaced by a new one"),
                    ("renewed", "Renewed"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddIndex(
            model_name="credential",
            index=models.Index(
                condition=models.Q(("valid_until__isnull", False)),
                fields=["issuer", "valid_until"],
                name="credentials_that_expire",
            ),
        ),
        migrations.AddConstraint(
            model_name="credential",
            constraint=models.UniqueConstraint(
                fields=("suspension_list", "suspension_index"), name="one_credential_a_suspension_index"
            ),
        ),
        migrations.AddConstraint(
            model_name="credential",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaced_at__isnull", True), ("revoked_at__isnull", True)),
                fields=("person", "micro_credential"),
                name="one_credential_in_force",
            ),
        ),
        migrations.AddConstraint(
            model_name="credential",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("suspension_index__isnull", True), ("suspension_list__isnull", True)),
                    models.Q(("suspension_index__isnull", False), ("suspension_list__isnull", False)),
                    _connector="OR",
                ),
                name="a_suspension_index_is_in_a_list",
            ),
        ),
        migrations.AddConstraint(
            model_name="issuerkey",
            constraint=models.UniqueConstraint(
                condition=models.Q(("retired_at__isnull", True)),
                fields=("organisation", "algorithm"),
                name="one_active_key_an_algorithm",
            ),
        ),
        migrations.AddConstraint(
            model_name="issuerkey",
            constraint=models.CheckConstraint(
                condition=models.Q(("compromised_at__isnull", True), ("retired_at__isnull", False), _connector="OR"),
                name="a_compromised_key_signs_nothing",
            ),
        ),
        migrations.AddField(
            model_name="namerequest",
            name="credential",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="name_requests", to="credentials.credential"
            ),
        ),
        migrations.AddField(
            model_name="namerequest",
            name="settled_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="reissue",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="reissue",
            name="key",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="reissues", to="credentials.issuerkey"
            ),
        ),
        migrations.AddConstraint(
            model_name="namerequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("settled_at__isnull", True)), fields=("credential",), name="one_open_name_request"
            ),
        ),
        migrations.RunPython(keep_bits, migrations.RunPython.noop),
    ]
