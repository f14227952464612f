"""A draft may be written anew; what is published stands in what a credential says of it."""

from dataclasses import replace
from decimal import Decimal

import pytest

from factories import NOW, make_competence, make_member, make_micro_credential, make_module, make_organisation
from nanobank.catalogue import services
from nanobank.catalogue.errors import Fixed, Incomplete
from nanobank.catalogue.mandatory import missing_elements
from nanobank.catalogue.models import Bundle, State
from nanobank.catalogue.services import Electives
from nanobank.common.errors import NotYours
from nanobank.organisations.models import Role

pytestmark = pytest.mark.django_db


def test_a_draft_is_written_anew_and_keeps_the_order_of_its_modules() -> None:
    found = make_micro_credential(state=State.DRAFT)
    modules = [make_module(found.provider) for _ in range(3)]
    facts = services.micro_credential_facts(found)
    wanted = (modules[2], modules[0])
    facts = replace(facts, ects=Decimal(10), required=wanted, electives=(Electives(Decimal(5), (modules[1],)),))
    services.edit_micro_credential(micro_credential=found, facts=facts, by=None, now=NOW)
    found.refresh_from_db()
    written = services.micro_credential_facts(found)
    assert (written.required, written.electives) == (wanted, facts.electives)
    assert written == facts


def test_what_a_published_one_promises_stands_and_its_texts_may_change() -> None:
    found = make_micro_credential()
    facts = services.micro_credential_facts(found)
    promised = replace(facts, ects=Decimal(10), competences=(make_competence(),))
    with pytest.raises(Fixed) as refused:
        services.edit_micro_credential(micro_credential=found, facts=promised, by=None, now=NOW)
    assert set(refused.value.names) == {"ects", "competences"}
    services.edit_micro_credential(
        micro_credential=found, facts=replace(facts, price=Decimal(900), summary_da="Ny tekst."), by=None, now=NOW
    )
    found.refresh_from_db()
    assert (found.price, found.summary_da) == (Decimal(900), "Ny tekst.")
    with pytest.raises(Incomplete):
        services.edit_micro_credential(micro_credential=found, facts=replace(facts, summary_en=" "), by=None, now=NOW)


def test_only_who_writes_for_the_provider_edits() -> None:
    found = make_micro_credential()
    neighbour = make_member(Role.EDUCATOR)
    with pytest.raises(NotYours):
        services.edit_micro_credential(
            micro_credential=found, facts=services.micro_credential_facts(found), by=neighbour, now=NOW
        )


def test_a_module_that_is_not_written_is_named_before_publishing() -> None:
    provider = make_organisation()
    unwritten = make_module(provider, published=False, title_da="AI som modspil")
    found = make_micro_credential(provider, required=[make_module(provider), unwritten], state=State.DRAFT)
    assert "AI som modspil" in str(missing_elements(found)["required"])


def test_a_published_bundle_stays_whole_and_keeps_its_order() -> None:
    provider = make_organisation()
    modules = [make_module(provider) for _ in range(3)]
    texts = {f"{name}_{lang}": "Tekst" for name in ("title", "summary", "description", "need") for lang in ("da", "en")}
    facts = services.BundleFacts(**texts, audience="professionals", price=Decimal(100), modules=tuple(modules[::-1]))  # type: ignore[arg-type]  # TextChoices compare as their values
    bundle = services.create_bundle(provider=provider, slug="en-pakke", facts=facts, by=None, now=NOW)
    services.publish_bundle(bundle=bundle, by=None, now=NOW)
    assert services.bundle_facts(Bundle.objects.get()).modules == tuple(modules[::-1])
    with pytest.raises(Incomplete):
        services.edit_bundle(bundle=bundle, facts=replace(facts, modules=(modules[0],)), by=None, now=NOW)
    services.edit_bundle(bundle=bundle, facts=replace(facts, modules=(modules[1], modules[0])), by=None, now=NOW)
    assert services.bundle_facts(Bundle.objects.get()).modules == (modules[1], modules[0])
