"""What stood in the listing before it said until when things are assured is told so."""

from django.db import migrations
from django.db.models import OuterRef, Subquery

_PATHS = {"module": "version__current_of", "micro_credential": "micro_credential", "bundle": "bundle"}


def note(apps, _editor):
    """The day on which the last approval in force ends, of each thing that has one."""
    listing, approval = apps.get_model("catalogue", "Listing"), apps.get_model("quality", "Approval")
    for kind, path in _PATHS.items():
        in_force = approval.objects.filter(**{path: OuterRef("target_id")}, withdrawn_at__isnull=True)
        until = Subquery(in_force.order_by("-valid_until").values("valid_until")[:1])
        listing.objects.filter(kind=kind).update(assured_until=until)


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0013_listings_say_until_when"),
        ("quality", "0002_bundles"),
    ]

    operations = [migrations.RunPython(note, migrations.RunPython.noop)]
