"""Addresses of this room. Those of machines have no language."""

from django.urls import URLPattern, path

from nanobank.wallets.views import asking, consenting, holding, issuing, presenting

urlpatterns: list[URLPattern] = [
    path("beviser/<uuid:uuid>/tegnebog/", holding.to_wallet, name="wallet"),
    path("tegnebog/tilbud/<uuid:uuid>/", holding.offer, name="wallet_offer"),
    path("tegnebog/tilbud/<uuid:uuid>/luk/", holding.withdraw, name="wallet_offer_close"),
    path("tegnebog/tilladelse/", consenting.consent, name="wallet_consent"),
    path("tegnebog/bed-om-et-bevis/", asking.ask, name="credential_ask"),
    path("tegnebog/vis-et-bevis/", asking.show, name="credential_show"),
    path("tegnebog/anmodninger/<uuid:uuid>/", asking.wallet_request, name="wallet_request"),
    path("tegnebog/anmodninger/<uuid:uuid>/luk/", asking.close, name="wallet_request_close"),
    path("tegnebog/vist/<uuid:uuid>/", asking.shown_credential, name="shown_credential"),
    path("tegnebog/vist/<uuid:uuid>/gem/", asking.keep, name="shown_credential_keep"),
    path("tegnebog/vist/<uuid:uuid>/slet/", asking.delete, name="shown_credential_delete"),
]
machine_urlpatterns: list[URLPattern] = [
    path(
        ".well-known/openid-credential-issuer/udbydere/<slug:slug>",
        issuing.credential_issuer,
        name="credential_issuer_metadata",
    ),
    path(".well-known/oauth-authorization-server", issuing.authorization_server, name="authorization_server_metadata"),
    path(".well-known/did.json", presenting.verifier, name="verifier_did_document"),
    path("tegnebog/anmodning/<str:code>.jwt", presenting.request_token, name="wallet_request_object"),
    path("tegnebog/svar/<uuid:uuid>", presenting.response, name="wallet_response"),
    path("tegnebog/tilbud/<str:code>.json", issuing.offer, name="wallet_offer_json"),
    path("tegnebog/par", issuing.par, name="wallet_par"),
    path("tegnebog/token", issuing.token, name="wallet_token"),
    path("tegnebog/nonce", issuing.nonce, name="wallet_nonce"),
    path("tegnebog/credential", issuing.credential, name="wallet_credential"),
    path("tegnebog/notification", issuing.notification, name="wallet_notification"),
]
