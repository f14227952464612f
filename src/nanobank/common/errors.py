"""Errors that may be shown to the person who caused them."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """A rule says no. ``message`` is for the person, in their language; ``field`` names the input it belongs to.

    ``status`` is what pages and the API answer with.
    """

    status: ClassVar[HTTPStatus] = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, message: str | Promise, *, field: str | None = None) -> None:
        super().__init__(message)
        self._message = message
        self.field = field

    @property
    def message(self) -> str:
        """The sentence to show, in the language active now."""
        return str(self._message)


class NotYours(Refused):
    """The thing exists but is not this person's to see or touch; nothing is given away, not even that it exists."""

    status = HTTPStatus.NOT_FOUND


class Conflict(Refused):
    """Somebody else was first, or the thing has moved on since it was read."""

    status = HTTPStatus.CONFLICT


class Changed(Conflict):
    """Somebody else has written meanwhile. ``present`` is what stands there now, and ``revision`` its revision."""

    def __init__(self, present: Mapping[str, Any], revision: str) -> None:
        super().__init__(_("Somebody else has changed this since you opened it. Nothing was overwritten."))
        self.present = dict(present)
        self.revision = revision
