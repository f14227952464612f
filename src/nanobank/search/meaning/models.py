"""What things mean, kept in the database: the vectors that one model made, and how far it has come."""

from typing import ClassVar

from django.db import models

from nanobank.common.models import Model, PublicModel


class VectorSet(PublicModel):
    """All vectors of one model. Another model gets a set of its own, so that the old one answers until it is whole.

    ``position`` is the number of the last change of the catalogue's log that was taken in; before the first is (None),
    ``last_listing`` and ``last_competence`` say how far the first round has come. ``version`` grows with each batch,
    under a lock on this row: a process that has read up to a version misses nothing by asking for what is newer.
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset()

    name = models.CharField(max_length=120, unique=True)
    dimensions = models.PositiveIntegerField()
    version = models.PositiveBigIntegerField(default=0)
    position = models.PositiveBigIntegerField(null=True, blank=True)
    starts_from = models.PositiveBigIntegerField(default=0)
    last_listing = models.PositiveBigIntegerField(default=0)
    last_competence = models.PositiveBigIntegerField(default=0)
    labels_stamp = models.CharField(max_length=120, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField(null=True, blank=True, help_text="When somebody last asked for more to be embedded")
    worked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Vector(Model):
    """What one text means: half precision, little-endian, ``dimensions`` numbers. Empty when the text is gone.

    ``kind`` is a ``ListingKind``; a competence's names have a row for each language and are found by ``target_id``,
    whether they are listed or not. ``digest`` is of the text, so that what did not change is not embedded again.
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset()

    set = models.ForeignKey(VectorSet, on_delete=models.CASCADE, related_name="vectors")
    kind = models.CharField(max_length=16)
    target_id = models.PositiveBigIntegerField()
    language = models.CharField(max_length=2, blank=True)
    listing_id = models.PositiveBigIntegerField(null=True, blank=True)
    digest = models.CharField(max_length=32)
    version = models.PositiveBigIntegerField()
    numbers = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["set", "kind", "target_id", "language"], name="one_vector_a_text")
        ]
        indexes = [models.Index(fields=["set", "version"], name="vectors_by_version")]

    def __str__(self) -> str:
        return f"{self.kind} {self.target_id}"
