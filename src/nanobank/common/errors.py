"""Errors that may be shown to the person who caused them."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """A rule says no. ``message`` is for the person, in their language; ``field`` names the input it belongs to."""

    def __init__(self, message: str | Promise, *, field: str | None = None) -> None:
        super().__init__(message)
        self._message = message
        self.field = field

    @property
    def message(self) -> str:
        """The sentence to show, in the language active now."""
        return str(self._message)


class NotYours(Refused):
    """The thing exists but is not this person's to see or touch; answered as 404 so that nothing is given away."""


class Conflict(Refused):
    """Somebody else was first, or the thing has moved on since it was read; answered as 409 by the API."""


class Changed(Conflict):
    """Somebody else has written meanwhile. ``present`` is what stands there now, and ``revision`` its revision."""

    def __init__(self, present: Mapping[str, Any], revision: str) -> None:
        super().__init__(_("Somebody else has changed this since you opened it. Nothing was overwritten."))
        self.present = dict(present)
        self.revision = revision
