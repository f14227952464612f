"""A micro-credential is published when all of Annex I is there; until then those who write it are told what lacks."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clients import signed_in
from factories import make_member, make_micro_credential, make_organisation, make_person
from nanobank.accounts.models import Person
from nanobank.accounts.services import create_token
from nanobank.catalogue.mandatory import missing_elements
from nanobank.catalogue.models import MicroCredential, State
from nanobank.organisations.models import Role

pytestmark = pytest.mark.django_db

WRITERS = [Role.EDUCATOR, Role.PROGRAMME_LEAD]
OTHERS = sorted(set(Role) - set(WRITERS))


def make_draft(provider: Any = None, **fields: Any) -> MicroCredential:
    return make_micro_credential(provider, **{"state": State.DRAFT, **fields})


def program(person: Person) -> Client:
    secret = create_token(person=person, name="Test", days=1, now=timezone.now()).secret
    return Client(headers={"Authorization": f"Bearer {secret}", "Accept-Language": "da"})


@pytest.mark.parametrize(
    ("fields", "lacking"),
    [
        ({}, set()),
        ({"title_en": " "}, {"title_en"}),
        ({"learning_outcomes": []}, {"outcomes"}),
        ({"learning_outcomes": [{"da": "Afdække", "en": "Uncover"}, {"da": "Skrive", "en": ""}]}, {"outcomes"}),
        ({"quality_assurance_da": ""}, {"quality_assurance_da"}),
        ({"assessment": ""}, {"assessment"}),
        ({"participation": ""}, {"participation"}),
        ({"level": 3}, {"level"}),
        ({"required": []}, {"required"}),
        ({"summary_da": "", "description_en": ""}, {"summary_da", "description_en"}),
    ],
)
def test_each_missing_element_is_named(fields: dict[str, Any], lacking: set[str]) -> None:
    assert set(missing_elements(make_draft(**fields))) == lacking


def test_the_country_and_the_workload_are_asked_for_too() -> None:
    draft = make_draft(make_organisation(country=""))
    draft.ects = Decimal(0)
    assert set(missing_elements(draft)) == {"provider", "ects"}


@pytest.mark.parametrize("role", WRITERS)
def test_who_writes_sees_in_words_what_is_missing_and_publishes_what_is_ready(role: Role) -> None:
    provider = make_organisation()
    ready = make_draft(provider, title_da="Helt færdig")
    lacking = make_draft(provider, title_da="Halvt færdig", quality_assurance_da="", learning_outcomes=[])
    client = signed_in(make_member(role, provider))
    page = client.get(reverse("micro_credential_drafts")).content.decode()
    for words in ("Helt færdig", "Halvt færdig", "Hvordan kvaliteten sikres", "Læringsudbytterne", "2 ting mangler"):
        assert words in page
    assert client.post(reverse("micro_credential_publish", args=[ready.slug])).status_code == 302
    refused = client.post(reverse("micro_credential_publish", args=[lacking.slug]))
    assert refused.status_code == 422
    assert "Det kan ikke udgives endnu" in refused.content.decode()
    assert MicroCredential.objects.get(pk=ready.pk).state == State.PUBLISHED
    assert MicroCredential.objects.get(pk=lacking.pk).state == State.DRAFT


@pytest.mark.parametrize("role", OTHERS)
def test_other_roles_neither_see_nor_publish(role: Role) -> None:
    provider = make_organisation()
    draft = make_draft(provider)
    client = signed_in(make_member(role, provider))
    assert client.get(reverse("micro_credential_drafts")).status_code == 404
    assert client.post(reverse("micro_credential_publish", args=[draft.slug])).status_code == 404
    assert MicroCredential.objects.get(pk=draft.pk).state == State.DRAFT


def test_the_neighbours_drafts_are_not_there() -> None:
    draft = make_draft(title_da="Naboens kladde")
    client = signed_in(make_member(Role.EDUCATOR, make_organisation()))
    assert "Naboens kladde" not in client.get(reverse("micro_credential_drafts")).content.decode()
    assert client.post(reverse("micro_credential_publish", args=[draft.slug])).status_code == 404


def test_nobody_signed_in_is_asked_to_sign_in() -> None:
    assert Client().get(reverse("micro_credential_drafts")).status_code == 302
    assert Client().post(reverse("micro_credential_publish", args=["x"])).status_code == 302


def test_one_published_meanwhile_is_said_and_not_published_again() -> None:
    provider = make_organisation()
    published = make_micro_credential(provider)
    client = signed_in(make_member(Role.EDUCATOR, provider))
    answer = client.post(reverse("micro_credential_publish", args=[published.slug]), follow=True)
    assert "er allerede udgivet" in answer.content.decode()


def test_the_page_costs_the_same_queries_however_many_drafts_there_are() -> None:
    provider = make_organisation()
    client = signed_in(make_member(Role.EDUCATOR, provider))

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("micro_credential_drafts")).status_code == 200
        return len(captured)

    make_draft(provider)
    before = queries()
    for _ in range(4):
        make_draft(provider)
    assert queries() == before


def test_the_api_does_the_same() -> None:
    provider = make_organisation()
    ready, lacking = make_draft(provider), make_draft(provider, quality_assurance_en="")
    writer = program(make_member(Role.PROGRAMME_LEAD, provider))
    listed = {one["slug"]: one["missing"] for one in writer.get("/api/v1/micro-credential-drafts").json()}
    assert listed[ready.slug] == {}
    assert set(listed[lacking.slug]) == {"quality_assurance_en"}
    assert writer.post(f"/api/v1/micro-credentials/{lacking.slug}/publish").status_code == 422
    assert writer.post(f"/api/v1/micro-credentials/{ready.slug}/publish").status_code == 204
    assert writer.post(f"/api/v1/micro-credentials/{ready.slug}/publish").status_code == 409
    other = program(make_person())
    assert other.get("/api/v1/micro-credential-drafts").status_code == 404
    assert other.post(f"/api/v1/micro-credentials/{lacking.slug}/publish").status_code == 404
    assert other.post("/api/v1/micro-credentials/nowhere/publish").status_code == 404
