"""Django's registration of this app."""

from django.apps import AppConfig


class CommonConfig(AppConfig):
    """Registers the app under its short label."""

    name = "nanobank.common"
    label = "common"
