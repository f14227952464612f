"""The first wording of what the register says of the law; the bank's staff change it on a page when the law changes."""

from datetime import UTC, datetime

from django.db import migrations

_WORDINGS = (
    (
        "duty",
        "Den, der udvikler eller bruger AI-systemer, skal efter bedste evne sørge for, at de medarbejdere, der arbejder "
        "med dem, har tilstrækkelige AI-færdigheder. Det afhænger af, hvad de ved i forvejen, hvad systemerne bruges til, "
        "og hvem det går ud over. Der kræves intet certifikat: organisationens egne optegnelser er nok. Kravet har "
        "fundet anvendelse siden 2. februar 2025.",
        "Whoever develops or uses AI systems must do its best to see that the staff who work with them are sufficiently "
        "AI literate. How much that takes depends on what they know beforehand, what the systems are used for and whom "
        "it affects. No certificate is required: the organisation's own records suffice. This has applied since 2 "
        "February 2025.",
        "Forordning (EU) 2024/1689, artikel 4, gengivet i egne ord",
    ),
    (
        "change",
        "Ordlyden af artikel 4 er ved at blive ændret i EU's samlede forenkling på det digitale område (2026). Spørg den, "
        "der driver banken, eller din jurist, om teksten her er den nyeste.",
        "The wording of Article 4 is being changed in the EU's digital simplification package (2026). Ask whoever runs "
        "the bank, or your lawyer, whether this text is the latest.",
        "Efter omtale af Digital Omnibus; ikke efterprøvet i lovteksten",
    ),
    (
        "report",
        "Rapporten viser, hvilke AI-systemer der er i brug, i hvilken rolle og med hvilken risiko, hvem der bruger dem og "
        "med hvilke forkundskaber, hvilken uddannelse de skal have og har fået, hvilke regler der gælder, og hvornår der "
        "ses på det igen.",
        "The report shows which AI systems are in use, in which role and at which risk, who uses them and what they knew "
        "beforehand, what training they need and have had, which rules apply, and when all of it is looked at again.",
        "Nanobanken",
    ),
)


def lay(apps, schema_editor):
    """Write them where there are none."""
    for key, danish, english, source in _WORDINGS:
        apps.get_model("ai_register", "Wording").objects.get_or_create(
            key=key,
            defaults={
                "text_da": danish,
                "text_en": english,
                "source": source,
                "changed_at": datetime(2026, 11, 22, tzinfo=UTC),
            },
        )


class Migration(migrations.Migration):
    dependencies = [("ai_register", "0001_initial")]

    operations = [migrations.RunPython(lay, migrations.RunPython.noop)]
