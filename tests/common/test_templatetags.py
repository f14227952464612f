"""What templates everywhere lean on."""

import pytest
from django.test import RequestFactory

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
