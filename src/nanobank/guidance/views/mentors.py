"""Finding a mentor, asking, answering, and what the two have with each other."""

from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nanobank.accounts.http import SignedInRequest
from nanobank.accounts.models import Person
from nanobank.bank.models import Mentorship, Sight
from nanobank.common.clock import now
from nanobank.common.errors import Refused
from nanobank.common.forms import refusals_in
from nanobank.guidance import queries, services
from nanobank.guidance.anchors import anchors_of
from nanobank.guidance.forms import DeclineForm, InviteForm, NoteForm, SightsForm
from nanobank.guidance.letters import invitation_with
from nanobank.guidance.models import Invitation, Meeting, Note, Tongue
from nanobank.guidance.texts import seen_by_mentor
from nanobank.search.reading.queries import read_text
from nanobank.withdrawals.models import Withdrawal

_KINDS = {"intern": Mentorship.Kind.INTERNAL, "ekstern": Mentorship.Kind.EXTERNAL}
_AT_FIRST: Final = (Sight.BANK, Sight.PLANS)
"""What is ticked before the learner has chosen."""
_LONGEST_QUESTION: Final = 200
_MOST_UNDERSTOOD: Final = 5


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: SignedInRequest, kind: str) -> HttpResponse:
    """Mentors who fit, each with the reasons; ask one, or somebody from outside by mail."""
    wanted = _KINDS.get(kind)
    if wanted is None:
        raise Http404
    if request.method != "POST" and wanted not in queries.open_kinds_of(request.user, now=now()):
        messages.info(request, _("You have a mentor of that kind, or have asked one already."))
        return redirect("guidance")
    form = InviteForm(request.POST or None, initial={"sights": _AT_FIRST})
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            asked = _ask(request, form, wanted)
            messages.success(request, _("%s has been asked. You hear as soon as there is an answer.") % asked.whom)
            return redirect("guidance")
    language, meeting = request.GET.get("sprog", ""), request.GET.get("moede", "")
    about = request.GET.get("om", "").strip()[:_LONGEST_QUESTION]
    understood = [one.competence for one in read_text(about, most=_MOST_UNDERSTOOD)] if about else []
    found = queries.suggestions(
        request.user,
        wanted,
        now=now(),
        languages=[language] if language in Tongue.values else [],
        meetings=[meeting] if meeting in Meeting.values else [],
        about=understood,
    )
    context = {
        "kind": wanted,
        "found": found,
        "form": form,
        "tongues": Tongue.choices,
        "meetings": Meeting.choices,
        "language": language,
        "meeting": meeting,
        "about": about,
        "understood": understood,
        "by_mail": wanted == Mentorship.Kind.EXTERNAL,
        "chosen": request.POST.get("mentor", ""),
    }
    return render(request, "guidance/find.html", context, status=422 if request.method == "POST" else 200)


