"""Django's registration of this app."""

from django.apps import AppConfig


class WalletsConfig(AppConfig):
    """Registers the app under its short label."""

    name = "nanobank.wallets"
    label = "wallets"
