"""Django's registration of this app."""

from django.apps import AppConfig


class BankConfig(AppConfig):
    """Registers the app under its short label."""

    name = "nanobank.bank"
    label = "bank"
