"""What the API says when something is wrong with what was sent: one sentence for each input, in the language active."""

import re
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_TEXT: Final = gettext_lazy("“%(field)s” must be text.")
_UNREADABLE_TEXT: Final = gettext_lazy("“%(field)s” holds characters that cannot be kept.")
_WHOLE: Final = gettext_lazy("“%(field)s” must be a whole number.")
_NUMBER: Final = gettext_lazy("“%(field)s” must be a number.")
_TRUTH: Final = gettext_lazy("“%(field)s” must be true or false.")
_UUID: Final = gettext_lazy("“%(field)s” must be a UUID, such as 1c1fca52-7a35-4d8c-9b39-0f1a5a4d1d11.")
_TIME: Final = gettext_lazy("“%(field)s” must be a time with its time zone, such as 2026-12-01T09:00:00+01:00.")
_DATE: Final = gettext_lazy("“%(field)s” must be a date, such as 2026-12-01.")
_LIST: Final = gettext_lazy("“%(field)s” must be a list.")
_OBJECT: Final = gettext_lazy("“%(field)s” must be an object with named values.")
_ONE_OF: Final = gettext_lazy("“%(field)s” must be one of: %(expected)s.")

_SENTENCES: Final[Mapping[str, "_StrPromise"]] = {
    "missing": gettext_lazy("“%(field)s” is missing."),
    "extra_forbidden": gettext_lazy("“%(field)s” is not known here."),
    "json_invalid": gettext_lazy("“%(field)s” is not valid JSON."),
    "json_type": gettext_lazy("“%(field)s” is not valid JSON."),
    "string_type": _TEXT,
    "string_unicode": _UNREADABLE_TEXT,
    "string_pattern_mismatch": gettext_lazy("“%(field)s” is not written in the way that is asked for: %(pattern)s"),
    "string_too_short": ngettext_lazy(
        "“%(field)s” must have at least %(min_length)d character.",
        "“%(field)s” must have at least %(min_length)d characters.",
        "min_length",
    ),
    "string_too_long": ngettext_lazy(
        "“%(field)s” can have at most %(max_length)d character.",
        "“%(field)s” can have at most %(max_length)d characters.",
        "max_length",
    ),
    "too_short": ngettext_lazy(
        "“%(field)s” must hold at least %(min_length)d element.",
        "“%(field)s” must hold at least %(min_length)d elements.",
        "min_length",
    ),
    "too_long": ngettext_lazy(
        "“%(field)s” can hold at most %(max_length)d element.",
        "“%(field)s” can hold at most %(max_length)d elements.",
        "max_length",
    ),
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_from_float": _WHOLE,
    "int_parsing_size": gettext_lazy("“%(field)s” is too large a number."),
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "decimal_type": _NUMBER,
    "decimal_parsing": _NUMBER,
    "finite_number": _NUMBER,
    "decimal_max_digits": ngettext_lazy(
        "“%(field)s” can have at most %(max_digits)d digit.",
        "“%(field)s” can have at most %(max_digits)d digits.",
        "max_digits",
    ),
    "decimal_whole_digits": ngettext_lazy(
        "“%(field)s” can have at most %(whole_digits)d digit before the decimal point.",
        "“%(field)s” can have at most %(whole_digits)d digits before the decimal point.",
        "whole_digits",
    ),
    "decimal_max_places": ngettext_lazy(
        "“%(field)s” can have at most %(decimal_places)d decimal.",
        "“%(field)s” can have at most %(decimal_places)d decimals.",
        "decimal_places",
    ),
    "greater_than": gettext_lazy("“%(field)s” must be greater than %(gt)s."),
    "greater_than_equal": gettext_lazy("“%(field)s” must be at least %(ge)s."),
    "less_than": gettext_lazy("“%(field)s” must be less than %(lt)s."),
    "less_than_equal": gettext_lazy("“%(field)s” must be at most %(le)s."),
    "bool_type": _TRUTH,
    "bool_parsing": _TRUTH,
    "uuid_type": _UUID,
    "uuid_parsing": _UUID,
    "datetime_type": _TIME,
    "datetime_parsing": _TIME,
    "datetime_from_date_parsing": _TIME,
    "datetime_object_invalid": _TIME,
    "timezone_aware": _TIME,
    "date_type": _DATE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
    "list_type": _LIST,
    "dict_type": _OBJECT,
    "model_type": _OBJECT,
    "model_attributes_type": _OBJECT,
    "enum": _ONE_OF,
    "literal_error": _ONE_OF,
}
_OTHERWISE: Final = gettext_lazy("“%(field)s” cannot be read.")
_STATUSES: Final[Mapping[int, "_StrPromise"]] = {
    400: gettext_lazy("The request cannot be read."),
    401: gettext_lazy("Send a valid token: “Authorization: Bearer nb_…”. Make one on your page, under API tokens."),
    403: gettext_lazy("This may not be done."),
    404: gettext_lazy("There is nothing here, or it is not yours to see."),
    405: gettext_lazy("This address does not take that method."),
    413: gettext_lazy("What was sent is too large. At most 6 MB, and 20 MB for a file handed in."),
    415: gettext_lazy("This address does not take that kind of content."),
    422: gettext_lazy("Something that was sent cannot be used."),
    429: gettext_lazy("Too many requests in a short time. Wait a minute, and try again."),
    500: gettext_lazy("Something went wrong on our side. Try again in a little while."),
}
_ALTERNATIVE: Final = re.compile(r"str|int|constrained-\w+|list\[.*\]")
"""How pydantic names the alternative that it tried, last in the place of an error."""


