"""Django's registration of this app."""

from django.apps import AppConfig


class ReuseConfig(AppConfig):
    """Registers the app under its short label."""

    name = "nanobank.reuse"
    label = "reuse"
