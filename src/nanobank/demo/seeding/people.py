"""Organisations, people, their roles and mentors."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from nanobank.accounts.models import Person
from nanobank.bank.models import Mentorship
from nanobank.bank.services import begin_mentorship
from nanobank.demo.seeding.files import rows
from nanobank.organisations.models import Kind, Membership, Organisation, Role
from nanobank.organisations.services import OrganisationFacts, appoint, create_organisation


def seed_organisations() -> dict[str, Organisation]:
    """By key; the key is the slug."""
    made = {}
    for row in rows("organisations.toml", "organisation"):
        key = row.pop("key")
        made[key] = create_organisation(facts=OrganisationFacts(slug=key, **{**row, "kind": Kind(row["kind"])}))
    return made


def seed_people(organisations: dict[str, Organisation], now: datetime) -> dict[str, Person]:
    """By key. Nobody has a password: in a demo one signs in from the list."""
    long_ago = now - timedelta(days=900)
    people, listed = {}, rows("people.toml", "person")
    for row in listed:
        people[row["key"]] = person = Person.objects.create(
            email=row["email"],
            password=make_password(None),
            is_staff=row.get("staff", False),
            **{name: row[name] for name in ("given_name", "family_name", "headline_da", "headline_en")},
        )
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
        for membership in row["memberships"]:
            appoint(
                person=person,
                organisation=organisations[membership["organisation"]],
                role=Role(membership["role"]),
                by=None,
                now=long_ago,
            )
    for row in listed:
        for mentor in row.get("mentors", ()):
            begin_mentorship(
                learner=people[row["key"]],
                mentor=people[mentor],
                kind=_kind_of_mentor(people[mentor]),
                now=now - timedelta(days=200),
            )
    return people


def _kind_of_mentor(mentor: Person) -> Mentorship.Kind:
    internal = Membership.objects.of(mentor).filter(role=Role.INTERNAL_MENTOR).exists()
    return Mentorship.Kind.INTERNAL if internal else Mentorship.Kind.EXTERNAL
