"""Addresses of the registry."""

from django.urls import URLPattern, path

from nanobank.credentials.trust import views

urlpatterns: list[URLPattern] = [
    path("tillid/", views.trust, name="trust"),
    path("tillid/kontor/", views.trust_office, name="trust_office"),
    path("tillid/kontor/ny/", views.issuer_propose, name="issuer_propose"),
    path("tillid/<uuid:uuid>/", views.issuer, name="trusted_issuer"),
    path("tillid/<uuid:uuid>/bekraeft/", views.issuer_confirm, name="issuer_confirm"),
    path("tillid/<uuid:uuid>/traek/", views.issuer_withdraw, name="issuer_withdraw"),
]
