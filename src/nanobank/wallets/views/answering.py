"""What every endpoint for wallets has in common: any origin may ask, errors by name, nothing kept in a cache."""

import json
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, Concatenate, Final, ParamSpec, TypeAlias

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from nanobank.common.security import declared_bytes
from nanobank.credentials.limits import TooOften, count_visit
from nanobank.wallets.errors import ProtocolError

MAX_BYTES: Final = 256 * 1024
ASKS_A_MINUTE: Final = 120

P = ParamSpec("P")
View: TypeAlias = Callable[Concatenate[HttpRequest, P], HttpResponse]


def wallet_endpoint(*methods: str) -> Callable[[View[P]], View[P]]:
    """An endpoint that a wallet calls from its own origin, without our cookies: so no CSRF token, and CORS for all.

    What it may do is decided by the codes and tokens that it brings.
    """

    def decorate(view: View[P]) -> View[P]:
        @csrf_exempt
        @wraps(view)
        def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if request.method == "OPTIONS":
                response = HttpResponse(status=HTTPStatus.NO_CONTENT)
                response.headers["Access-Control-Allow-Methods"] = ", ".join(methods)
                response.headers["Access-Control-Allow-Headers"] = "Authorization, Content-Type, DPoP"
                response.headers["Access-Control-Max-Age"] = "7200"
                return _open(response)
            return _open(_answered(view, methods, request, *args, **kwargs))

        return answer

    return decorate


def as_json(said: Any, *, status: int = HTTPStatus.OK, cache: str = "no-store") -> HttpResponse:
    """JSON, by default never kept."""
    response = HttpResponse(json.dumps(said, ensure_ascii=False), content_type="application/json", status=status)
    response.headers["Cache-Control"] = cache
    return response


def _answered(
    view: View[P], methods: tuple[str, ...], request: HttpRequest, *args: P.args, **kwargs: P.kwargs
) -> HttpResponse:
    if request.method not in methods:
        refused = as_json({"error": "invalid_request"}, status=HTTPStatus.METHOD_NOT_ALLOWED)
        refused.headers["Allow"] = ", ".join(methods)
        return refused
    try:
        count_visit(request, "wallets", most=ASKS_A_MINUTE)
        if declared_bytes(request) > MAX_BYTES:
            raise ProtocolError("invalid_request", "too large", status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return view(request, *args, **kwargs)
    except TooOften:
        return as_json(
            {"error": "temporarily_unavailable", "error_description": "too many requests in a short time"},
            status=HTTPStatus.TOO_MANY_REQUESTS,
        )
    except ProtocolError as error:
        response = as_json({"error": error.error, "error_description": error.description}, status=error.status)
        if error.status == HTTPStatus.UNAUTHORIZED:
            response.headers["WWW-Authenticate"] = f'Bearer error="{error.error}"'
        return response


def _open(response: HttpResponse) -> HttpResponse:
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "WWW-Authenticate"
    return response
