"""Addresses of pages for whoever is not here now: in a notice, in a mail."""

from django.urls import reverse
from django.utils.translation import override


def danish_address(name: str, *keys: object) -> str:
    """A page's Danish address, whichever language is active: what is kept for somebody is kept in the first one."""
    with override("da"):
        return reverse(name, args=keys)
