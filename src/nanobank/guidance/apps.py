"""Django's registration of this app."""

from django.apps import AppConfig


class GuidanceConfig(AppConfig):
    """Registers the app under its short label."""

    name = "nanobank.guidance"
    label = "guidance"
