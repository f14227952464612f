"""Addresses of authoring: editor."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
