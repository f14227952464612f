"""A draft with many steps and an educator who is signed in: ``bench.site.inside bench.volume.draft 200``."""

import json
from datetime import timedelta
from decimal import Decimal
from typing import Final

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from bench.volume import tables
from nanobank.accounts.models import Person
from nanobank.catalogue.models import Form, Level
from nanobank.catalogue.services import Facts, create_module
from nanobank.organisations.models import Kind, Membership, Organisation, Role
from nanobank.study.services import NewStep, write_steps

_PARAGRAPH: Final = "Hvem **ved** noget, som du ikke ved? Skriv tre navne, og ring til den, der er mest uenig.\n\n"


def main(steps: str) -> None:
    """Lay the tables, the educator and the draft; print a session and the uuid of the step in the middle as JSON."""
    tables.lay()
    now = timezone.now()
    provider = Organisation.objects.create(
        slug="maalt", kind=Kind.UNIVERSITY, name_da="Målt", name_en="Measured", short_name="Målt"
    )
    person = Person.objects.create_user("maalt@example.dk", given_name="Målt", family_name="Maaler")
    Membership.objects.create(person=person, organisation=provider, role=Role.EDUCATOR, since=now - timedelta(days=1))
    facts = Facts(ects=Decimal("2.5"), level=Level.SIX, form=Form.ONLINE, title_da="Kilder på nettet")
    version = create_module(provider=provider, facts=facts, by=person, now=now).versions.get()
    written = [NewStep("text", f"Trin {number} om kilder", 10, _PARAGRAPH * 20) for number in range(1, int(steps) + 1)]
    write_steps(version=version, steps=written, by=person, now=now)
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "nanobank.accounts.backends.PersonBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    middle = version.steps.all()[int(steps) // 2]
    print(json.dumps({"session": session.session_key, "step": str(middle.uuid)}))
