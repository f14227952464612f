"""Addresses of static files, each made once: Django looks one up, joins and quotes it anew on every page."""

from typing import Any

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage, StaticFilesStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]  # has no types


class _Remembering(StaticFilesStorage):
    """Keeps what ``url`` answered. A file's address does not change while the process runs."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._urls: dict[str | None, str] = {}

    def url(self, name: str | None, force: bool = False) -> str:  # noqa: FBT001, FBT002  # Django's own signature
        """The address of a file. Raises ValueError when the manifest does not know it."""
        if name not in self._urls:
            named_by_content: Any = super()
            self._urls[name] = named_by_content.url(name, force)
        return self._urls[name]


class Static(_Remembering, ManifestStaticFilesStorage):
    """Named by content."""


class CompressedStatic(_Remembering, CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # it has no types
    """Named by content, and compressed beforehand."""
