"""Django's registration of this app."""

from django.apps import AppConfig


class ExamsConfig(AppConfig):
    """Registers the app under its short label."""

    name = "nanobank.exams"
    label = "exams"
