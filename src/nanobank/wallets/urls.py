"""Addresses of this room. Those of machines have no language."""

from django.urls import URLPattern, path

from nanobank.wallets.views import consenting, holding, issuing

urlpatterns: list[URLPattern] = [
    path("beviser/<uuid:uuid>/tegnebog/", holding.to_wallet, name="wallet"),
    path("tegnebog/tilbud/<uuid:uuid>/", holding.offer, name="wallet_offer"),
    path("tegnebog/tilbud/<uuid:uuid>/luk/", holding.withdraw, name="wallet_offer_close"),
    path("tegnebog/tilladelse/", consenting.consent, name="wallet_consent"),
]
machine_urlpatterns: list[URLPattern] = [
    path(
        ".well-known/openid-credential-issuer/udbydere/<slug:slug>",
        issuing.credential_issuer,
        name="credential_issuer_metadata",
    ),
    path(".well-known/oauth-authorization-server", issuing.authorization_server, name="authorization_server_metadata"),
    path("tegnebog/tilbud/<str:code>.json", issuing.offer, name="wallet_offer_json"),
    path("tegnebog/par", issuing.par, name="wallet_par"),
    path("tegnebog/token", issuing.token, name="wallet_token"),
    path("tegnebog/nonce", issuing.nonce, name="wallet_nonce"),
    path("tegnebog/credential", issuing.credential, name="wallet_credential"),
    path("tegnebog/notification", issuing.notification, name="wallet_notification"),
]
