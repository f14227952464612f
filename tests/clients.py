"""Browsers for tests."""

from django.test import Client

from nanobank.accounts.models import Person


def signed_in(person: Person | None) -> Client:
    """A browser of the person's own; a visitor's for None."""
    client = Client()
    if person is not None:
        client.force_login(person)
    return client
