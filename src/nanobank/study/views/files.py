"""A step's files, for those who may see the step."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from nanobank.accounts.http import SignedInRequest
from nanobank.common import clock
from nanobank.study.models import Step
from nanobank.study.permissions import check_sees
from nanobank.study.serving import serve


def _visible(request: SignedInRequest, uuid: UUID) -> Step:
    step = get_object_or_404(Step.objects.select_related("version__module__provider"), uuid=uuid)
    check_sees(request.user, step, clock.now())
    return step


@login_required
@require_safe
def step_file(request: SignedInRequest, uuid: UUID) -> HttpResponseBase:
    """The file or video of a step."""
    step = _visible(request, uuid)
    if not step.file:
        raise Http404
    return serve(request, step.file, step.title)


@login_required
@require_safe
def step_captions(request: SignedInRequest, uuid: UUID) -> HttpResponseBase:
    """The captions of a video."""
    step = _visible(request, uuid)
    if not step.captions:
        raise Http404
    return serve(request, step.captions, step.title)
