"""The base that every model of ours stands on."""

from typing import ClassVar
from uuid import uuid4

from django.db import models


class Model(models.Model):
    """A row with an internal ``id``. ``PERSONAL_DATA`` names the fields that are somebody's personal data."""

    PERSONAL_DATA: ClassVar[frozenset[str]]

    class Meta:
        abstract = True


class PublicModel(Model):
    """A row that the outside knows by its ``uuid``."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)

    class Meta:
        abstract = True
