"""What others see: the page behind a link, the signed file behind it, and badges."""

import hashlib
from datetime import datetime
from typing import Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from nanobank.accounts.models import Person
from nanobank.catalogue.models import MicroCredential, State
from nanobank.common.clock import now
from nanobank.common.downloads import attached
from nanobank.credentials.models import Credential
from nanobank.credentials.queries import credential_with, standing_of
from nanobank.sharing import services
from nanobank.sharing.badges import KINDS, MEDIA_TYPES, Badge, Kind, badge_of, badge_of_micro_credential, drawn
from nanobank.sharing.bridge import carrying
from nanobank.sharing.errors import LinkEnded
from nanobank.sharing.queries import in_force, link_with, opened, shared_credential

_A_MINUTE: Final = "public, max-age=60"  # how long a page may show a badge that has been withdrawn meanwhile
_AN_HOUR: Final = "public, max-age=3600"
_LANGUAGES: Final = ("da", "en")


@require_safe
def shared(request: HttpRequest, secret: str) -> HttpResponse:
    """The credentials behind a link, with a verdict as of now; 410 when the link has ended."""
    moment = now()
    try:
        share = link_with(secret, now=moment)
    except LinkEnded:
        return _guarded(render(request, "sharing/ended.html", status=410))
    visitor = request.user if isinstance(request.user, Person) else None
    if request.method == "GET":
        services.count_opening(share=share, by=visitor, now=moment)
    seen = opened(share, now=moment)
    own = visitor is not None and visitor.pk == share.person_id
    return _guarded(render(request, "sharing/shared.html", {"opened": seen, "checked_at": moment, "own": own}))


@require_safe
def shared_document(request: HttpRequest, secret: str, position: int) -> HttpResponse:
    """The signed credential behind a link, to the letter, where the holder hands it out."""
    try:
        share = link_with(secret, now=now())
    except LinkEnded:
        return _guarded(HttpResponse(status=410))
    if not share.shows_document:
        raise Http404
    document = shared_credential(share, position).document
    response = attached(document, kind="application/vc+ld+json", name=f"bevis-{position}.json")
    return _guarded(response)


@require_safe
def shared_badge(request: HttpRequest, secret: str, position: int) -> HttpResponse:
    """The badge of a credential behind a link. It says nothing but title, institution, size and level."""
    moment = now()
    try:
        credential = shared_credential(link_with(secret, now=moment), position)
    except LinkEnded:
        return _guarded(HttpResponse(status=410))
    image = drawn(_badge(request, credential, now=moment), "svg")
    return _guarded(HttpResponse(image, content_type=MEDIA_TYPES["svg"]))


@require_safe
def credential_badge(request: HttpRequest, uuid: UUID, kind: str) -> HttpResponse:
    """A credential's badge as it stands now, with the signed credential inside; for anybody's web page."""
    if kind not in KINDS:
        raise Http404
    credential = in_force(credential_with(uuid))
    image = drawn(_badge(request, credential, now=now()), KINDS[kind])
    baked = carrying(image, credential.document, kind=KINDS[kind])
    response = _image(request, baked, kind=KINDS[kind], cache=_A_MINUTE)
    response.headers["Content-Disposition"] = f'inline; filename="badge-{uuid}.{kind}"'
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@require_safe
def badge_to_earn(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The badge that a micro-credential leads to, with nothing inside it.

    It stays when the micro-credential is withdrawn, since its address is in what was signed.
    """
    if kind not in KINDS:
        raise Http404
    once_published = MicroCredential.objects.exclude(state=State.DRAFT).select_related("provider")
    micro_credential = get_object_or_404(once_published, slug=slug)
    with translation.override(_language(request, micro_credential.language)):
        badge = badge_of_micro_credential(micro_credential)
    return _image(request, drawn(badge, KINDS[kind]), kind=KINDS[kind], cache=_AN_HOUR)


def _badge(request: HttpRequest, credential: Credential, *, now: datetime) -> Badge:
    standing = standing_of(credential, now=now)
    if standing.facts is None:
        raise Http404
    own = standing.facts.achievements[0].text.language if standing.facts.achievements else ""
    with translation.override(_language(request, own[:2])):
        return badge_of(credential, standing)


def _language(request: HttpRequest, own: str) -> str:
    """A badge's address has no language: it is the micro-credential's own unless ``?lang=`` asks for another."""
    asked = request.GET.get("lang", own)
    return asked if asked in _LANGUAGES else _LANGUAGES[0]


def _image(request: HttpRequest, image: bytes, *, kind: Kind, cache: str) -> HttpResponse:
    """An image that other sites may show."""
    etag = f'"{hashlib.sha256(image).hexdigest()[:32]}"'
    response = HttpResponse(image, content_type=MEDIA_TYPES[kind])
    response.headers["ETag"] = etag
    answer: HttpResponseBase | None = get_conditional_response(request, etag=etag, response=response)
    chosen = answer if isinstance(answer, HttpResponse) else response
    chosen.headers["Cache-Control"] = cache
    chosen.headers["Access-Control-Allow-Origin"] = "*"
    chosen.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return chosen


def _guarded(response: HttpResponse) -> HttpResponse:
    """What is behind a link is kept nowhere, found by no search engine, and its address told to nobody."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
