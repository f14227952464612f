"""``manage.py export_institution SLUG FOLDER``: what keeps an institution's credentials checkable, as static files."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from nanobank.common import clock
from nanobank.credentials.exporting import files_of
from nanobank.organisations.models import Organisation


class Command(BaseCommand):
    help = "Writes an institution's did document, status lists and public keys as files for any web server."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, slug: str, folder: Path, **options: Any) -> None:
        organisation = Organisation.objects.filter(slug=slug).first()
        if organisation is None:
            raise CommandError(f"There is no institution called {slug}.")
        count = 0
        for count, (path, content) in enumerate(files_of(organisation, now=clock.now()), 1):  # noqa: B007 - told below
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        self.stdout.write(f"{count} files are in {folder}.")
