"""The base that every model of ours stands on."""

from functools import reduce
from operator import or_
from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q


def exactly_one(*fields: str) -> Q:
    """What holds of a row that has just one of these fields: for a constraint of what is about one thing."""
    return reduce(or_, (Q(**{f"{other}__isnull": other != field for other in fields}) for field in fields))


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
