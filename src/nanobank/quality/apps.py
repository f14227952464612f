"""Django's registration of this app."""

from django.apps import AppConfig


class QualityConfig(AppConfig):
    """Registers the app under its short label, and until when things are assured with the catalogue's listing."""

    name = "nanobank.quality"
    label = "quality"

    def ready(self) -> None:
        """The catalogue lies below and cannot ask for it."""
        from nanobank.quality.listing import bring_assurance

        bring_assurance()
