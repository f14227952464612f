"""Django's registration of this app."""

from django.apps import AppConfig


class AwardsConfig(AppConfig):
    """Registers the app under its short label."""

    name = "nanobank.awards"
    label = "awards"
