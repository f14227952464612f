"""Django's registration of this app."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """Registers the app under its short label."""

    name = "nanobank.catalogue"
    label = "catalogue"
