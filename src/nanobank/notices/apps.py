"""Django's registration of this app."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Registers the app under its short label."""

    name = "nanobank.notices"
    label = "notices"
