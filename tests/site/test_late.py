"""The API's addresses are loaded by who asks for them."""

import pytest
from django.urls import URLResolver, path
from django.urls.resolvers import RegexPattern

from nanobank.site import views
from nanobank.site.late import late


def test_making_the_address_of_a_page_loads_no_other_namespace() -> None:
    resolver = URLResolver(RegexPattern(r"^/"), [path("side/", views.healthy, name="page"), late("x/", "no.such", "x")])
    assert resolver.reverse("page") == "side/"
    assert resolver.resolve("/side/").func is views.healthy
    with pytest.raises(ModuleNotFoundError):
        resolver.resolve("/x/y/")
