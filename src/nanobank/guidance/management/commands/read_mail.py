"""``manage.py read_mail MAILDIR``: replies by mail become messages in their threads. Run it every minute or so."""

from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from nanobank.common import clock
from nanobank.guidance.services import take_in


class Command(BaseCommand):
    """Reads what has arrived, and moves each mail to ``processed`` or ``refused``."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The folder."""
        parser.add_argument("maildir", type=Path, help="a maildir (with new/ and cur/) that mail to us lands in")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many were taken in, and why the others were not."""
        maildir: Path = options["maildir"]
        if not maildir.is_dir():
            raise CommandError(f"{maildir} is not a folder")
        try:
            found = take_in(maildir=maildir, now=clock.now())
        except OSError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{found.taken} taken in")
        for reason, count in sorted(Counter(found.refused).items()):
            self.stdout.write(f"{count} refused: {reason}")
