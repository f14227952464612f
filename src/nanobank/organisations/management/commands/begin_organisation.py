"""``manage.py begin_organisation``: an organisation and its first programme lead, who gives the other roles."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from nanobank.accounts.models import Person
from nanobank.common.clock import now
from nanobank.organisations.models import Kind, Organisation, Role
from nanobank.organisations.services import OrganisationFacts, appoint, create_organisation


class Command(BaseCommand):
    help = "Begins an organisation and makes somebody who has signed up its first programme lead."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="its address, for good: it goes into its did:web")
        parser.add_argument("lead", help="the programme lead's e-mail address")
        parser.add_argument("name_da")
        parser.add_argument("name_en")
        parser.add_argument("--short-name", default="")
        parser.add_argument("--kind", choices=Kind.values, default=Kind.UNIVERSITY.value)

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        lead = Person.objects.filter(email=options["lead"].lower(), is_active=True).first()
        if lead is None:
            raise CommandError("Nobody has signed up with that e-mail address.")
        if Organisation.objects.filter(slug=options["slug"]).exists():
            raise CommandError("There is an organisation with that slug already.")
        facts = OrganisationFacts(
            slug=options["slug"],
            kind=Kind(options["kind"]),
            name_da=options["name_da"],
            name_en=options["name_en"],
            short_name=options["short_name"] or options["name_da"][:60],
        )
        appoint(
            person=lead, organisation=create_organisation(facts=facts), role=Role.PROGRAMME_LEAD, by=None, now=now()
        )
        self.stdout.write(f"{lead.name} leads {options['name_da']}.")