def _ask(request: SignedInRequest, form: InviteForm, kind: Mentorship.Kind) -> Invitation:
    given = form.cleaned_data
    mentor = get_object_or_404(Person, uuid=given["mentor"]) if given["mentor"] else None
    if mentor is None and not given["email"]:
        raise Refused(_("Say whom you want to ask."), field="email")
    return services.invite(
        learner=request.user,
        kind=kind,
        mentor=mentor,
        email=given["email"],
        words=given["words"],
        sights=form.seen(),
        now=now(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def asked(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link in the mail: who asks, and what one would see. Answered once one is signed in."""
    invitation = invitation_with(token)
    if invitation is None:
        return render(request, "guidance/asked_gone.html", status=404)
    if request.method == "POST" and isinstance(request.user, Person):
        return _answered(request, invitation, request.user)
    here = reverse("mentor_asked", args=[token])
    context = {
        "invitation": invitation,
        "seen": seen_by_mentor(invitation.seen()),
        "form": DeclineForm(),
        "sign_in": f"{reverse('account_login')}?{urlencode({'next': here})}",
        "sign_up": f"{reverse('account_signup')}?{urlencode({'next': here})}",
        "answer_at": here,
    }
    return render(request, "guidance/asked.html", context)


@login_required
@require_POST
def answer(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Yes or no from somebody who was asked in here."""
    invitation = get_object_or_404(Invitation.objects.select_related("learner"), uuid=uuid, mentor=request.user)
    return _answered(request, invitation, request.user)


def _answered(request: HttpRequest, invitation: Invitation, by: Person) -> HttpResponse:
    form = DeclineForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    accepted = request.POST.get("answer") == "yes"
    made = services.answer_invitation(invitation=invitation, accepted=accepted, reason=reason, by=by, now=now())
    if made is None:
        messages.success(request, _("You have said no, and it has been passed on."))
        return redirect("guidance")
    messages.success(request, _("You are now a mentor of %s.") % invitation.learner.name)
    return redirect("mentorship", made.uuid)


@login_required
@require_POST
def unask(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Take a question back."""
    invitation = get_object_or_404(Invitation, uuid=uuid, learner=request.user)
    services.withdraw_invitation(invitation=invitation, by=request.user, now=now())
    messages.success(request, _("The question is taken back."))
    return redirect("guidance")


@login_required
@require_safe
def mentorship(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """What the two have with each other."""
    return _shown(request, uuid)


def _shown(request: SignedInRequest, uuid: UUID, note_form: NoteForm | None = None, status: int = 200) -> HttpResponse:
    person, moment = request.user, now()
    one = queries.running_mentorship(person, uuid, now=moment)
    is_learner = person.pk == one.learner_id
    lines = queries.thread_lines(person, moment, of=one)
    anchors = anchors_of([line.thread for line in lines], person)
    standing = queries.appointments_of(person, since=moment).filter(mentorship=one, cancelled_at__isnull=True)
    brought = Withdrawal.objects.filter(person=one.learner_id).order_by("-pk")[:20]
    context = {
        "mentorship": one,
        "other": one.mentor if is_learner else one.learner,
        "is_learner": is_learner,
        "sights": one.sights,
        "seen": seen_by_mentor(one.sights),
        "sees_bank": bool(one.sights - {Sight.PLANS}),
        "sees_plans": Sight.PLANS in one.sights,
        "brought": list(brought) if not is_learner and Sight.WITHDRAWALS in one.sights else [],
        "form": SightsForm(initial={"sights": list(one.sights)}) if is_learner else None,
        "lines": [(line, anchors.get(line.thread.pk)) for line in lines],
        "appointments": list(standing),
        "notes": list(Note.objects.filter(mentorship=one, author=person)),
        "note_form": note_form or NoteForm(),
    }
    return render(request, "guidance/mentorship.html", context, status=status)


@login_required
@require_POST
def sights(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """The learner chooses what the mentor sees."""
    one = queries.running_mentorship(request.user, uuid, now=now())
    form = SightsForm(request.POST)
    if form.is_valid():
        services.show_mentor(mentorship=one, sights=form.seen(), by=request.user)
        messages.success(request, _("From now on %s sees just that.") % one.mentor.name)
    return redirect("mentorship", uuid)


@login_required
@require_POST
def note(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """A note to oneself."""
    one = queries.running_mentorship(request.user, uuid, now=now())
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _shown(request, uuid, form, 422)
    services.note(mentorship=one, words=form.cleaned_data["words"], by=request.user, now=now())
    messages.success(request, _("Noted. Only you see it."))
    return redirect("mentorship", uuid)


@login_required
@require_POST
def end(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """End a mentorship, by either of the two."""
    found = get_object_or_404(Mentorship.objects.select_related("learner", "mentor"), uuid=uuid)
    services.end_mentorship(mentorship=found, by=request.user, now=now())
    messages.success(request, _("It has ended. The mentor sees nothing any more, and what was agreed is cancelled."))
    return redirect("guidance")
