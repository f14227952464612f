"""An educator with a program of their own, to send files: ``bench.site.inside bench.volume.educator``."""

import json
import secrets
from datetime import timedelta
from hashlib import sha256

from django.utils import timezone

from bench.volume import tables
from nanobank.accounts.models import Person, PersonalToken
from nanobank.organisations.models import Kind, Membership, Organisation, Role


def main() -> None:
    """Lay the tables, a provider and an educator; print the provider's slug and the educator's token as JSON."""
    tables.lay()
    now, token = timezone.now(), f"nb_{secrets.token_hex(16)}"
    provider = Organisation.objects.create(
        slug="maalt", kind=Kind.UNIVERSITY, name_da="Målt", name_en="Measured", short_name="Målt"
    )
    person = Person.objects.create_user("maalt@example.dk", given_name="Målt", family_name="Maaler")
    Membership.objects.create(person=person, organisation=provider, role=Role.EDUCATOR, since=now - timedelta(days=1))
    digest = sha256(token.encode()).digest()
    PersonalToken.objects.create(person=person, name="bench", digest=digest, hint=token[-4:], created_at=now)
    print(json.dumps({"provider": provider.slug, "token": token}))
