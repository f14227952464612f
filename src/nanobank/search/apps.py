"""Django's registration of this app."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Registers the app under its short label."""

    name = "nanobank.search"
    label = "search"
