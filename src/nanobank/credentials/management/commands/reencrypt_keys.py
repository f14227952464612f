"""``manage.py reencrypt_keys``: after a new first key in ``NANOBANK_KEY_ENCRYPTION_KEYS``, before the old one goes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from nanobank.credentials import services, vault
from nanobank.credentials.seals.services import encrypt_seals_again


class Command(BaseCommand):
    help = (
        "Puts every private key of an issuer, also that of its seal, under the first of NANOBANK_KEY_ENCRYPTION_KEYS."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with transaction.atomic():
                count = services.encrypt_keys_again() + encrypt_seals_again()
        except vault.CannotDecrypt as error:
            raise CommandError(f"Nothing was changed: {error}.") from None
        self.stdout.write(f"{count} keys are now under the first encryption key.")
