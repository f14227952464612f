"""Searches that are saved, and how often anything was looked for."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="SearchCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("week", models.DateField(help_text="Its Monday")),
                ("words", models.CharField(max_length=200)),
                ("region", models.CharField(blank=True, max_length=5)),
                ("searches", models.PositiveIntegerField(default=0)),
                ("without_hit", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("week", "words", "region"), name="one_count_of_words_a_week")
                ],
            },
        ),
        migrations.CreateModel(
            name="SavedSearch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("address", models.CharField(max_length=1500)),
                ("language", models.CharField(help_text="In which to write", max_length=5)),
                ("saved_at", models.DateTimeField()),
                (
                    "told_until",
                    models.DateTimeField(help_text="What was published up to then has been told of, or was there before"),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_searches",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("person", "address"), name="one_saving_of_a_search")
                ],
            },
        ),
    ]
