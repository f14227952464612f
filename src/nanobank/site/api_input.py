"""Reads what a program sends, and refuses what no database can keep before any room sees it."""

import json
import re
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any, Final

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from ninja.errors import HttpError
from ninja.parser import Parser

DEEPEST: Final = 32
"""So many objects and lists may lie within each other."""
_LARGEST: Final = 2**63 - 1
_UNKEEPABLE: Final = re.compile("[\x00\ud800-\udfff]")
_FORMS: Final = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})


class Unreadable(HttpError):
    """What was sent cannot be taken in; the message says why, to the person."""


class InputParser(Parser):
    """JSON bodies and forms whose every value can be stored. Raises Unreadable with a sentence for the person."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """A JSON object. 415 for another kind of content, 400 for what is not JSON or cannot be stored."""
        kind = getattr(request, "content_type", None) or ""
        if kind != "application/json" and not kind.endswith("+json"):
            message = _("Send JSON, with the header “Content-Type: application/json”.")
            raise Unreadable(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, message)
        try:
            sent = json.loads(request.body)
        except (ValueError, RecursionError) as broken:
            raise Unreadable(HTTPStatus.BAD_REQUEST, _("The body is not valid JSON.")) from broken
        if not isinstance(sent, dict):
            raise Unreadable(HTTPStatus.BAD_REQUEST, _("The body must be a JSON object."))
        _check_can_be_kept(sent)
        return sent

    def parse_querydict(self, data: MultiValueDict[str, Any], list_fields: list[str], request: HttpRequest) -> Any:
        """A query string or a form. 415 for a body of another kind where a form is asked for."""
        if data is not request.GET and request.content_type not in _FORMS and request.META.get("CONTENT_LENGTH"):
            message = _("Send a form, with the header “Content-Type: multipart/form-data”.")
            raise Unreadable(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, message)
        for name in data:
            _check_can_be_kept([value for value in data.getlist(name) if isinstance(value, str)])
        return super().parse_querydict(data, list_fields, request)


def _check_can_be_kept(sent: object) -> None:
    for value, depth in _everything_in(sent):
        if depth > DEEPEST:
            raise Unreadable(HTTPStatus.BAD_REQUEST, _("The body has too many levels within each other."))
        if isinstance(value, str) and _UNKEEPABLE.search(value):
            raise Unreadable(HTTPStatus.BAD_REQUEST, _("A text holds characters that cannot be kept."))
        if isinstance(value, int | float) and not abs(value) <= _LARGEST:  # neither infinity nor NaN is
            raise Unreadable(HTTPStatus.BAD_REQUEST, _("A number is too large to be kept."))


def _everything_in(sent: object) -> Iterator[tuple[object, int]]:
    """Every value and name, with how deep it lies; without recursion, however deep that is."""
    waiting = [(sent, 0)]
    while waiting:
        value, depth = waiting.pop()
        yield value, depth
        if isinstance(value, dict):
            waiting += [(name, depth + 1) for name in value] + [(inner, depth + 1) for inner in value.values()]
        elif isinstance(value, list):
            waiting += [(inner, depth + 1) for inner in value]
