"""Django's registration of this app."""

from django.apps import AppConfig


class FrameworksConfig(AppConfig):
    """Registers the app under its short label."""

    name = "nanobank.frameworks"
    label = "frameworks"
