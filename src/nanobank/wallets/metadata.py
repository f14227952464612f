"""What the site tells wallets of itself: as a credential issuer (one for each institution) and as who lets them in."""

from typing import Any

from nanobank.organisations.models import Organisation
from nanobank.wallets.addresses import authorization_server, credential_issuer_of, endpoint
from nanobank.wallets.bridge import ALGORITHMS
from nanobank.wallets.formats import FORMS, CredentialForm

PRE_AUTHORIZED = "urn:ietf:params:oauth:grant-type:pre-authorized_code"


def credential_issuer_metadata(organisation: Organisation) -> dict[str, Any]:
    """OpenID4VCI 1.0, section 12.2."""
    return {
        "credential_issuer": credential_issuer_of(organisation),
        "authorization_servers": [authorization_server()],
        "credential_endpoint": endpoint("credential"),
        "nonce_endpoint": endpoint("nonce"),
        "notification_endpoint": endpoint("notification"),
        "display": [
            {"name": organisation.name_da, "locale": "da"},
            {"name": organisation.name_en, "locale": "en"},
        ],
        "credential_configurations_supported": {
            form.configuration: _configuration(form, organisation) for form in FORMS.values()
        },
    }


def authorization_server_metadata() -> dict[str, Any]:
    """RFC 8414, with what OpenID4VCI 1.0, section 12.3, adds."""
    return {
        "issuer": authorization_server(),
        "authorization_endpoint": endpoint("tilladelse/"),
        "pushed_authorization_request_endpoint": endpoint("par"),
        "token_endpoint": endpoint("token"),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", PRE_AUTHORIZED],
        "token_endpoint_auth_methods_supported": ["none"],
        "code_challenge_methods_supported": ["S256"],
        "scopes_supported": [form.scope for form in FORMS.values()],
        "authorization_details_types_supported": ["openid_credential"],
        "authorization_response_iss_parameter_supported": True,
        "pre-authorized_grant_anonymous_access_supported": True,
        "ui_locales_supported": ["da", "en"],
    }


def _configuration(form: CredentialForm, organisation: Organisation) -> dict[str, Any]:
    colour = {"background_color": organisation.colour, "text_color": "#ffffff"}
    return {
        "format": form.format.value,
        "scope": form.scope,
        "cryptographic_binding_methods_supported": ["jwk", "did:key", "did:jwk"],
        "credential_signing_alg_values_supported": list(form.signing_names),
        "proof_types_supported": {"jwt": {"proof_signing_alg_values_supported": list(ALGORITHMS)}},
        **form.described(),
        "credential_metadata": {
            "display": [
                {"name": "Mikroeksamensbevis", "locale": "da", **colour},
                {"name": "Micro-credential", "locale": "en", **colour},
            ]
        },
    }
