"""A learner's udtræk: begin with what one has, say the rest, follow it, read the answer, complain."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nanobank.accounts.http import SignedInRequest
from nanobank.common import clock
from nanobank.common.errors import Refused
from nanobank.common.forms import put_beside
from nanobank.exams.readiness import readiness_for
from nanobank.withdrawals import services
from nanobank.withdrawals.bridge import Found
from nanobank.withdrawals.cv import read_cv
from nanobank.withdrawals.forms.learner import DescribeForm, StartForm
from nanobank.withdrawals.forms.words import WordsForm
from nanobank.withdrawals.models import Outcome, Source, Withdrawal, WithdrawalState
from nanobank.withdrawals.permissions import check_learner, check_may_read
from nanobank.withdrawals.queries import (
    board_of,
    decisions_on,
    providers_to_ask,
    rubric_of,
    story_of,
    verdict_of,
    withdrawal_of,
    withdrawals_of,
)
from nanobank.withdrawals.reading import Material, link_unread, read_at, read_credential, read_pdf
from nanobank.withdrawals.services import Paper
from nanobank.withdrawals.views.cv import lines_page

_CAN_BE_MENDED = (WithdrawalState.DRAFT, WithdrawalState.RETURNED)
_MOST_PDF = 20 * 1024 * 1024


@login_required
@require_safe
def withdrawals(request: SignedInRequest) -> HttpResponse:
    """All that I have brought, and how it goes."""
    page = Paginator(withdrawals_of(request.user).defer("document", "text"), 20).get_page(request.GET.get("page"))
    return render(request, "withdrawals/withdrawals.html", {"page": page})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdrawal_start(request: SignedInRequest) -> HttpResponse:
    """Choose what one has of it and who is to look at it; what can be read of it is read at once."""
    if request.method != "POST":
        url = request.GET.get("url", "")
        form = StartForm(initial={"source": Source.LINK, "url": url}, providers=providers_to_ask())
        return render(request, "withdrawals/start.html", {"form": form})
    form = StartForm(request.POST, request.FILES, providers=providers_to_ask())
    status = 422
    if form.is_valid():
        try:
            if form.cleaned_data["source"] == Source.CV:
                return lines_page(request, read_cv(form.cleaned_data["cv"].read()), form.cleaned_data["provider"])
            material, paper = _read(request, form)
            made = services.begin(
                person=request.user,
                provider=form.cleaned_data["provider"],
                material=material,
                paper=paper,
                now=clock.now(),
            )
        except Refused as refused:
            status = put_beside(form, _at_its_field(refused, form))
        else:
            messages.success(request, _begun(form, material))
            return redirect("withdrawal", made.uuid)
    return render(request, "withdrawals/start.html", {"form": form}, status=status)


def _read(request: SignedInRequest, form: StartForm) -> tuple[Material, Paper | None]:
    given, person, now = form.cleaned_data, request.user, clock.now()
    match Source(given["source"]):
        case Source.LINK if "unread" in request.POST:
            return link_unread(given["url"]), None
        case Source.LINK:
            return read_at(given["url"], person=person, now=now), None
        case Source.CREDENTIAL:
            file = given["credential"]
            data = file.read() if file else given["document"].encode()
            return read_credential(data, person=person, now=now), None
        case Source.PDF:
            file = given["pdf"]
            if file.size > _MOST_PDF:
                raise Refused(_("The file is larger than %d MB. Make it smaller, or divide it.") % 20, field="pdf")
            data = file.read()
            return read_pdf(data, now=now), Paper(file.name or "", data)
    return Material(Source.TYPED, Found(title=given["title"])), None


def _begun(form: StartForm, material: Material) -> str:
    """What is said of it: only what was read can be looked over."""
    if form.cleaned_data["source"] != Source.TYPED and (material.found.title or material.text):
        return _("Here is what we could read. Look it over and say the rest.")
    return _("It is begun, and nothing is sent in yet. Say the rest here.")


def _at_its_field(refused: Refused, form: StartForm) -> Refused:
    """What is wrong with a file or a paste stands by the one that was used."""
    if refused.field == "document" and form.cleaned_data.get("credential"):
        refused.field = "credential"
    if refused.field == "file":
        refused.field = "pdf"
    return refused


def _own(request: SignedInRequest, uuid: UUID) -> Withdrawal:
    found = withdrawal_of(uuid)
    check_learner(request.user, found)
    return found


def _page(
    request: SignedInRequest,
    withdrawal: Withdrawal,
    *,
    form: DescribeForm | None = None,
    complaint: WordsForm | None = None,
    status: int = 200,
) -> HttpResponse:
    decisions = decisions_on(withdrawal)
    standing = decisions[0] if decisions and decisions[0].undone_at is None else None
    exam = None
    if standing and standing.outcome == Outcome.EXAMINE and standing.micro_credential:
        exam = readiness_for(withdrawal.person, standing.micro_credential)
    can_complain = (
        standing is not None
        and withdrawal.state == WithdrawalState.DECIDED
        and not hasattr(standing, "appeal")
        and standing.can_be_complained_of(timezone.localdate(clock.now()))
    )
    can_mend = withdrawal.state in _CAN_BE_MENDED
    context = {
        "withdrawal": withdrawal,
        "form": form or (DescribeForm(withdrawal=withdrawal) if can_mend else None),
        "verdict": verdict_of(withdrawal),
        "decision": standing,
        "board": board_of(standing) if standing else None,
        "rubric": rubric_of(standing) if standing else [],
        "former": [one for one in decisions if one is not standing],
        "exam": exam,
        "complaint": complaint or (_complaint() if can_complain else None),
        "story": story_of(withdrawal),
        "can_take_back": can_mend or withdrawal.state == WithdrawalState.ASKED,
        "competences": withdrawal.competences.order_by("label_da") if not can_mend else [],
    }
    return render(request, "withdrawals/withdrawal.html", context, status=status)


def _complaint(data: object = None) -> WordsForm:
    return WordsForm(
        data,
        name="words",
        label=_("What is wrong with the decision?"),
        help_text=_("At least 20 characters. The institution answers first; after that you can go to the board."),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdrawal(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """One udtræk: what it says so far, and once it is decided the answer. Saving and sending in come here too."""
    found = _own(request, uuid)
    if request.method != "POST":
        return _page(request, found)
    form = DescribeForm(request.POST, request.FILES, withdrawal=found)
    if not form.is_valid():
        return _page(request, found, form=form, status=422)
    now = clock.now()
    try:
        services.describe(withdrawal=found, by=request.user, described=form.described(), now=now)
        if form.cleaned_data["translation"]:
            file = form.cleaned_data["translation"]
            services.attach_translation(withdrawal=found, by=request.user, file=file, now=now)
        if "send" in request.POST:
            services.ask(withdrawal=found, by=request.user, now=now)
            messages.success(request, _("It is sent in. You are told when somebody has looked at it."))
        else:
            messages.success(request, _("It is saved. Send it in when you are ready."))
    except Refused as refused:
        return _page(request, found, form=form, status=put_beside(form, refused))
    return redirect("withdrawal", uuid)


@login_required
@require_POST
def withdrawal_take_back(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Not after all."""
    try:
        services.take_back(withdrawal=_own(request, uuid), by=request.user, now=clock.now())
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("withdrawal", uuid)
    messages.success(request, _("It is taken back."))
    return redirect("withdrawals")


@login_required
@require_POST
def withdrawal_appeal(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Complain of the decision."""
    found = _own(request, uuid)
    form = _complaint(request.POST)
    if not form.is_valid():
        return _page(request, found, complaint=form, status=422)
    try:
        services.appeal(withdrawal=found, by=request.user, words=form.words, now=clock.now())
    except Refused as refused:
        return _page(request, found, complaint=form, status=put_beside(form, refused))
    messages.success(request, _("Your complaint is sent. The programme lead answers it."))
    return redirect("withdrawal", uuid)


@login_required
@require_safe
def withdrawal_file(request: SignedInRequest, uuid: UUID, which: str) -> FileResponse:
    """The PDF or the translation, to download: for the learner and those who judge it."""
    found = withdrawal_of(uuid)
    check_may_read(request.user, found, now=clock.now())
    file, name = {
        "pdf": (found.file, found.file_name),
        "translation": (found.translation, found.translation_name),
    }.get(which, (None, ""))
    if not file:
        raise Http404
    answer = FileResponse(file.open("rb"), as_attachment=True, filename=name)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
