"""A bundle goes through the gates as what it is made of does."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from factories import NOW, make_member, make_organisation, make_person
from factories_catalogue import published_micro_credential, published_module
from factories_quality import ask, ask_for_all, decide
from nanobank.authoring.services import bundles
from nanobank.catalogue.models import Bundle, State
from nanobank.catalogue.services import bundle_facts
from nanobank.common.errors import Refused
from nanobank.organisations.models import Organisation, Role
from nanobank.quality import services
from nanobank.quality.models import BundleCriterion, BundleItem, Criterion
from nanobank.quality.papers import as_data
from nanobank.quality.queries import findings_of, gates_of, line_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider() -> Organisation:
    return make_organisation(name_da="Fjordens Akademi")


@pytest.fixture
def bundle(provider: Organisation) -> Bundle:
    """A draft that lacks nothing, of a module and a micro-credential that nobody has judged."""
    made = bundles.begin_bundle(provider=provider, title="Data i kommunen", by=None, now=NOW)
    facts = replace(
        bundle_facts(made),
        title_en="Data in the municipality",
        summary_da="Alt på ét sted.",
        summary_en="All in one place.",
        need_da="I drukner i regneark.",
        need_en="You are drowning in spreadsheets.",
        modules=(published_module(provider),),
        micro_credentials=(published_micro_credential(provider),),
        price=Decimal(99_000),
    )
    return bundles.save_bundle(bundle=made, facts=facts, revision=None, by=None, now=NOW)


def tick(bundle: Bundle) -> None:
    services.tick(thing=bundle, items=BundleItem.values, by=None, now=NOW)


def test_a_bundle_is_barred_by_each_gate_until_a_colleague_has_approved_it(
    bundle: Bundle, provider: Organisation
) -> None:
    ask_for_all(provider)
    author, colleague = make_member(Role.EDUCATOR, provider), make_member(Role.EDUCATOR, provider)
    bundles.save_bundle(bundle=bundle, facts=bundle_facts(bundle), revision=None, by=author, now=NOW)
    assert {one.code for one in gates_of(bundle) if one.bars} == {"checklist", "review"}
    with pytest.raises(services.Barred):
        services.publish(thing=bundle, by=author, now=NOW)
    tick(bundle)
    review = ask(bundle)
    with pytest.raises(Refused, match="selv skrevet"):
        decide(review, author)
    assert {score.criterion for score in decide(review, colleague).scores.all()} == {
        BundleCriterion.NEED, BundleCriterion.WHOLE, Criterion.LEARNERS, Criterion.WORKLOAD,
    }  # fmt: skip
    services.publish(thing=bundle, by=author, now=NOW)
    bundle.refresh_from_db()
    assert (bundle.state, line_of(bundle).standing) == (State.PUBLISHED, "assured")


def test_what_was_changed_after_the_review_is_not_what_was_approved(bundle: Bundle, provider: Organisation) -> None:
    ask_for_all(provider)
    tick(bundle)
    decide(ask(bundle), make_member(Role.EDUCATOR, provider))
    assert not [one for one in gates_of(bundle) if one.bars]
    bundle.need_da = "Et andet behov"
    bundle.save()
    assert [one.code for one in gates_of(bundle) if one.bars] == ["review"]


def test_parts_that_nobody_stands_by_and_a_price_above_theirs_are_told(bundle: Bundle) -> None:
    told = [one.sentence for one in findings_of(bundle)]
    assert sum(sentence.startswith("Ikke vurderet: ") for sentence in told) == 2
    assert any("koster 99.000" in sentence or "koster 99000" in sentence for sentence in told)
    assert as_data(bundle)["kind"] == "bundle"


def test_pages_of_a_bundle_on_its_way_and_of_one_that_is_offered(
    client: Client, bundle: Bundle, provider: Organisation
) -> None:
    gates = reverse("gates", args=["fagpakke", bundle.uuid])
    client.force_login(make_person())
    assert client.get(gates).status_code == 404
    client.force_login(make_member(Role.EDUCATOR, provider))
    assert "Nogen, der har behovet" in client.get(gates).content.decode()
    public = reverse("bundle_quality", args=[bundle.slug])
    assert client.get(public).status_code == 404
    page = client.post(reverse("bundle_publish", args=[bundle.slug]))
    assert page["Location"] == reverse("bundle", args=[bundle.slug])
    assert "Ikke vurderet" in client.get(page["Location"]).content.decode()
    assert client.get(public).status_code == 200
    assert client.get(f"/api/v1/quality/bundles/{bundle.slug}").json()["line"]["standing"] == "none"
    again = client.post(reverse("bundle_publish", args=[bundle.slug]))
    assert again["Location"] == reverse("bundle_design", args=[bundle.slug])
