"""Django's registration of this app."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Registers the app under its short label."""

    name = "nanobank.organisations"
    label = "organisations"
