"""Taking a feed in: hand it over, see what is in it, decide, follow it. For those who teach."""

from collections.abc import Callable, Iterator, Sequence
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nanobank.accounts.http import SignedInRequest
from nanobank.common.clock import now
from nanobank.common.downloads import spreadsheet
from nanobank.common.errors import NotYours, Refused
from nanobank.common.forms import refusals_in
from nanobank.feeds import queries, services
from nanobank.feeds.forms import ColumnsForm, FeedForm, FileForm, RhythmForm
from nanobank.feeds.models import UNDER_WAY, Feed, FeedRun, State
from nanobank.feeds.permissions import kept_by
from nanobank.feeds.tasks import resume_abandoned, set_going
from nanobank.feeds.texts import trouble_text

_FAULTS_SHOWN = 10
_RUNS_SHOWN = 20


@login_required
@require_http_methods(["GET", "POST"])
def feeds(request: SignedInRequest) -> HttpResponse:
    """The feeds that one's institutions show offers from, and a form for one more."""
    form = FeedForm(kept_by(request.user, now=now()), request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            run = _made(request, form)
            set_going(run)
            return redirect("feed_run", run.uuid)
    lines = queries.feeds_of(request.user, now=now())
    status = 422 if request.method == "POST" else 200
    waiting = sum(line.waiting for line in lines)
    return render(request, "feeds/feeds.html", {"form": form, "lines": lines, "waiting": waiting}, status=status)


def _made(request: SignedInRequest, form: FeedForm) -> FeedRun:
    given = form.cleaned_data
    if not given["address"].strip() and not given["file"]:
        raise Refused(_("Write an address or choose a file."), field="address")
    return services.choose_feed(
        organisation=given["organisation"],
        title=given["title"],
        address="" if given["file"] else given["address"],
        file=given["file"],
        whole=given["whole"],
        by=request.user,
        now=now(),
    )


@login_required
@require_safe
def feed(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """One feed: what it brings, and how it has come in so far."""
    return _feed(request, queries.feed_for(request.user, uuid, now=now()), FileForm())


def _feed(
    request: SignedInRequest, found: Feed, form: FileForm, *, rhythm: RhythmForm | None = None, status: int = 200
) -> HttpResponse:
    line = next(one for one in queries.feeds_of(request.user, now=now()) if one.feed == found)
    runs = list(found.runs.order_by("-made_at", "-pk")[:_RUNS_SHOWN])
    rhythm = rhythm or RhythmForm(initial={"every_days": found.every_days})
    context = {"feed": found, "line": line, "runs": runs, "form": form, "rhythm": rhythm}
    return render(request, "feeds/feed.html", context, status=status)


@login_required
@require_POST
def again(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Fetch the feed again, or take a newer list."""
    found = queries.feed_for(request.user, uuid, now=now())
    form = FileForm(request.POST, request.FILES)
    file = request.FILES.get("file")
    try:
        run = services.make_run(feed=found, file=file, by=request.user, now=now())
    except NotYours:
        raise
    except Refused as refused:
        form.is_valid()
        form.errors.pop("file", None)
        form.add_error("file" if refused.field == "file" else None, refused.message)
        return _feed(request, found, form, status=422)
    set_going(run)
    return redirect("feed_run", run.uuid)


@login_required
@require_POST
def rhythm(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Fetch it by itself from now on, or no more."""
    found = queries.feed_for(request.user, uuid, now=now())
    form = RhythmForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            services.renew_every(feed=found, rhythm=form.cleaned_data["every_days"], by=request.user, now=now())
            messages.success(request, _("It is noted."))
            return redirect("feed", uuid)
    return _feed(request, found, FileForm(), rhythm=form, status=422)


@login_required
@require_POST
def close(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Show its offers no more."""
    found = queries.feed_for(request.user, uuid, now=now())
    count = services.close_feed(feed=found, by=request.user, now=now())
    told = ngettext(
        "The feed is closed. %d offer is no longer shown.", "The feed is closed. %d offers are no longer shown.", count
    )
    messages.success(request, told % count)
    return redirect("feeds")


@login_required
@require_safe
def run(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """One import: what is in the feed, what is wrong with which offer, and how far it is."""
    found = queries.run_for(request.user, uuid, now=now())
    return _run(request, found, _columns(found))


def _run(request: SignedInRequest, found: FeedRun, columns: ColumnsForm | None, status: int = 200) -> HttpResponse:
    context = _how_far(found) | {
        "trouble": trouble_text(found.trouble["code"], found.trouble["params"]) if found.trouble else "",
        "faults": list(queries.faults_of(found, most=_FAULTS_SHOWN)) if found.faulty else [],
        "columns": columns,
        "is_lines": found.found.get("form") == "csv",
    }
    return render(request, "feeds/run.html", context, status=status)


def _columns(found: FeedRun) -> ColumnsForm | None:
    """The form for a table's columns, while there is still something to say about them."""
    headings = found.found.get("headings", [])
    if not headings or not found.file or found.state not in (State.READY, State.UNREADABLE):
        return None
    return ColumnsForm(headings, found.found.get("mapping", {}))


@login_required
@require_POST
def columns(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Say which column is what; then the list is looked through again."""
    found = queries.run_for(request.user, uuid, now=now())
    form = ColumnsForm(found.found.get("headings", []), {}, request.POST)
    if form.is_valid():
        with refusals_in(form):
            services.map_columns(run=found, mapping=form.cleaned_data, by=request.user, now=now())
            set_going(found)
            return redirect("feed_run", uuid)
    return _run(request, found, form, status=422)


@login_required
@require_safe
def progress(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """How far it is, asked for again and again by the page. When it has come to rest, the page is loaded anew."""
    found = queries.run_for(request.user, uuid, now=now())
    if resume_abandoned(found.uuid):
        found.refresh_from_db()
    response = render(request, "feeds/elements/progress.html", _how_far(found))
    if found.state not in UNDER_WAY:
        response.headers["HX-Refresh"] = "true"
    return response


@login_required
@require_safe
def faults(request: SignedInRequest, uuid: UUID) -> HttpResponseBase:
    """What is wrong with which offer, as a list to work through in a spreadsheet; sent as it is read."""
    found = queries.run_for(request.user, uuid, now=now())
    return spreadsheet(_fault_lines(found), name=f"fejl-{found.uuid}.csv")


@login_required
@require_POST
def begin(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Take in what nothing is wrong with."""
    return _decide(request, uuid, lambda found: services.begin(run=found, by=request.user, now=now()))


@login_required
@require_POST
def stop(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Stop it."""
    return _decide(request, uuid, lambda found: services.stop(run=found, by=request.user, now=now()))


@login_required
@require_POST
def go_on(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Go on."""
    return _decide(request, uuid, lambda found: services.go_on(run=found, by=request.user, now=now()))


@login_required
@require_POST
def withdraw(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Give it up."""
    found = services.withdraw(run=queries.run_for(request.user, uuid, now=now()), by=request.user, now=now())
    messages.success(request, _("The import is given up, and its content is thrown away."))
    return redirect("feed", FeedRun.objects.select_related("feed").get(pk=found.pk).feed.uuid)


def _decide(request: SignedInRequest, uuid: UUID, decide: Callable[[FeedRun], FeedRun]) -> HttpResponse:
    decided = decide(queries.run_for(request.user, uuid, now=now()))
    if decided.state == State.IMPORTING:
        set_going(decided)
    return redirect("feed_run", uuid)


def _how_far(found: FeedRun) -> dict[str, object]:
    return {
        "run": found,
        "under_way": found.state in UNDER_WAY,
        "percent": found.done * 100 // found.lines if found.lines else 0,
    }


def _fault_lines(found: FeedRun) -> Iterator[Sequence[object]]:
    yield [_("Line"), _("Column"), _("What stands there"), _("What is wrong")]
    for fault in queries.faults_of(found):
        yield [fault.line, fault.column, fault.cell, fault.text]
