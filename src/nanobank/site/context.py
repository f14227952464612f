"""What every template may know about the site."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """``demo``: whether this site runs on invented people."""
    return {"demo": settings.DEMO}
