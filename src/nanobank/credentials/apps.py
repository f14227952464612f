"""Django's registration of this app."""

from django.apps import AppConfig


class CredentialsConfig(AppConfig):
    """Registers the app under its short label."""

    name = "nanobank.credentials"
    label = "credentials"
