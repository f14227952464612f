"""What was decided before there were keys is found by its content too."""

from itertools import islice
from typing import Any

from django.db import migrations

from nanobank.withdrawals.bridge import Thing, keys_of

_BATCH = 1_000


def keep_keys(apps: Any, schema_editor: Any) -> None:
    """Write the keys of each precedent."""
    key_model = apps.get_model("withdrawals", "PrecedentKey")
    precedents = apps.get_model("withdrawals", "Precedent").objects.select_related("decision__withdrawal").order_by("pk")
    rows = precedents.iterator(_BATCH)
    while some := list(islice(rows, _BATCH)):
        key_model.objects.bulk_create(
            [
                key_model(precedent=one, provider_id=one.provider_id, digest=digest)
                for one in some
                for digest in keys_of(_thing(one.decision.withdrawal))
            ]
        )


def _thing(withdrawal: Any) -> Thing:
    return Thing(withdrawal.title, withdrawal.outside_provider, withdrawal.url)


class Migration(migrations.Migration):
    dependencies = [("withdrawals", "0002_found_by_content")]

    operations = [migrations.RunPython(keep_keys, migrations.RunPython.noop)]
