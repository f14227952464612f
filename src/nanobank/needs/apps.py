"""Django's registration of this app."""

from django.apps import AppConfig


class NeedsConfig(AppConfig):
    """Registers the app under its short label."""

    name = "nanobank.needs"
    label = "needs"
