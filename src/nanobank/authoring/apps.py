"""Django's registration of this app."""

from django.apps import AppConfig


class AuthoringConfig(AppConfig):
    """Registers the app under its short label."""

    name = "nanobank.authoring"
    label = "authoring"
