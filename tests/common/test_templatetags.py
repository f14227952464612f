"""What templates everywhere lean on."""

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.translation import override

from nanobank.common.templatetags.nanobank import same_page_in


@pytest.mark.parametrize(
    ("address", "danish", "english"),
    [
        ("/", "/", "/en/"),
        ("/en/", "/", "/en/"),
        ("/katalog/?q=data&level=6", "/katalog/?q=data&level=6", "/en/katalog/?q=data&level=6"),
        ("/en/katalog/?q=data", "/katalog/?q=data", "/en/katalog/?q=data"),
        ("/energi/", "/energi/", "/en/energi/"),
    ],
)
def test_the_same_page_in_the_other_language_keeps_its_query(address: str, danish: str, english: str) -> None:
    context = {"request": RequestFactory().get(address)}
    assert same_page_in(context, "da") == danish
    assert same_page_in(context, "en") == english


def test_a_crafted_address_never_leads_to_another_site() -> None:
    context = {"request": RequestFactory().get("/en//elsewhere.example/")}
    assert not same_page_in(context, "da").startswith("//")


def test_what_is_steady_is_drawn_once_a_language_and_sees_nothing_of_the_page() -> None:
    template = Template(
        "{% load i18n nanobank %}{{ name }}{% steady %}[{{ name }}{% translate 'Sign in' %}]{% endsteady %}"
    )
    assert template.render(Context({"name": "Ada"})) == "Ada[Log ind]"
    assert template.render(Context({"name": "Bo"})) == "Bo[Log ind]"
    with override("en"):
        assert template.render(Context({"name": "Cy"})) == "Cy[Sign in]"
