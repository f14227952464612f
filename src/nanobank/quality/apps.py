"""Django's registration of this app."""

from django.apps import AppConfig


class QualityConfig(AppConfig):
    """Registers the app under its short label."""

    name = "nanobank.quality"
    label = "quality"
