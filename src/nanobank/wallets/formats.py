"""The forms that a wallet is offered: what the metadata says of each, and how each is made."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeAlias

from nanobank.credentials.models import Algorithm, Credential, IssuerKey
from nanobank.credentials.tokens import type_address
from nanobank.wallets import bridge
from nanobank.wallets.models import Format

Made: TypeAlias = dict[str, Any] | str


@dataclass(frozen=True)
class CredentialForm:
    """One credential configuration (OpenID4VCI 1.0, section 12.2.4)."""

    format: Format
    name: str
    configuration: str
    algorithm: Algorithm
    signing_names: tuple[str, ...]
    described: Callable[[], Mapping[str, Any]]
    make: Callable[..., Made]

    @property
    def scope(self) -> str:
        """The scope that asks for it."""
        return self.configuration

    def made_for(self, credential: Credential, holder: bridge.Holder, *, key: IssuerKey, now: datetime) -> Made:
        """The credential in this form, bound to the holder's key and signed with the issuer's."""
        return self.make(credential, holder, key=key, now=now)


_CONTEXTS: Final = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
    "https://nanobanken.example/ns/v1",
)
_OPEN_BADGE: Final = {"type": ["VerifiableCredential", "OpenBadgeCredential"]}

FORMS: Final[Mapping[Format, CredentialForm]] = {
    one.format: one
    for one in (
        CredentialForm(
            Format.SD_JWT,
            "SD-JWT VC",
            "micro_credential_sd_jwt",
            Algorithm.ES256,
            ("ES256",),
            lambda: {"vct": type_address()},
            bridge.selective,
        ),
        CredentialForm(
            Format.JWT,
            "Open Badges 3.0 (JWT)",
            "open_badge_jwt_vc_json",
            Algorithm.ES256,
            ("ES256",),
            lambda: {"credential_definition": dict(_OPEN_BADGE)},
            bridge.token,
        ),
        CredentialForm(
            Format.LDP,
            "Open Badges 3.0 (JSON-LD)",
            "open_badge_ldp_vc",
            Algorithm.EDDSA,
            ("eddsa-rdfc-2022",),
            lambda: {"credential_definition": {"@context": list(_CONTEXTS), **_OPEN_BADGE}},
            bridge.linked_data,
        ),
    )
}
BY_CONFIGURATION: Final[Mapping[str, CredentialForm]] = {one.configuration: one for one in FORMS.values()}
