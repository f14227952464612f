"""A micro-credential is designed question by question, by several, and becomes one when it holds."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from factories import NOW, make_competence, make_micro_credential, make_module, make_organisation
from factories_catalogue import published_bundle, published_module
from factories_designing import answer, answer_all, make_design, make_designer
from nanobank.authoring.designing.finding import covering, overlapping
from nanobank.authoring.designing.overview import overview_of
from nanobank.authoring.designing.refusals import NotReady, Overtaken
from nanobank.authoring.models import DesignAim, DesignQuestion
from nanobank.authoring.services import designing as services
from nanobank.catalogue.errors import Fixed
from nanobank.catalogue.models import Listing, ListingKind, MicroCredential, PrerequisiteGroup, State
from nanobank.catalogue.services import publish_micro_credential
from nanobank.common.errors import Conflict, NotYours, Refused

pytestmark = pytest.mark.django_db


def test_all_answers_become_a_draft_that_can_be_published() -> None:
    provider = make_organisation()
    by = make_designer(provider)
    design = answer_all(make_design(provider, by), by)
    assert overview_of(design).met == 11
    made = services.finish(design=design, by=by, now=NOW)
    assert (made.state, made.ects, made.assessment) == (State.DRAFT, Decimal("2.5"), "portfolio")
    assert made.description_da == "Dansklærere\n\n## Sådan arbejder du\n\nEgne forløb afprøves."
    publish_micro_credential(micro_credential=made, by=by, now=NOW)
    with pytest.raises(Conflict):
        services.finish(design=design, by=by, now=NOW)


def test_nothing_is_made_while_something_is_missing_and_it_is_said_where() -> None:
    provider = make_organisation()
    design = make_design(provider)
    with pytest.raises(NotReady) as refused:
        services.finish(design=design, by=None, now=NOW)
    assert {question for question, _words in refused.value.missing} == set(DesignQuestion)
    whole = overview_of(design)
    assert whole.next_question == DesignQuestion.WHOM
    assert whole.met == 4  # the learner, the body, its country and the date are the bank's to say


def test_ects_that_do_not_add_up_are_said_in_both_numbers() -> None:
    design = answer_all(make_design(make_organisation()))
    answer(design, DesignQuestion.MODULES, ects="5")
    (trouble,) = overview_of(design).troubles
    assert trouble.words == "Du skriver 5 ECTS, men modulerne giver tilsammen 2,5. Ret tallet eller modulerne."


def test_modules_that_require_each_other_are_named() -> None:
    provider = make_organisation()
    modules = [make_module(provider, published=False, title_da=title) for title in ("Første", "Andet")]
    for module, other in zip(modules, modules[::-1], strict=True):
        PrerequisiteGroup.objects.create(version=module.versions.get()).any_of.set([other])
    for module in modules:  # two who publish in the same moment
        module.versions.update(state=State.PUBLISHED, published_at=NOW)
        module.current = module.versions.get()
        module.save()
    parts = [{"module": module.slug, "elective": False} for module in modules]
    design = answer_all(make_design(provider), ects="5", elective_ects="0", parts=parts)
    (trouble,) = [one for one in overview_of(design).troubles if one.blocks]
    assert "Første → Andet → Første" in trouble.words


def test_two_who_answer_the_same_question_do_not_overwrite_each_other() -> None:
    provider = make_organisation()
    one, other = make_designer(provider), make_designer(provider)
    design = make_design(provider, one)
    said = {"level": 6}
    services.answer(design=design, question="level", values=said, revision=0, by=one, now=NOW)
    again = services.answer(design=design, question="level", values=said, revision=0, by=one, now=NOW)
    assert again.revision == 1  # sent twice since the answer was lost
    with pytest.raises(Overtaken) as overtaken:
        services.answer(design=design, question="level", values={"level": 7}, revision=0, by=other, now=NOW)
    assert overtaken.value.stands.values == said
    assert one.name in overtaken.value.message
    services.answer(design=design, question="format", values={"weeks": 8}, revision=0, by=other, now=NOW)
    services.answer(design=design, question="level", values={"level": 7}, revision=1, by=other, now=NOW)
    assert design.answers.get(question="level").values == {"level": 7}


def test_a_module_still_to_be_written_becomes_a_draft_and_holds_publishing_back() -> None:
    provider = make_organisation()
    design = make_design(provider)
    answer_all(design, ects="5", elective_ects="0", parts=[{"title": "AI som modspil", "ects": "5", "elective": False}])
    made = services.finish(design=design, by=None, now=NOW)
    (module,) = made.required.all()
    assert module.versions.get().title_da == "AI som modspil"
    with pytest.raises(Refused, match="AI som modspil"):
        publish_micro_credential(micro_credential=made, by=None, now=NOW)


def test_a_neighbour_designs_nothing_here() -> None:
    provider = make_organisation()
    neighbour = make_designer(make_organisation())
    design = make_design(provider)
    with pytest.raises(NotYours):
        make_design(provider, neighbour)
    with pytest.raises(NotYours):
        answer(design, DesignQuestion.LEVEL, neighbour, level=6)
    with pytest.raises(NotYours):
        services.finish(design=design, by=neighbour, now=NOW)


def test_a_change_to_a_published_one_may_touch_its_price_but_not_what_it_promises() -> None:
    basis = make_micro_credential()
    basis.competences.add(make_competence())
    design = services.begin_design(provider=basis.provider, aim=DesignAim.CHANGE, basis=basis, by=None, now=NOW)
    answer(design, DesignQuestion.TERMS, price="990")
    made = services.finish(design=design, by=None, now=NOW)
    assert (made.pk, made.price) == (basis.pk, Decimal(990))
    design = services.begin_design(provider=basis.provider, aim=DesignAim.CHANGE, basis=basis, by=None, now=NOW)
    answer(design, DesignQuestion.ASSESSMENT, assessment="portfolio")
    with pytest.raises(Fixed):
        services.finish(design=design, by=None, now=NOW)
    with pytest.raises(Conflict):
        services.begin_design(provider=basis.provider, aim=DesignAim.EDITION, basis=basis, by=None, now=NOW)


def test_a_new_edition_is_another_micro_credential_and_takes_the_firsts_place_when_it_is_published() -> None:
    basis = services.finish(design=answer_all(make_design(make_organisation())), by=None, now=NOW)
    publish_micro_credential(micro_credential=basis, by=None, now=NOW)
    design = services.begin_design(provider=basis.provider, aim=DesignAim.EDITION, basis=basis, by=None, now=NOW)
    answer(design, DesignQuestion.ASSESSMENT, assessment="oral", by_hand_in=False)
    made = services.finish(design=design, by=None, now=NOW)
    assert (made.slug, made.assessment, made.state) == ("ai-i-dansk-2", "oral", State.DRAFT)
    bundle = published_bundle((published_module(basis.provider),), micro_credentials=(basis,))
    with pytest.raises(Conflict):
        services.begin_design(provider=basis.provider, aim=DesignAim.EDITION, basis=basis, by=None, now=NOW)
    publish_micro_credential(micro_credential=made, by=None, now=NOW)
    basis.refresh_from_db()
    assert (basis.assessment, basis.state, basis.edition) == ("portfolio", State.WITHDRAWN, made)
    assert list(bundle.micro_credentials.all()) == [made]
    found = Listing.objects.filter(kind=ListingKind.MICRO_CREDENTIAL).values_list("target_id", flat=True)
    assert list(found) == [made.pk]


def test_the_page_of_an_old_edition_leads_to_the_new_one(client: Client) -> None:
    basis = make_micro_credential()
    made = make_micro_credential(basis.provider, replaces=basis, title_da="Anden udgave")
    assert "Anden udgave" not in client.get(reverse("micro_credential", args=[basis.slug])).content.decode()
    MicroCredential.objects.filter(pk=basis.pk).update(state=State.WITHDRAWN)
    page = client.get(reverse("micro_credential", args=[basis.slug])).content.decode()
    assert "Der er en ny udgave" in page
    assert reverse("micro_credential", args=[made.slug]) in page
    told = client.get(f"/api/v1/micro-credentials/{made.slug}").json()
    assert (told["replaces"], told["edition"]) == (basis.slug, None)


def test_an_outcome_that_cannot_be_seen_is_told_on_the_screen_and_in_the_overview(client: Client) -> None:
    provider = make_organisation()
    by = make_designer(provider)
    client.force_login(by)
    design = answer_all(make_design(provider, by), outcomes=[{"da": "Forstå AI", "en": ""}])
    told = {one.words: one.blocks for one in overview_of(design).troubles}
    assert told["1 læringsudbytte kan ikke bedømmes, som det står."] is False
    page = client.get(reverse("design_question", args=[design.uuid, "kompetence"])).content.decode()
    assert "Ingen kan se, om nogen kan" in page
    assert "form-error-message" not in page, "it is advice: nothing of it bars"
    sent = {"outcomes_da": "Vurdere AI's forslag i egen undervisning", "outcomes_en": ""}
    better = client.post(reverse("design_outcomes", args=[design.uuid]), sent).content.decode()
    assert "Ingen kan se, om nogen kan" not in better
    client.force_login(make_designer(make_organisation()))
    assert client.post(reverse("design_outcomes", args=[design.uuid]), sent).status_code == 404


def test_what_is_like_it_and_what_builds_its_competences_is_found() -> None:
    design = answer_all(make_design(make_organisation()))
    answers = overview_of(design).answers
    (competence,) = answers.competences
    like = make_micro_credential()
    like.competences.add(competence)
    builder = published_module(competences=(competence,))
    assert [one.micro_credential for one in overlapping(answers)] == [like]
    assert [one.module for one in covering(answers)] == [builder]
