"""Addresses of authoring: designing."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
