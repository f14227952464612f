"""The forms that a credential can be taken in, and the taking."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nanobank.accounts.models import Person
from nanobank.common.errors import Conflict, NotYours
from nanobank.credentials.models import Algorithm, Credential, IssuerKey
from nanobank.credentials.permissions import check_holder
from nanobank.credentials.queries import standing_of
from nanobank.credentials.services import signing_key
from nanobank.credentials.taking import bridge
from nanobank.credentials.tokens import as_sd_jwt, as_vc_jwt


@dataclass(frozen=True)
class Form:
    """A form that a credential can be taken in. ``kind`` gathers those that belong together on the page."""

    slug: str
    kind: str
    name: str | Promise
    media_type: str
    extension: str
    make: Callable[[Credential, datetime], bytes]


@dataclass(frozen=True)
class Taken:
    """A credential in one form: a file."""

    content: bytes
    media_type: str
    filename: str


FORMS: Final = (
    Form(
        "open-badge",
        "open-badge",
        gettext_lazy("Open Badges 3.0, the signed original"),
        "application/vc+ld+json",
        "json",
        lambda credential, _now: credential.document.encode(),
    ),
    Form(
        "certificate-da",
        "certificate",
        gettext_lazy("Certificate in Danish"),
        "application/pdf",
        "pdf",
        lambda credential, _now: bridge.certificate(credential, "da"),
    ),
    Form(
        "certificate-en",
        "certificate",
        gettext_lazy("Certificate in English"),
        "application/pdf",
        "pdf",
        lambda credential, _now: bridge.certificate(credential, "en"),
    ),
    Form(
        "elm",
        "elm",
        gettext_lazy("European Learning Model"),
        "application/json",  # JSON-LD, or a JWS around it
        "jsonld",
        bridge.learning_model,
    ),
    Form(
        "vc-jwt", "token", gettext_lazy("VC-JWT"), "application/vc+jwt", "jwt", lambda *taken: _token(as_vc_jwt, *taken)
    ),
    Form(
        "sd-jwt",
        "token",
        gettext_lazy("SD-JWT VC"),
        "application/dc+sd-jwt",
        "sd-jwt",
        lambda *taken: _token(as_sd_jwt, *taken),
    ),
)


def form_named(slug: str) -> Form:
    """The form with this slug. Raises NotYours for one that there is not."""
    found = next((form for form in FORMS if form.slug == slug), None)
    if found is None:
        raise NotYours(_("There is no such form."))
    return found


def take(*, credential: Credential, form: Form, by: Person, now: datetime) -> Taken:
    """The credential in a form. Nothing is kept.

    Raises NotYours for anybody but the holder; Conflict unless it is genuine now, except for the signed original,
    which stays the holder's; Refused, saying why, for a form that it cannot be put in.
    """
    check_holder(by, credential)
    if form.slug != FORMS[0].slug and not standing_of(credential, now=now).genuine:
        raise Conflict(_("Only a credential that is valid now can be taken in other forms."))
    filename = f"{credential.micro_credential.slug}-{form.slug}.{form.extension}"
    return Taken(form.make(credential, now), form.media_type, filename)


class _Tokens(Protocol):
    """Makes a token of a credential."""

    def __call__(self, credential: Credential, *, key: IssuerKey, now: datetime) -> str:
        """The token, signed now."""


def _token(as_token: _Tokens, credential: Credential, now: datetime) -> bytes:
    """A token signed with the key that signs such today."""
    key = signing_key(credential.issuer, now=now, algorithm=Algorithm.ES256)
    return as_token(credential, key=key, now=now).encode()
