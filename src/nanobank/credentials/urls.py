"""Addresses of this room. Those of machines have no language and must never change: they are in what is signed."""

from django.urls import URLPattern, path

from nanobank.credentials.seals import views as seals
from nanobank.credentials.terms import views as terms
from nanobank.credentials.views import checking, handling, keys, names, office, publishing, taking, tokens

urlpatterns: list[URLPattern] = [
    path("kontroller/", checking.check, name="check"),
    path("beviser/kontor/", office.office, name="credentials_office"),
    path("beviser/kontor/noegler/<slug:slug>/", keys.keys, name="issuer_keys"),
    path("beviser/kontor/noegler/<slug:slug>/det-hele.zip", keys.everything, name="issuer_everything"),
    path("beviser/kontor/noegler/<slug:slug>/igen/<int:pk>/", keys.resume, name="reissue_resume"),
    path("beviser/kontor/noegler/<slug:slug>/<str:multibase>/stjaalet/", keys.compromised, name="key_compromised"),
    path("beviser/kontor/navne/", names.office, name="credential_names_office"),
    path("beviser/kontor/navne/<uuid:uuid>/ja/", names.grant, name="credential_name_grant"),
    path("beviser/kontor/navne/<uuid:uuid>/nej/", names.decline, name="credential_name_decline"),
    path("beviser/navn/", names.mine, name="credential_names"),
    path("beviser/<uuid:uuid>/navn/", names.ask, name="credential_name_ask"),
    path("beviser/kontor/segl/<slug:slug>/", seals.seal, name="issuer_seal"),
    path("beviser/kontor/segl/<slug:slug>/ud/", seals.take_out, name="issuer_seal_take_out"),
    path("beviser/kontor/gyldighed/<slug:slug>/", terms.terms, name="credential_terms"),
    path("beviser/<uuid:uuid>/", publishing.credential, name="credential"),
    path("beviser/<uuid:uuid>/tag-med/<slug:slug>", taking.taken, name="credential_taken"),
    path("beviser/<uuid:uuid>/tilbagekald/", handling.revoke, name="credential_revoke"),
    path("beviser/<uuid:uuid>/saet-i-bero/", handling.suspend, name="credential_suspend"),
    path("beviser/<uuid:uuid>/saet-i-kraft/", handling.reinstate, name="credential_reinstate"),
    path("beviser/<uuid:uuid>/forny/", handling.renew, name="credential_renew"),
]
machine_urlpatterns: list[URLPattern] = [
    path("beviser/<uuid:uuid>.json", publishing.credential_json, name="credential_json"),
    path("beviser/<uuid:uuid>/qr.svg", publishing.credential_qr, name="credential_qr"),
    path("ns/mikroeksamensbevis", tokens.credential_type, name="credential_type"),
    path("status-token/<uuid:uuid>", tokens.token_list, name="token_list"),
    path("status/<uuid:uuid>", publishing.status_list, name="status_list"),
    path("udbydere/<slug:slug>/did.json", publishing.did_document, name="did_document"),
]
