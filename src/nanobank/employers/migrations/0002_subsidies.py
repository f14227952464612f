"""The schemes that are known, as their sources said when they were read."""

from datetime import date
from decimal import Decimal

from django.db import migrations

READ_ON = date(2026, 11, 21)
SCHEMES = (
    {
        "slug": "omstillingsfonden",
        "name_da": "Omstillingsfonden",
        "name_en": "Omstillingsfonden (the transition fund)",
        "terms_da": (
            "Kan dække deltagerbetaling på akademi- og diplomniveau med op til 10.000 kr. pr. person pr. kalenderår. "
            "For ansatte med en uddannelse til og med professionsbachelorniveau. Institutionen søger og trækker "
            "beløbet fra; det går efter først til mølle, tidligst fire måneder før start. Arbejdsgiveren kan ikke "
            "selv søge."
        ),
        "terms_en": (
            "Can cover participant fees at academy and diploma level, up to DKK 10,000 a person a calendar year. For "
            "employees with an education up to professional bachelor level. The institution applies and takes the "
            "amount off; first come, first served, four months before the start at the earliest. The employer cannot "
            "apply itself."
        ),
        "percent": 100,
        "most": Decimal(10_000),
        "lowest_level": 5,
        "highest_level": 6,
        "only_public": True,
        "source": "https://ufm.dk/uddannelse/institutioner-og-drift/okonomi/puljer-og-fonde/veu-omstillingsfond",
    },
    {
        "slug": "svu",
        "name_da": "Statens Voksenuddannelsesstøtte (SVU)",
        "name_en": "State adult education support (SVU)",
        "terms_da": (
            "Betaler ikke kurset, men kan dække noget af lønnen, når der læses i arbejdstiden. Til videregående niveau "
            "som udgangspunkt kun for ansatte over 25 år uden en videregående uddannelse. Satsen ændres hvert år: se "
            "den hos kilden."
        ),
        "terms_en": (
            "Does not pay for the course, but can cover part of the wages when study takes working hours. At higher "
            "level as a rule only for employees over 25 without higher education. The rate changes every year: see the "
            "source."
        ),
        "percent": 0,
        "most": Decimal(0),
        "lowest_level": 4,
        "highest_level": 8,
        "only_public": True,
        "source": "https://www.svu.dk/",
    },
)


def add(apps, schema_editor):
    subsidies = apps.get_model("employers", "Subsidy").objects.using(schema_editor.connection.alias)
    for scheme in SCHEMES:
        subsidies.create(**scheme, read_on=READ_ON)


def remove(apps, schema_editor):
    subsidies = apps.get_model("employers", "Subsidy").objects.using(schema_editor.connection.alias)
    subsidies.filter(slug__in=[scheme["slug"] for scheme in SCHEMES]).delete()


class Migration(migrations.Migration):
    dependencies = [("employers", "0001_initial")]
    operations = [migrations.RunPython(add, remove)]
