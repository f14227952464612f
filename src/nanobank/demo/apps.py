"""Django's registration of this app."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Registers the app under its short label."""

    name = "nanobank.demo"
    label = "demo"
