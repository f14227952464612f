"""Finding modules to take up, one of them closely, and what one's own organisations use."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from nanobank.accounts.http import SignedInRequest
from nanobank.catalogue.models import ModuleVersion
from nanobank.common import clock
from nanobank.common.errors import NotYours
from nanobank.reuse.drawing import picture_of
from nanobank.reuse.forms import LicenceForm, TakeUpForm
from nanobank.reuse.models import Way
from nanobank.reuse.permissions import check_is_educator
from nanobank.reuse.queries.comparing import difference
from nanobank.reuse.queries.likeness import similar_to, twins
from nanobank.reuse.queries.looking import ModulePage, found, looked_into, module_page, with_use
from nanobank.reuse.queries.using import ours, writes_for
from nanobank.study.permissions import check_teaches

_A_PAGE = 12


@login_required
@require_GET
def find(request: SignedInRequest) -> HttpResponse:
    """Modules of every house, with licence, quality, who uses them and with what result."""
    check_is_educator(request.user, clock.now())
    words = (request.GET.get("q") or "").replace("\x00", "").strip()[:200]
    adaptable = request.GET.get("tilpasses") == "1"
    page = Paginator(found(words, adaptable=adaptable), _A_PAGE).get_page(request.GET.get("page"))
    hits = with_use(list(page.object_list))
    context = {"words": words, "adaptable": adaptable, "page": page, "hits": hits}
    return render(request, "reuse/find.html", context)


@login_required
@require_GET
def our_own(request: SignedInRequest) -> HttpResponse:
    """What one's organisations use of others' and have made of it, and what waits for an answer."""
    now = clock.now()
    check_is_educator(request.user, now)
    return render(request, "reuse/ours.html", {"ours": ours(request.user, now)})


@login_required
@require_GET
def module(request: SignedInRequest, slug: str) -> HttpResponse:
    """One module for those who might take it up."""
    return show_module(request, module_page(slug, request.user, clock.now()))


def show_module(
    request: SignedInRequest, page: ModulePage, form: TakeUpForm | None = None, licence: LicenceForm | None = None
) -> HttpResponse:
    """The page, or again with a form that was refused."""
    refused = bool((form and form.errors) or (licence and licence.errors))
    context = {
        "page": page,
        "picture": picture_of(page.family),
        "module": page.module,
        "version": page.version,
        "ways": Way,
        "form": form or TakeUpForm(takers=page.takers),
        "licence_form": licence or LicenceForm(initial={"licence": page.licence.licence}),
    }
    return render(request, "reuse/module.html", context, status=422 if refused else 200)


@login_required
@require_GET
def versions_differ(request: SignedInRequest, slug: str, old: int, new: int) -> HttpResponse:
    """What changed between two published versions, word by word."""
    looked_at = looked_into(slug, request.user, clock.now())
    numbered = {one.number: one for one in looked_at.versions.exclude(state="draft").filter(number__in=(old, new))}
    if old not in numbered or new not in numbered:
        raise NotYours("")
    context = {"module": looked_at, "difference": difference(numbered[old], numbered[new])}
    return render(request, "reuse/difference.html", context)


@login_required
@require_GET
def alike(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Who else teaches what a draft will, before it is written."""
    now = clock.now()
    version = get_object_or_404(ModuleVersion.objects.select_related("module__provider"), uuid=uuid)
    check_teaches(request.user, version.module, now)
    return render(request, "reuse/alike.html", {"version": version, "similar": similar_to(version, now, most=12)})


@login_required
@require_GET
def duplicates(request: SignedInRequest) -> HttpResponse:
    """Modules of one's own that say as good as the same as another."""
    now = clock.now()
    check_is_educator(request.user, now)
    pairs = twins([one.pk for one in writes_for(request.user, now)])
    return render(request, "reuse/duplicates.html", {"pairs": pairs})
