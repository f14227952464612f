"""What the page and the API share: how often, and the answer that is saved as a file."""

from typing import Final

from django.http import HttpRequest, HttpResponse

from nanobank.common.downloads import attached
from nanobank.credentials.limits import count_visit
from nanobank.credentials.taking._forms import Taken

TAKEN_A_MINUTE: Final = 30


def count_taking(request: HttpRequest) -> None:
    """Count one file, since some take a tenth of a second to draw. Raises TooOften past the limit."""
    count_visit(request, "credentials.taken", most=TAKEN_A_MINUTE)


def as_file(taken: Taken) -> HttpResponse:
    """An answer that is saved under its name, and kept by nothing on the way."""
    response = attached(taken.content, kind=taken.media_type, name=taken.filename)
    response.headers["Cache-Control"] = "private, no-store"
    return response
