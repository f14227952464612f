"""Django's registration of this app."""

from django.apps import AppConfig


class FeedsConfig(AppConfig):
    """Registers the app under its short label."""

    name = "nanobank.feeds"
    label = "feeds"
