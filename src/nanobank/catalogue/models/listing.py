"""The catalogue as one searches it: a line for each thing, what changed, and the rebuilding of it all."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from nanobank.common.bilingual import Bilingual
from nanobank.common.models import Model, PublicModel
from nanobank.organisations.models import Organisation

_FILTERED = ["kind", "level", "language", "form", "provider", "audiences", "ects", "price", "rolling", "next_start"]


class ListingKind(models.TextChoices):
    """What a search can find."""

    MODULE = "module", _("Module")
    MICRO_CREDENTIAL = "micro_credential", _("Micro-credential")
    BUNDLE = "bundle", _("Bundle")
    PROVIDER = "provider", _("Provider")
    COMPETENCE = "competence", _("Competence")
    OUTSIDE_OFFER = "outside_offer", _("Offer from outside")


class Listing(Model):
    """One line of the catalogue, copied from what is published so that a page of results is one query.

    Written by ``catalogue.indexing`` alone. The words it is found by are beside it, in a table that each database
    vendor has in its own way (migration 0002). Each order of results has an index that also covers the filters.
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset()

    kind = models.CharField(max_length=16, choices=ListingKind.choices)
    target_id = models.BigIntegerField()
    slug = models.CharField(max_length=120)
    title_da = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    summary_da = models.CharField(max_length=400, blank=True)
    summary_en = models.CharField(max_length=400, blank=True)
    title_length = models.PositiveSmallIntegerField()
    provider = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="+", null=True, blank=True, db_index=False
    )
    provider_name = models.CharField(max_length=60, blank=True)
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    ects = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    price = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    language = models.CharField(max_length=2, blank=True)
    form = models.CharField(max_length=10, blank=True)
    audiences = models.PositiveSmallIntegerField(default=0, help_text="One bit for each audience, in order")
    rolling = models.BooleanField(default=False)
    next_start = models.DateField(null=True, blank=True)
    published_at = models.DateTimeField()
    assured_until = models.DateField(
        null=True, blank=True, help_text="The last day on which somebody stands by its quality; none: not assessed"
    )

    title = Bilingual("title")
    summary = Bilingual("summary")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["target_id", "kind"], name="one_listing_a_thing")]
        indexes = [
            models.Index(
                fields=[*order, *(f for f in _FILTERED if f not in order and f"-{f}" not in order)],
                name=f"listing_by_{name}",
            )
            for name, order in (
                ("newest", ["-published_at", "-id"]),
                ("price", ["price", "-id"]),
                ("ects", ["ects", "-id"]),
                ("start", ["-rolling", "next_start", "-id"]),
            )
        ]


class ListingChange(Model):
    """A line of the catalogue was written or taken out. Numbers grow in the order in which changes are committed.

    Whatever is derived from the listing reads on from the number it has reached (``catalogue.changes``).
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset()

    kind = models.CharField(max_length=16)
    target_id = models.BigIntegerField()
    listing_id = models.BigIntegerField()
    at = models.DateTimeField()


class IndexRun(PublicModel):
    """One rebuilding of the catalogue's listing. What it has done is kept, so that a killed run goes on from there."""

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset()

    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    kind = models.CharField(max_length=16, choices=ListingKind.choices, default=ListingKind.MODULE)
    last_id = models.BigIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
