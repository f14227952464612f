"""Headers that tell the browser what this site will never do."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

SANDBOXED = "is_sandboxed"
"""What a response says of itself when its content has been sent by somebody."""

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: https:",
        "font-src 'self'",
        "media-src 'self' https:",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)


class ContentSecurityPolicyMiddleware:
    """Puts one strict Content-Security-Policy on every answer: no inline script, no inline style, no foreign code."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request and add the policy."""
        response = self.get_response(request)
        response.headers["Content-Security-Policy"] = _policy_for(response)
        response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), browsing-topics=()"
        if settings.DEBUG:
            response.headers.setdefault("Cache-Control", "no-cache")
        return response


def _policy_for(response: HttpResponse) -> str:
    """The policy; a page whose form ends at another site or in an app names that in ``form_action``.

    A file that somebody has sent is marked ``SANDBOXED``: it has no origin, and may do nothing of its own.
    """
    if getattr(response, SANDBOXED, False):
        return f"{_POLICY}; sandbox"
    beyond = getattr(response, "form_action", None)
    return _POLICY.replace("form-action 'self'", f"form-action 'self' {beyond}") if beyond else _POLICY


class RequestSizeMiddleware:
    """Refuses what says it is larger than anything we take, before a byte of it is read or kept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, or 413."""
        if declared_bytes(request) <= settings.MAX_REQUEST_BYTES:
            return self.get_response(request)
        reason = _("What you sent is larger than %d MB. Nothing of it was kept.")
        context = {"reason": reason % (settings.MAX_REQUEST_BYTES // 1_000_000)}
        return render(request, "refused.html", context, status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


def declared_bytes(request: HttpRequest) -> int:
    """How large the request says its body is; no more than that is ever read of it."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isdecimal() else 0
