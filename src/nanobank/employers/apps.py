"""Django's registration of this app."""

from django.apps import AppConfig


class EmployersConfig(AppConfig):
    """Registers the app under its short label."""

    name = "nanobank.employers"
    label = "employers"
