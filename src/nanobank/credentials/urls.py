"""Addresses of this room. Those of machines have no language and must never change: they are in what is signed."""

from django.urls import URLPattern, path

from nanobank.credentials.views import checking, office, publishing, taking, tokens

urlpatterns: list[URLPattern] = [
    path("kontroller/", checking.check, name="check"),
    path("beviser/kontor/", office.office, name="credentials_office"),
    path("beviser/kontor/noegler/<slug:slug>/", office.keys, name="issuer_keys"),
    path("beviser/<uuid:uuid>/", publishing.credential, name="credential"),
    path("beviser/<uuid:uuid>/tag-med/<slug:slug>", taking.taken, name="credential_taken"),
    path("beviser/<uuid:uuid>/tilbagekald/", office.revoke, name="credential_revoke"),
]
machine_urlpatterns: list[URLPattern] = [
    path("beviser/<uuid:uuid>.json", publishing.credential_json, name="credential_json"),
    path("beviser/<uuid:uuid>/qr.svg", publishing.credential_qr, name="credential_qr"),
    path("ns/mikroeksamensbevis", tokens.credential_type, name="credential_type"),
    path("status-token/<uuid:uuid>", tokens.token_list, name="token_list"),
    path("status/<uuid:uuid>", publishing.status_list, name="status_list"),
    path("udbydere/<slug:slug>/did.json", publishing.did_document, name="did_document"),
]
