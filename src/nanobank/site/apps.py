"""Django's registration of this app."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Registers the app under its short label."""

    name = "nanobank.site"
    label = "nanobank_site"
