"""Django's registration of this app."""

from django.apps import AppConfig


class AiRegisterConfig(AppConfig):
    """Registers the app under its short label."""

    name = "nanobank.ai_register"
    label = "ai_register"
