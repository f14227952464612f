"""The language of machine addresses, which have none in the address: what the program asks for (ADR 0004)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation


class ApiLanguageMiddleware:
    """Answers under ``/api/`` in the language of ``Accept-Language``, Danish without one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request. The middleware before has chosen a language by the address already."""
        if not request.path_info.startswith("/api/"):
            return self.get_response(request)
        translation.activate(translation.get_language_from_request(request))
        response = self.get_response(request)
        response.headers["Content-Language"] = translation.get_language() or "da"
        return response
