"""Addresses that programs fetch; they have no language."""

from django.urls import URLPattern, path

from nanobank.pathways.views.calendar import pathway_calendar

urlpatterns: list[URLPattern] = [
    path("forloeb/kalender/<str:secret>.ics", pathway_calendar, name="pathway_calendar"),
]
