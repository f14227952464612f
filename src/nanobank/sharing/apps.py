"""Django's registration of this app."""

from django.apps import AppConfig


class SharingConfig(AppConfig):
    """Registers the app under its short label."""

    name = "nanobank.sharing"
    label = "sharing"
