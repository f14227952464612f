"""Django's registration of this app."""

import importlib

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Registers the app under its short label."""

    name = "nanobank.search"
    label = "search"

    def ready(self) -> None:
        """Let Django hear of the checks of this app."""
        importlib.import_module("nanobank.search.checks")
