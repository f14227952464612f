"""Django's registration of this app."""

from django.apps import AppConfig


class StudyConfig(AppConfig):
    """Registers the app under its short label."""

    name = "nanobank.study"
    label = "study"
