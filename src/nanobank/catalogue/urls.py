"""Addresses of this room."""

from django.urls import path

from nanobank.catalogue.views import drafts, pages

urlpatterns = [
    path("katalog/kladder/", drafts.drafts, name="micro_credential_drafts"),
    path("moduler/<slug:slug>/", pages.module, name="module"),
    path("moduler/<slug:slug>/v<int:number>/", pages.module, name="module_version"),
    path("micro-credentials/<slug:slug>/", pages.micro_credential, name="micro_credential"),
    path("fagpakker/<slug:slug>/", pages.bundle, name="bundle"),
    path("udbydere/<slug:slug>/", pages.provider, name="provider"),
]
