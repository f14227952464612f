"""Addresses of authoring: measures."""

from django.urls import path

from nanobank.authoring.views import measures

urlpatterns = [path("undervisning/udkast/<uuid:uuid>/maal/", measures.measures, name="measures")]
