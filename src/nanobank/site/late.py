"""Addresses that are loaded when one of them is first asked for, or made."""

from django.urls import URLResolver
from django.urls.resolvers import RoutePattern


class LateResolver(URLResolver):
    """The addresses of one namespace, by the name of the module that has them.

    Whoever makes any address of the site goes through all of its resolvers. This one has nothing to tell then, for what
    is in a namespace is looked up there; so a worker that makes addresses of pages alone never loads it.
    """

    def _populate(self) -> None:
        """Names are found by Django's own resolver of the namespace, which reads ``url_patterns``."""


def late(route: str, module: str, namespace: str) -> LateResolver:
    """As ``path(route, include(module, namespace))``, but the module is loaded when it is needed."""
    return LateResolver(RoutePattern(route, is_endpoint=False), module, app_name=namespace, namespace=namespace)
