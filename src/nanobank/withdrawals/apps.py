"""Django's registration of this app."""

from django.apps import AppConfig


class WithdrawalsConfig(AppConfig):
    """Registers the app under its short label."""

    name = "nanobank.withdrawals"
    label = "withdrawals"