def sentence_of(status: int) -> str:
    """What a status means, for the person."""
    return str(_STATUSES.get(status, _STATUSES[500 if status >= HTTPStatus.INTERNAL_SERVER_ERROR else 400]))


def sentence_for(kind: str, field: str, context: Mapping[str, Any]) -> str:
    """What is wrong with one input. ``kind`` and ``context`` are the type and ctx of pydantic's error."""
    if not field:
        return _("The body must be a JSON object.")
    values = {**context, "field": field}
    if "expected" in values:
        values["expected"] = ", ".join(part.strip("'") for part in re.split(r", | or ", str(values["expected"])))
    try:
        return str(_SENTENCES.get(kind, _OTHERWISE) % values)
    except (KeyError, TypeError):  # a later pydantic that says less about its errors
        return str(_OTHERWISE % values)


def inputs_at_fault(errors: Iterable[Mapping[str, Any]]) -> list[dict[str, str | None]]:
    """Each input that is wrong, once, with its sentence; ``errors`` are pydantic's, ``loc`` as the sender knows it."""
    found: dict[str, str] = {}
    for error in errors:
        place, kind = [str(part) for part in error["loc"]], error["type"]
        if len(place) > 1 and _ALTERNATIVE.fullmatch(place[-1]):
            place, kind = place[:-1], ""
        field = ".".join(place)
        found.setdefault(field, sentence_for(kind, field, error.get("ctx", {})))
    return [{"field": field or None, "message": message} for field, message in found.items()]


class ApiProblemsMiddleware:
    """What goes wrong under ``/api/`` before or after an endpoint is said in JSON too, never as a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request; an error that is not JSON becomes JSON, its headers kept."""
        if not request.path_info.startswith("/api/"):
            return self.get_response(request)
        if "\x00" in request.path_info:
            return JsonResponse({"detail": sentence_of(404)}, status=404)
        response = self.get_response(request)
        if response.status_code >= HTTPStatus.BAD_REQUEST and "json" not in response.headers.get("Content-Type", ""):
            response.content = JsonResponse({"detail": sentence_of(response.status_code)}).content
            response.headers["Content-Type"] = "application/json"
        return response
