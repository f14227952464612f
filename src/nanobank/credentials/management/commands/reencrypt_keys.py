"""``manage.py reencrypt_keys``: after a new first key in ``NANOBANK_KEY_ENCRYPTION_KEYS``, before the old one goes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from nanobank.credentials import vault


class Command(BaseCommand):
    help = "Puts every private key that is kept here under the first of NANOBANK_KEY_ENCRYPTION_KEYS."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = vault.encrypt_all_again()
        except vault.CannotDecrypt as error:
            raise CommandError(f"Nothing was changed: {error}.") from None
        self.stdout.write(f"{count} keys are now under the first encryption key.")
