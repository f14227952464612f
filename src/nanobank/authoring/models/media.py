"""The media shelf: pictures, films, captions and files, and uploads under way."""

from pathlib import PurePath
from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.catalogue.models import Language, Module
from nanobank.common.addresses import danish_address
from nanobank.common.bilingual import Bilingual
from nanobank.common.models import PublicModel
from nanobank.organisations.models import Organisation


class MediaKind(models.TextChoices):
    """What lies on the shelf."""

    PICTURE = "picture", _("Picture")
    FILM = "film", _("Video")
    DOCUMENT = "document", _("File")


def shelved_name(item: "MediaItem", filename: str) -> str:
    """A name of our own; of the sender's only the ending is kept, which has been checked against the content."""
    return f"shelf/{uuid4()}{PurePath(filename).suffix.lower()}"


class MediaItemQuerySet(models.QuerySet["MediaItem"]):
    """Reads aloud: ``MediaItem.objects.on_shelf(provider)``."""

    def on_shelf(self, provider: Organisation) -> "MediaItemQuerySet":
        """What the provider's educators can put into a module, newest first."""
        return self.filter(provider=provider, retired_at__isnull=True).order_by("-added_at", "-pk")


class MediaItem(PublicModel):
    """A picture, film or file that a provider's educators share. The file never changes; what is said of it may.

    ``is_decorative`` is said of a picture that says nothing in words; None while nobody has said. ``seconds`` is a
    film's length and ``width`` and ``height`` a picture's points, where they could be read.
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"added_by", "added_at", "name"})

    provider = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="media", db_index=False)
    module = models.ForeignKey(Module, on_delete=models.SET_NULL, related_name="media", null=True, blank=True)
    kind = models.CharField(max_length=8, choices=MediaKind.choices)
    name = models.CharField(max_length=200)
    file = models.FileField(upload_to=shelved_name)
    size = models.PositiveBigIntegerField()
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    seconds = models.FloatField(null=True, blank=True)
    alt_da = models.CharField(max_length=250, blank=True)
    alt_en = models.CharField(max_length=250, blank=True)
    is_decorative = models.BooleanField(null=True, blank=True)
    captions = models.FileField(upload_to=shelved_name, blank=True)
    captions_language = models.CharField(max_length=2, choices=Language.choices, blank=True)
    added_by = models.ForeignKey(Person, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    added_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    alt = Bilingual("alt")

    objects = MediaItemQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["provider", "-added_at"])]

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        """Where it is fetched; the same in every language, so that a text may name it."""
        return danish_address("media_file", self.uuid)

    @property
    def lacks(self) -> str:
        """What a reader would miss: ``alt``, ``captions`` or nothing."""
        if self.kind == MediaKind.PICTURE and not self.is_decorative and not (self.alt_da or self.alt_en):
            return "alt"
        return "captions" if self.kind == MediaKind.FILM and not self.captions else ""


class MediaUpload(PublicModel):
    """A file on its way: ``received`` bytes of ``size`` lie in a file of their own until all have come.

    While bytes come in it is held until ``held_until``, which who holds it moves ahead; so two cannot write at once,
    and what a dead process held is free again soon.
    """

    PERSONAL_DATA: ClassVar[frozenset[str]] = frozenset({"by", "begun_at", "touched_at", "name"})

    provider = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    module = models.ForeignKey(Module, on_delete=models.CASCADE, related_name="+", null=True, blank=True)
    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    received = models.PositiveBigIntegerField(default=0)
    begun_at = models.DateTimeField()
    touched_at = models.DateTimeField(db_index=True)
    held_until = models.DateTimeField(null=True, blank=True)
    item = models.OneToOneField(MediaItem, on_delete=models.CASCADE, related_name="+", null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(received__lte=F("size")), name="upload_receives_no_more_than_its_size")
        ]
