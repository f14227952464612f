"""``manage.py lay_templates``: the bank's own templates and the AI competence model; again after an upgrade."""

from typing import Any

from django.core.management.base import BaseCommand

from nanobank.authoring.services.templates import lay_templates
from nanobank.common.clock import now


class Command(BaseCommand):
    help = "Lay the bank's own module templates and take the AI competence model in as a framework."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{lay_templates(now=now())} templates")
