"""The pages: who sees what, in which words, at what cost."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from clients import signed_in
from factories import NOW, make_member, make_organisation, make_person
from factories_catalogue import published_micro_credential, published_module
from factories_quality import ask, ask_for_all, decide, make_author, make_draft
from factories_study import TEXT, complete, make_enrolment, make_taught_module
from nanobank.catalogue.models import State
from nanobank.organisations.models import Role
from nanobank.quality import services
from nanobank.quality.models import (
    Approval,
    Criterion,
    Evaluation,
    Gate,
    HouseItem,
    OwnItem,
    Policy,
    Question,
    Review,
    Verdict,
)
from nanobank.study.services import NewStep

pytestmark = pytest.mark.django_db
_JUDGING = {Role.EDUCATOR, Role.PROGRAMME_LEAD, Role.STUDY_SECRETARY}


def text(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, url
    return answer.content.decode()


def test_an_author_passes_the_gates_in_the_browser() -> None:
    provider = make_organisation()
    ask_for_all(provider)
    draft = make_draft(provider)
    author = signed_in(make_author(draft, provider))
    colleague = make_member(Role.EDUCATOR, provider)
    gates = reverse("gates", args=["modul", draft.uuid])
    page = text(author, gates)
    assert "6 linjer er ikke krydset af endnu." in page
    refused = author.post(reverse("draft_publish", args=[draft.uuid]))
    assert refused.status_code == 422
    assert "Det kan ikke udgives endnu." in refused.content.decode()
    author.post(reverse("gates_tick", args=["modul", draft.uuid]), {"items": HouseItem.values})
    asked = {"reviewer": colleague.pk, "words": "Se på trin 1."}
    assert author.post(reverse("review_ask", args=["modul", draft.uuid]), asked).status_code == 302
    review = reverse("review", args=[Review.objects.get().uuid])
    reader = signed_in(colleague)
    assert "Se på trin 1." in text(reader, review)
    assert "Begynd med tallene" in text(reader, reverse("review_content", args=[Review.objects.get().uuid]))
    assert reader.post(review, {}).status_code == 422
    reader.post(reverse("review_declare", args=[Review.objects.get().uuid]), {"has_interest": "no"})
    given = {f"{one.value}_{what}": value for one in Criterion for what, value in (("points", 4), ("grounds", "Fint."))}
    assert reader.post(review, {**given, "verdict": "approved", "grounds": "Godt arbejde."}).status_code == 302
    assert author.post(reverse("draft_publish", args=[draft.uuid])).status_code == 302
    draft.refresh_from_db()
    assert draft.state == State.PUBLISHED
    shown = text(Client(), reverse("module_quality", args=[draft.module.slug]))
    assert "Kvalitetssikret af" in shown
    assert "Godt arbejde." in shown
    assert colleague.get_full_name() not in shown


@pytest.mark.parametrize(
    "role", [None, *sorted(set(Role) - {Role.EDUCATOR, Role.PROGRAMME_LEAD, Role.STUDY_SECRETARY})]
)
def test_other_roles_and_neighbours_find_nothing(role: Role | None) -> None:
    provider = make_organisation()
    draft = make_draft(provider)
    review = ask(draft)
    people = [make_member(role, provider)] if role else [make_person(), make_member(Role.PROGRAMME_LEAD)]
    seen = [
        reverse("gates", args=["modul", draft.uuid]),
        reverse("review", args=[review.uuid]),
        reverse("review_content", args=[review.uuid]),
        reverse("quality_policy", args=[provider.slug]),
        reverse("quality_panel", args=["modul", draft.uuid, "pdf"]),
        reverse("vet_external", args=["modul", draft.uuid]),
    ]
    sent = [
        *(reverse(name, args=["modul", draft.uuid]) for name in ("gates_tick", "gates_links", "review_ask")),
        *(reverse(name, args=[review.uuid]) for name in ("review_declare", "review_hand_on", "review_call_off")),
        reverse("draft_publish", args=[draft.uuid]),
        reverse("quality_item_add", args=[provider.slug]),
    ]
    for person in people:
        client = signed_in(person)
        for url in seen:
            text(client, url, 404)
        for url in sent:
            assert client.post(url).status_code == 404, url
    assert Client().get(seen[0]).status_code == 302


def test_a_study_secretary_sees_the_gates_but_changes_nothing() -> None:
    provider = make_organisation()
    draft = make_draft(provider)
    client = signed_in(make_member(Role.STUDY_SECRETARY, provider))
    assert "Bed om en bedømmelse" not in text(client, reverse("gates", args=["modul", draft.uuid]))
    assert client.post(reverse("gates_tick", args=["modul", draft.uuid])).status_code == 404


def test_the_queue_shows_what_waits_and_what_has_expired(django_assert_max_num_queries: Any) -> None:
    provider = make_organisation()
    waiting = ask(make_draft(provider), make_member(Role.EDUCATOR, provider, given_name="Vibe"))
    old = make_draft(provider)
    decide(ask(old), make_member(Role.EDUCATOR, provider))
    services.publish(thing=old, by=None, now=NOW)
    Approval.objects.update(valid_until=date(2020, 1, 1))
    client = signed_in(make_member(Role.PROGRAMME_LEAD, provider))
    page = text(client, reverse("quality_queue"))
    assert reverse("review", args=[waiting.uuid]) in page
    assert "Vibe" in page
    assert "Udløbet" in page
    assert reverse("quality_policy", args=[provider.slug]) in page
    for _ in range(4):
        ask(make_draft(provider))
    with django_assert_max_num_queries(9):
        text(client, reverse("quality_queue"))
    text(signed_in(make_person()), reverse("quality_queue"), 404)


def test_a_programme_lead_decides_what_is_asked_for() -> None:
    provider = make_organisation()
    client = signed_in(make_member(Role.PROGRAMME_LEAD, provider))
    url = reverse("quality_policy", args=[provider.slug])
    assert "Intet er besluttet endnu." in text(client, url)
    numbers = {"review_days": 10, "least_rating": "3,5", "least_completion": 50}
    bad = client.post(url, {"gates": ["review"], "valid_months": 500, **numbers})
    assert bad.status_code == 422
    assert client.post(url, {"gates": ["review"], "valid_months": 24, **numbers}).status_code == 302
    policy = Policy.objects.get()
    assert (policy.gates, policy.valid_months) == ([Gate.REVIEW], 24)
    client.post(reverse("quality_item_add", args=[provider.slug]), {"words_da": "Vores skabelon.", "words_en": "Ours."})
    assert "Vores skabelon." in text(client, url)
    client.post(reverse("quality_item_retire", args=[OwnItem.objects.get().uuid]))
    assert "Vores skabelon." not in text(client, url)


def test_the_honest_line_stands_on_the_module_the_micro_credential_and_in_the_results(client: Client) -> None:
    micro_credential = published_micro_credential()
    assert "Ikke vurderet" in text(client, reverse("micro_credential", args=[micro_credential.slug]))
    module = micro_credential.required.select_related("current").get()
    assert module.current is not None
    decide(ask(module.current), make_member(Role.EDUCATOR, module.provider))
    assert "Kvalitetssikret af" in text(client, reverse("module", args=[module.slug]))
    page = text(client, reverse("catalogue") + "?q=datajournalistik")
    assert "Kvalitetssikret af" in page


def test_the_line_costs_results_the_same_however_many_they_are(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for number in range(2):
        published_module(title_da=f"Regneark {number}")
    url = reverse("catalogue") + "?q=regneark"
    text(client, url)
    with CaptureQueriesContext(connection) as before:
        text(client, url)
    for number in range(6):
        published_module(title_da=f"Regneark {number + 2}")
    with django_assert_max_num_queries(len(before) + 1):
        text(client, url)


def test_a_learner_says_what_it_was_like_once(client: Client) -> None:
    enrolment = complete(make_enrolment(make_taught_module(TEXT)))
    client = signed_in(enrolment.person)
    url = reverse("evaluate", args=[enrolment.uuid])
    assert url in text(client, reverse("enrolment", args=[enrolment.uuid]))
    assert client.post(url, {"clear": 5}).status_code == 422
    given = {**dict.fromkeys(Question.values, 4), "hours": "12,5", "comment": ""}
    assert client.post(url, given).status_code == 302
    assert str(Evaluation.objects.get().hours) == "12.5"
    assert "Du har allerede svaret" in text(client, url)
    assert url not in text(client, reverse("enrolment", args=[enrolment.uuid]))
    assert signed_in(make_person()).get(url).status_code == 404


def test_a_panel_gets_its_papers_in_three_forms() -> None:
    provider = make_organisation()
    draft = make_draft(provider)
    decide(ask(draft), make_member(Role.EDUCATOR, provider), Verdict.APPROVED)
    services.publish(thing=draft, by=None, now=NOW)
    client = signed_in(make_member(Role.STUDY_SECRETARY, provider))
    forms = {
        form: client.get(reverse("quality_panel", args=["modul", draft.uuid, form])) for form in ("pdf", "xlsx", "json")
    }
    assert forms["pdf"].content.startswith(b"%PDF")
    assert f'kvalitet-{draft.module.slug}-{draft.number}.pdf"' in forms["pdf"]["Content-Disposition"]
    assert forms["xlsx"].content.startswith(b"PK")
    data = forms["json"].json()
    assert data["reviews"][0]["verdict"] == "approved"
    assert data["changes"][0]["changes"] == ["Den første version."]
    assert data["line"].startswith("Kvalitetssikret af")


def test_whoever_is_to_judge_opens_a_steps_file_and_nobody_else_does() -> None:
    provider = make_organisation()
    paper = SimpleUploadedFile("opgave.pdf", b"%PDF-1.7\n%%EOF\n", content_type="application/pdf")
    draft = make_draft(provider, TEXT, NewStep("file", "Opgaven", 20, file=paper))
    colleague = make_member(Role.EDUCATOR, provider)
    review = ask(draft, colleague)
    answer = signed_in(colleague).get(reverse("review_file", args=[review.uuid, 2]))
    assert answer.getvalue() == b"%PDF-1.7\n%%EOF\n"
    assert signed_in(colleague).get(reverse("review_file", args=[review.uuid, 1])).status_code == 404
    neighbour = make_member(Role.EDUCATOR, make_organisation())
    assert signed_in(neighbour).get(reverse("review_file", args=[review.uuid, 2])).status_code == 404
