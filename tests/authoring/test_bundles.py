"""A bundle is put together on one page, by several, and offered when it says and holds enough."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from factories import NOW, make_micro_credential, make_organisation, make_person
from factories_catalogue import published_module
from factories_designing import make_designer
from nanobank.authoring.services import bundles as services
from nanobank.catalogue.models import Bundle, State
from nanobank.catalogue.services import bundle_facts

pytestmark = pytest.mark.django_db

TEXTS = {
    "title_da": "Presse og data", "title_en": "Press and data", "summary_da": "a", "summary_en": "b",
    "description_da": "c", "description_en": "d", "need_da": "e", "need_en": "f", "audience": "employers",
    "price": "4.800",
}  # fmt: skip


def test_from_a_title_to_a_bundle_in_the_catalogue(client: Client) -> None:
    provider = make_organisation()
    client.force_login(make_designer(provider))
    client.post(reverse("bundle_new"), {"provider": provider.slug, "title": "Presse og data"})
    bundle = Bundle.objects.get()
    there = reverse("bundle_design", args=[bundle.slug])
    one, two = published_module(provider), published_module(provider)
    held = make_micro_credential(provider)
    assert client.post(reverse("bundle_publish", args=[bundle.slug])).status_code == 422
    sent = {**TEXTS, "part": [one.slug], "micro_credentials": [held.slug], "do": f"add:{two.slug}"}
    page = client.post(there, {**sent, "revision": services.revision_of(bundle)})
    assert page["Location"] == f"{there}#parts"
    bundle.refresh_from_db()
    sent |= {"part": [one.slug, two.slug], "do": "up:1"}
    client.post(there, {**sent, "revision": services.revision_of(bundle)})
    assert [module.slug for module in bundle_facts(bundle).modules] == [two.slug, one.slug]
    client.post(reverse("bundle_publish", args=[bundle.slug]))
    bundle.refresh_from_db()
    assert (bundle.state, bundle.price, bundle.micro_credentials.get()) == (State.PUBLISHED, Decimal(4800), held)
    assert client.get(there).status_code == 200


def test_who_writes_on_an_old_page_is_told_and_overwrites_nothing(client: Client) -> None:
    provider = make_organisation()
    by = make_designer(provider)
    client.force_login(by)
    bundle = services.begin_bundle(provider=provider, title="Presse og data", by=by, now=NOW)
    there = reverse("bundle_design", args=[bundle.slug])
    page = client.post(there, {**TEXTS, "title_en": "Mine", "revision": "0123456789abcdef"})
    assert page.status_code == 422
    assert 'value="Mine"' in page.content.decode()
    bundle.refresh_from_db()
    assert bundle.title_en == ""


@pytest.mark.parametrize("role", ["neighbour", "learner"])
def test_nobody_else_sees_it(client: Client, role: str) -> None:
    bundle = services.begin_bundle(provider=make_organisation(), title="Presse og data", by=None, now=NOW)
    client.force_login(make_designer(make_organisation()) if role == "neighbour" else make_person())
    assert client.get(reverse("bundle_design", args=[bundle.slug])).status_code == 404
    assert client.post(reverse("bundle_publish", args=[bundle.slug])).status_code == 404
