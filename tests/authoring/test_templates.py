"""Didactic models as templates: a module is started from one or saved as one; the AI competences are a framework."""

import pytest
from django.test import Client
from django.urls import reverse

from factories import NOW, make_organisation, make_person
from factories_catalogue import draft_module, published_module
from factories_designing import make_designer
from nanobank.authoring.designing.shelf import templates_to_choose
from nanobank.authoring.models import ModuleTemplate
from nanobank.authoring.services import templates as services
from nanobank.common.errors import Conflict, NotYours, Refused
from nanobank.frameworks.models import Concept, Framework
from nanobank.study.models import Step
from nanobank.study.queries import missing_steps

pytestmark = pytest.mark.django_db


def test_the_bank_lays_three_models_and_a_framework_with_steps_and_laying_again_changes_nothing() -> None:
    assert services.lay_templates(now=NOW) == 3
    services.lay_templates(now=NOW)
    assert [one.slug for one in templates_to_choose()] == [
        "ai-som-medtaenker", "ai-som-modspil", "ai-som-vaerktoej-i-faget",
    ]  # fmt: skip
    framework = Framework.objects.get()
    assert framework.title_da == "AI-kompetencemodellen"
    concept = Concept.objects.get(framework=framework, code="undervise-2")
    assert {place.broader.code for place in concept.placed_in.all()} == {"undervise", "niveau-2"}
    assert concept.competence in ModuleTemplate.objects.get(slug="ai-som-modspil").competences.all()


def test_a_module_started_from_a_template_has_its_steps_outcomes_and_competences() -> None:
    services.lay_templates(now=NOW)
    provider = make_organisation()
    by = make_designer(provider)
    template = ModuleTemplate.objects.get(slug="ai-som-modspil")
    version = services.start_from(template=template, provider=provider, title="Den svære samtale", by=by, now=NOW)
    assert [step.kind for step in version.steps.order_by("position")] == [one["kind"] for one in template.steps]
    assert version.steps.order_by("position")[0].body.startswith("> **Til dig, der skriver:**")
    assert version.competences.count() == 3
    assert version.module.started_from.template == template
    lacks = [one.sentence for one in missing_steps(version)]
    assert sum("skabelonens ord til dig, der skriver" in sentence for sentence in lacks) == 5
    version.steps.update(body="Mit eget.")
    assert not [one for one in missing_steps(version) if "skabelonens" in one.sentence]
    with pytest.raises(NotYours):
        services.start_from(
            template=template, provider=provider, title="x", by=make_designer(make_organisation()), now=NOW
        )
    with pytest.raises(Conflict):
        services.retire_template(template=template, by=by, now=NOW)


def test_a_module_is_saved_as_a_template_that_neighbours_may_start_from_but_not_retire(client: Client) -> None:
    version = draft_module()
    provider = version.module.provider
    by, neighbour = make_designer(provider), make_designer(make_organisation())
    texts = services.TemplateTexts("Sag og modsag", "Case", "God til dilemmaer.", "Good for dilemmas.")
    Step.objects.filter(version=version).delete()
    with pytest.raises(Refused):
        services.save_as_template(version=version, texts=texts, by=by, now=NOW)
    Step.objects.create(version=version, position=1, kind="text", title="Sagen", body="Læs sagen.")
    client.force_login(by)
    sent = {name: getattr(texts, name) for name in services.TemplateTexts.__dataclass_fields__}
    page = client.post(reverse("module_template_save", args=[version.uuid]), sent)
    assert page["Location"] == reverse("module_template", args=["sag-og-modsag"])
    client.force_login(neighbour)
    assert "Sagen" in client.get(page["Location"]).content.decode()
    retire = reverse("module_template_retire", args=["sag-og-modsag"])
    assert client.post(retire).status_code == 404
    assert client.get(reverse("module_template_save", args=[version.uuid])).status_code == 404
    own = neighbour.memberships.get().organisation
    sent = {"provider": own.slug, "title": "Vores sag"}
    page = client.post(reverse("module_template", args=["sag-og-modsag"]), sent)
    assert page["Location"].startswith("/undervisning/udkast/")
    client.force_login(by)
    client.post(retire)
    assert client.get(reverse("module_template", args=["sag-og-modsag"])).status_code == 404


def test_the_shelf_is_for_authors(client: Client) -> None:
    assert client.get(reverse("module_templates"))["Location"].startswith(reverse("account_login"))
    client.force_login(make_person())
    assert client.get(reverse("module_templates")).status_code == 404
    published_module(provider := make_organisation())
    client.force_login(make_designer(provider))
    assert client.get(reverse("module_templates")).status_code == 200
