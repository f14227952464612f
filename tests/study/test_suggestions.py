"""Competences are suggested from a draft's own text, and what is answered to that is kept."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from conftest import CountQueries
from factories import NOW, make_competence, make_member, make_micro_credential, make_organisation
from factories_catalogue import draft_module, published_module
from factories_frameworks import small_esco, take_in, zipped
from nanobank.accounts.models import Person
from nanobank.accounts.services import create_token
from nanobank.catalogue.models import Competence, MicroCredential, ModuleVersion, State
from nanobank.catalogue.services import start_draft
from nanobank.common.errors import Conflict, NotYours, Refused
from nanobank.organisations.models import Role
from nanobank.study import services
from nanobank.study.models import CompetenceAnswer
from nanobank.study.suggestions import called, suggestions_for, taught_alike

pytestmark = pytest.mark.django_db
_TEXT = "Forløbet handler om sundhedskommunikation. Du lærer at interviewe mennesker i svære situationer."


@pytest.fixture
def health() -> Competence:
    return make_competence(slug="health", label_da="sundhedskommunikation", label_en="health communication")


@pytest.fixture
def interviews() -> Competence:
    return make_competence(slug="interviews", label_da="interviewe mennesker", label_en="interview people")


def _draft(**fields: Any) -> ModuleVersion:
    return draft_module(description=_TEXT, **{"competences": (), **fields})


def _educator(version: ModuleVersion, role: Role = Role.EDUCATOR) -> Person:
    return make_member(role, version.module.provider)


def _suggested(version: ModuleVersion | MicroCredential) -> dict[str, str]:
    return {one.competence.slug: one.sentence for one in suggestions_for(version).suggested}


def test_what_a_text_points_to_is_suggested_with_the_sentence(health: Competence, interviews: Competence) -> None:
    make_competence(slug="welding", label_da="svejse i stål", label_en="weld steel")
    suggested = _suggested(_draft())
    assert suggested["health"] == "Forløbet handler om sundhedskommunikation."
    assert suggested["interviews"] == "Du lærer at interviewe mennesker i svære situationer."
    assert "welding" not in suggested


def test_what_only_nearly_fits_is_perhaps_or_not_at_all(health: Competence, interviews: Competence) -> None:
    make_competence(slug="gardens", label_da="anlægge haver", label_en="lay out gardens")
    make_competence(slug="curricula", label_da="udvikle læseplaner", label_en="develop curricula")
    text = "Du læser om sundhedskommunikation. Første del læser du hjemme."
    draft = draft_module(description=text, competences=())
    shown = suggestions_for(draft)
    assert [one.competence.slug for one in shown.suggested] == ["health"]
    assert "curricula" not in {one.competence.slug for one in shown.perhaps}
    assert all(one.strength < 0.85 for one in shown.perhaps)


def test_what_is_accepted_is_named_and_not_suggested_any_more(health: Competence, interviews: Competence) -> None:
    draft = _draft()
    by = _educator(draft)
    sentence = _suggested(draft)["health"]
    services.answer_suggestion(subject=draft, competence=health, accepted=True, sentence=sentence, by=by, now=NOW)
    shown = suggestions_for(draft)
    assert [one.competence for one in shown.named] == [health]
    assert shown.named[0].answer is not None
    assert (shown.named[0].answer.by, shown.named[0].answer.sentence) == (by, sentence)
    assert set(_suggested(draft)) == {"interviews"}


def test_what_is_refused_is_never_suggested_again_in_no_version(health: Competence, interviews: Competence) -> None:
    module = published_module(description=_TEXT, competences=(interviews,))
    by = make_member(Role.EDUCATOR, module.provider)
    first = start_draft(module=module, by=by, now=NOW)
    assert set(_suggested(first)) == {"health"}
    services.answer_suggestion(subject=first, competence=health, accepted=False, by=by, now=NOW)
    assert _suggested(first) == {}
    services.forget_answer(subject=first, competence=health, by=by, now=NOW)
    assert set(_suggested(first)) == {"health"}


def test_a_no_takes_the_competence_out_of_the_draft(interviews: Competence) -> None:
    draft = _draft(competences=(interviews,))
    by = _educator(draft)
    services.answer_suggestion(subject=draft, competence=interviews, accepted=False, by=by, now=NOW)
    services.answer_suggestion(subject=draft, competence=interviews, accepted=False, by=by, now=NOW)
    assert not draft.competences.exists()
    assert CompetenceAnswer.objects.count() == 1


def test_a_sentence_that_the_text_does_not_hold_is_not_kept(health: Competence) -> None:
    draft = _draft()
    services.answer_suggestion(
        subject=draft, competence=health, accepted=True, sentence="Noget andet", by=_educator(draft), now=NOW
    )
    assert CompetenceAnswer.objects.get().sentence == ""


def test_what_a_framework_has_given_up_is_neither_suggested_nor_accepted() -> None:
    take_in(zipped(small_esco()), "esco.zip")
    draft = draft_module(description="You learn to use a telex.", language="en", competences=())
    telex = Competence.objects.get(label_en="use a telex")
    assert telex.slug not in _suggested(draft)
    with pytest.raises(Refused):
        services.answer_suggestion(subject=draft, competence=telex, accepted=True, by=_educator(draft), now=NOW)


def test_a_published_version_cannot_be_answered_about(health: Competence) -> None:
    module = published_module()
    assert module.current is not None
    version = ModuleVersion.objects.select_related("module__provider").get(pk=module.current.pk)
    with pytest.raises(Conflict):
        services.answer_suggestion(subject=version, competence=health, accepted=True, by=_educator(version), now=NOW)


def test_the_neighbour_answers_nothing(health: Competence) -> None:
    draft = _draft()
    neighbour = make_member(Role.EDUCATOR, make_organisation())
    with pytest.raises(NotYours):
        services.answer_suggestion(subject=draft, competence=health, accepted=True, by=neighbour, now=NOW)
    with pytest.raises(NotYours):
        services.forget_answer(subject=draft, competence=health, by=neighbour, now=NOW)


def test_a_micro_credential_gets_suggestions_too(client: Client, health: Competence) -> None:
    draft = make_micro_credential(state=State.DRAFT, description_da=_TEXT)
    client.force_login(make_member(Role.PROGRAMME_LEAD, draft.provider))
    address = reverse("micro_credential_competences", args=[draft.slug])
    assert "Forløbet handler om sundhedskommunikation." in client.get(address).content.decode()
    client.post(address, {"competence": "health", "answer": "accept"})
    assert list(draft.competences.all()) == [health]
    draft.state = State.PUBLISHED
    draft.save()
    assert client.post(address, {"competence": "health", "answer": "refuse"}).status_code == 422
    assert draft.competences.exists()


def test_an_author_answers_on_the_page_and_a_reviewer_sees_who_said_what(client: Client, health: Competence) -> None:
    draft = _draft()
    author = make_member(Role.EDUCATOR, draft.module.provider, given_name="Signe", family_name="Ravn")
    client.force_login(author)
    address = reverse("draft_competences", args=[draft.uuid])
    sentence = "Forløbet handler om sundhedskommunikation."
    assert sentence in client.get(address).content.decode()
    answer = client.post(address, {"competence": "health", "answer": "accept", "sentence": sentence})
    assert answer.headers["Location"] == f"{address}#forslag"
    client.force_login(_educator(draft, Role.PROGRAMME_LEAD))
    page = client.get(address).content.decode()
    assert "Signe Ravn" in page
    client.post(address, {"competence": "health", "answer": "refuse"})
    assert not draft.competences.exists()


def test_any_competence_of_a_framework_is_found_by_name_and_no_other(client: Client) -> None:
    take_in(zipped(small_esco()), "esco.zip")
    draft = _draft()
    client.force_login(_educator(draft))
    address = reverse("draft_competences", args=[draft.uuid])
    assert "Tjekke kilder" in client.get(f"{address}?q=kilder").content.decode()
    assert client.post(address, {"competence": "check-sources", "answer": "accept"}).status_code == 302
    assert client.post(address, {"competence": "made-up", "answer": "accept"}).status_code == 404
    assert [one.slug for one in draft.competences.all()] == ["check-sources"]


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.EDUCATOR, Role.PROGRAMME_LEAD)])
def test_others_do_not_see_a_drafts_competences(client: Client, role: Role) -> None:
    draft = _draft()
    client.force_login(make_member(role, draft.module.provider))
    assert client.get(reverse("draft_competences", args=[draft.uuid])).status_code == 404
    micro = make_micro_credential(draft.module.provider, state=State.DRAFT)
    assert client.get(reverse("micro_credential_competences", args=[micro.slug])).status_code == 404


def test_ten_more_competences_cost_no_more_queries(client: Client, count_queries: CountQueries) -> None:
    few, many = _draft(competences=(make_competence(),)), _draft(competences=[make_competence() for _ in range(11)])
    by = make_member(Role.EDUCATOR, few.module.provider)
    other = make_member(Role.EDUCATOR, many.module.provider)
    client.force_login(other)
    client.get(reverse("draft_competences", args=[many.uuid]))
    second = count_queries(lambda: client.get(reverse("draft_competences", args=[many.uuid])))
    client.force_login(by)
    assert second <= count_queries(lambda: client.get(reverse("draft_competences", args=[few.uuid])))


def test_a_program_reads_and_answers(health: Competence) -> None:
    draft = _draft()
    secret = create_token(person=_educator(draft), name="test", days=None, now=NOW).secret
    api = Client(headers={"authorization": f"Bearer {secret}", "accept-language": "da"})
    address = f"/api/v1/modules/{draft.module.slug}/draft/competences"
    told = api.get(address).json()["suggested"][0]
    assert (told["competence"], told["sentence"]) == ("health", "Forløbet handler om sundhedskommunikation.")
    answered = api.put(f"{address}/health", {"answer": "refuse"}, content_type="application/json")
    assert (answered.status_code, answered.json()["refused"], answered.json()["suggested"]) == (200, ["health"], [])
    named = api.put(f"{address}/health", {"answer": "accept"}, content_type="application/json").json()
    assert (named["named"], named["refused"]) == (["health"], [])
    assert api.put(f"{address}/made-up", {"answer": "accept"}, content_type="application/json").status_code == 404
    neighbour = create_token(person=make_member(Role.EDUCATOR), name="t", days=None, now=NOW).secret
    assert Client(headers={"authorization": f"Bearer {neighbour}"}).get(address).status_code == 404
    micro = make_micro_credential(draft.module.provider, state=State.DRAFT, description_da=_TEXT)
    suggested = api.get(f"/api/v1/micro-credentials/{micro.slug}/competence-suggestions").json()["suggested"]
    assert [one["competence"] for one in suggested] == ["health"]


def test_a_competence_is_found_by_what_modules_about_the_words_give() -> None:
    given, other = make_competence(label_da="tilpasse kommunikation til modtageren"), make_competence()
    published_module(title_da="Klart sprog i breve", competences=(given,))
    published_module(title_da="Regneark", competences=(other,))
    draft = draft_module(title_da="Klart sprog på arbejdet", competences=())
    assert called("klart sprog") == [given]
    assert taught_alike(draft) == [given]
    draft.competences.add(given)
    assert taught_alike(draft) == []
