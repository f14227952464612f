"""What is measured of a draft, beside the editor or as a page of its own."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from nanobank.accounts.http import SignedInRequest
from nanobank.authoring.measures_told import (
    BANDS,
    ROLES,
    VERDICTS,
    content_sentence,
    outcomes_in_words,
    plainer,
)
from nanobank.authoring.measuring import Measures, measures_of
from nanobank.catalogue.models import ModuleVersion
from nanobank.common import clock
from nanobank.study.models import Step
from nanobank.study.permissions import check_teaches


@login_required
@require_safe
def measures(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """The measures of a version, or (``?del=step:<uuid>``) of one step's text; a panel alone when htmx asks."""
    version = get_object_or_404(ModuleVersion.objects.select_related("module__provider"), uuid=uuid)
    check_teaches(request.user, version.module, clock.now())
    part = request.GET.get("del", "")
    found = measures_of(version, step=_step_of(version, part))
    template = "authoring/measures/panel.html" if request.headers.get("HX-Request") else "authoring/measures/page.html"
    return render(request, template, {"part": part, **told(found)})


def _step_of(version: ModuleVersion, part: str) -> Step | None:
    try:
        return Step.objects.filter(version=version, uuid=UUID(part.removeprefix("step:"))).first()
    except ValueError:
        return None


def told(found: Measures) -> dict[str, object]:
    """The measures in sentences."""
    text = found.text
    band, means = BANDS[text.readability.band]
    return {
        "measures": found,
        "version": found.version,
        "work": found.work,
        "verdict": VERDICTS[found.work.verdict],
        "lix": text.readability,
        "band": band,
        "means": means,
        "jargon": [plainer(one) for one in text.jargon if one.kind != "passive"],
        "passives": [one.words for one in text.jargon if one.kind == "passive"],
        "roles": [(ROLES[role.code], ", ".join(role.words)) for role in text.address.roles],
        "address": text.address,
        "outcomes": outcomes_in_words(found.outcomes),
        "faults": [(one.step, one.fault.line, content_sentence(one.fault)) for one in found.faults],
    }
