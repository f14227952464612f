"""How a save is answered: a script is told in JSON, a form is shown again or left; a conflict shows both texts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django import forms
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from nanobank.accounts.http import SignedInRequest
from nanobank.authoring.forms.editor import QuestionForm, WrittenForm
from nanobank.authoring.outline import last_writer
from nanobank.authoring.services.writing import Saved
from nanobank.catalogue.models import ModuleVersion
from nanobank.common.errors import Changed, NotYours, Refused
from nanobank.common.forms import put_beside


@dataclass(frozen=True)
class Difference:
    """One input that two have written: what it is called, what stands there now, and what this person wrote."""

    label: str
    theirs: str
    yours: str


@dataclass(frozen=True)
class Clash:
    """Two wrote in the same part. ``who`` is empty when it was not written in the editor."""

    who: str
    at: str
    revision: str
    differences: list[Difference]


@dataclass(frozen=True)
class Again:
    """Why a page is shown again instead of being left, and with which status."""

    status: HTTPStatus
    message: str = ""
    clash: Clash | None = None


def at_the_clock(moment: datetime) -> str:
    """``10.42`` in Danish, in Copenhagen."""
    return date_format(timezone.localtime(moment), "TIME_FORMAT")


def answer_to(
    request: SignedInRequest,
    form: WrittenForm,
    version: ModuleVersion,
    part: str,
    save: Callable[[], Saved],
    page: Callable[[Again | None], HttpResponse],
    *,
    now: datetime,
    back: str = "",
) -> HttpResponse:
    """Save, and say how it went. What could be kept is kept even when something beside it could not."""
    is_script = request.headers.get("Accept") == "application/json"
    try:
        form.is_valid()
        saved = save()
    except NotYours:
        raise
    except Changed as changed:
        clash = clash_in(form, version, part, changed)
        return _told_of_clash(request, changed, clash) if is_script else page(_clashing(form, changed, clash))
    except Refused as refused:
        if is_script:
            faults = {refused.field: refused.message} if refused.field else {}
            return JsonResponse({"message": refused.message, "faults": faults}, status=refused.status)
        return page(Again(put_beside(form, refused), refused.message))
    faults = {**saved.faults, **form.faults()}
    if is_script:
        told = _("Saved at %s") % at_the_clock(now)
        return JsonResponse({"message": told, "revision": saved.revision, "faults": faults})
    for name in saved.faults.keys() & form.fields.keys():
        form.add_error(name, saved.faults[name])
    if faults:
        form.data = _with_revision(form.data, saved.revision)
        return page(Again(HTTPStatus.UNPROCESSABLE_ENTITY))
    return redirect(back or request.path)


def _with_revision(data: Any, revision: str) -> Any:
    """What was sent, as if it had been written on this revision: the next save follows on it."""
    changed = data.copy()
    changed["revision"] = revision
    return changed


def _clashing(form: WrittenForm, changed: Changed, clash: Clash) -> Again:
    form.data = _with_revision(form.data, changed.revision)
    return Again(HTTPStatus.CONFLICT, changed.message, clash)


def _told_of_clash(request: SignedInRequest, changed: Changed, clash: Clash) -> JsonResponse:
    html = render_to_string("authoring/editor/clash.html", {"clash": clash, "by_script": True}, request)
    told = {"message": changed.message, "revision": changed.revision, "present": changed.present, "html": html}
    return JsonResponse(told, status=HTTPStatus.CONFLICT)


def clash_in(form: WrittenForm, version: ModuleVersion, part: str, changed: Changed) -> Clash:
    """Both texts, side by side, where they differ."""
    writer = last_writer(version, part)
    return Clash(
        who=writer.by.name if writer and writer.by else "",
        at=at_the_clock(writer.at) if writer else "",
        revision=changed.revision,
        differences=_question(form, changed.present)
        if isinstance(form, QuestionForm)
        else _texts(form, changed.present),
    )


def _texts(form: WrittenForm, present: Mapping[str, Any]) -> list[Difference]:
    found = []
    for name, theirs in present.items():
        if name not in form.fields or not form.was_sent(name):
            continue
        field = form.fields[name]
        sent = form.sent(name) if isinstance(theirs, list) else form.data.get(name, "")
        there, here = _in_words(field, theirs), _in_words(field, sent)
        if there != here:
            found.append(Difference(str(field.label), there, here))
    return found


def _in_words(field: forms.Field, value: Any) -> str:
    """A value as it is read on the page, with the choices' own words."""
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        words = {str(key): str(label) for key, label in choices}
        return ", ".join(words.get(str(one), str(one)) for one in (value if isinstance(value, list) else [value]))
    text = str(value).replace("\r\n", "\n").strip()
    return text.replace(".", ",") if isinstance(field, forms.DecimalField) else text


def _question(form: QuestionForm, present: Mapping[str, Any]) -> list[Difference]:
    """A question is read whole: what is asked, and what is right."""
    wrote = {**present, **form.values()}
    sides = [
        (_("Question"), present["prompt"], wrote["prompt"]),
        (_("Answers"), _answers(present["definition"]), _answers(wrote["definition"])),
        (_("Explanation, shown after marking"), present["explanation"], wrote["explanation"]),
    ]
    return [Difference(label, theirs, yours) for label, theirs, yours in sides if theirs != yours]


def _answers(definition: Mapping[str, Any]) -> str:
    if "choices" in definition:
        return "\n".join(f"{'✓' if one['correct'] else '–'} {one['text']}" for one in definition["choices"])
    if "accepted" in definition:
        return "\n".join(definition["accepted"])
    return f"{definition.get('answer', '')} ± {definition.get('tolerance', '')} {definition.get('unit', '')}".strip()
