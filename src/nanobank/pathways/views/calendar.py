"""Where calendars fetch a plan: whoever has the secret address gets it, until it is stopped."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from nanobank.common.clock import now
from nanobank.pathways.calendars import calendar_of
from nanobank.pathways.queries import pathway_with_feed


@require_safe
def pathway_calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """The plan that is chosen, for as long as the address is not stopped."""
    pathway = pathway_with_feed(secret)
    if pathway is None:
        raise Http404
    answer = HttpResponse(calendar_of(pathway, now()), content_type="text/calendar; charset=utf-8")
    answer.headers["Cache-Control"] = "private, max-age=3600"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
