"""Addresses of authoring: measures."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
