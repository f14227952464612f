"""What the browser gets when a rule says no and no view has caught it."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from nanobank.common.errors import NotYours, Refused


class RefusalMiddleware:
    """Turns ``NotYours`` into 404 and any other ``Refused`` into a page that says why, never a stack trace."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """Show the refusal; anything else goes on as it was."""
        if isinstance(exception, NotYours):
            raise Http404 from exception
        if isinstance(exception, Refused):
            return render(request, "refused.html", {"reason": exception.message}, status=exception.status)
        return None
