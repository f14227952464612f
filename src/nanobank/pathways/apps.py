"""Django's registration of this app."""

from django.apps import AppConfig


class PathwaysConfig(AppConfig):
    """Registers the app under its short label."""

    name = "nanobank.pathways"
    label = "pathways"
