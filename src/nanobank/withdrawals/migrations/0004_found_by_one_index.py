"""Address and name are keys like the others: SQLite uses no partial index for a value that it is handed."""

from itertools import islice
from typing import Any

from django.db import migrations

_BATCH = 1_000


def keep_keys(apps: Any, schema_editor: Any) -> None:
    """Write them of each precedent."""
    key_model = apps.get_model("withdrawals", "PrecedentKey")
    rows = apps.get_model("withdrawals", "Precedent").objects.order_by("pk").iterator(_BATCH)
    while some := list(islice(rows, _BATCH)):
        key_model.objects.bulk_create(
            [
                key_model(precedent=one, provider_id=one.provider_id, digest=digest)
                for one in some
                for digest in {one.by_address, one.by_name} - {""}
            ],
            ignore_conflicts=True,
        )


class Migration(migrations.Migration):
    dependencies = [("withdrawals", "0003_keys_of_what_was_decided")]

    operations = [migrations.RunPython(keep_keys, migrations.RunPython.noop)]
