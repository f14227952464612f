"""Django's registration of this app."""

from django.apps import AppConfig


class FeedsConfig(AppConfig):
    """Registers the app under its short label, and its offers with the catalogue's listing."""

    name = "nanobank.feeds"
    label = "feeds"

    def ready(self) -> None:
        """The catalogue lies below and cannot ask for them."""
        from nanobank.feeds.listing import bring_offers

        bring_offers()
