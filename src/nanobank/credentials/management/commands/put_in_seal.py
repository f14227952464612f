"""``manage.py put_in_seal``: a certificate for an institution's electronic seal, from files on the server."""

from argparse import ArgumentParser
from getpass import getpass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from nanobank.common.clock import now
from nanobank.common.errors import Refused
from nanobank.credentials.seals.services import put_in
from nanobank.organisations.models import Organisation


class Command(BaseCommand):
    help = "Lets an institution seal with a certificate from a trust service provider."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the institution's")
        parser.add_argument("chain", type=Path, help="PEM: the certificate first, then those that vouch for it")
        parser.add_argument("key", type=Path, help="PEM: its private key")
        parser.add_argument("--password", action="store_true", help="ask for the key's password")

    def handle(self, *args: Any, **options: Any) -> None:
        organisation = Organisation.objects.filter(slug=options["slug"]).first()
        if organisation is None:
            raise CommandError("There is no institution with that slug.")
        password = getpass("The key's password: ") if options["password"] else ""
        try:
            kept = put_in(
                organisation=organisation,
                chain=options["chain"].read_bytes(),
                key=options["key"].read_bytes(),
                password=password,
                by=None,
                now=now(),
            )
        except (Refused, OSError) as refused:
            raise CommandError(f"Nothing was changed: {refused}") from None
        kind = "says that it is qualified for seals" if kept.qualified else "is not a qualified one"
        self.stdout.write(
            f"{organisation.slug} seals as {kept.name} until {kept.valid_until:%Y-%m-%d}; the certificate {kind}."
        )
