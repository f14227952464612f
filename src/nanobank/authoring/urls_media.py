"""Addresses of authoring: media."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
