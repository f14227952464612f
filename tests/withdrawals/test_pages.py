"""The pages about udtræk: who sees what, what a refusal looks like, and that more rows cost no more queries."""

from decimal import Decimal
from functools import partial

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from conftest import CountQueries
from factories import (
    NOW,
    make_competence,
    make_member,
    make_micro_credential,
    make_module,
    make_organisation,
    make_person,
)
from factories_withdrawals import GROUNDS, educator_of, make_asked, make_decided, make_draft, make_teacher
from nanobank.accounts.models import Person
from nanobank.common import clock
from nanobank.organisations.models import Role
from nanobank.withdrawals.models import Criterion, Outcome, Precedent, Source, Withdrawal, WithdrawalState
from nanobank.withdrawals.precedents import precedents_for

pytestmark = pytest.mark.django_db
DECIDED = {
    **{f"finding_{criterion.value}": "good" for criterion in Criterion},
    "outcome": "not",
    "grounds": GROUNDS,
    "round": "1",
}


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def _client(person: Person) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    return client


def _at(name: str, *args: object) -> str:
    with override("en"):
        return reverse(name, args=args)


@pytest.mark.parametrize("name", ["withdrawals", "withdrawal_start", "withdrawals_to_judge", "precedents", "away"])
def test_a_visitor_is_asked_to_sign_in(client: Client, name: str) -> None:
    assert client.get(reverse(name)).status_code == 302


def test_a_learner_has_no_educators_pages_and_nobody_elses_udtraek() -> None:
    withdrawal, learner = make_asked(), _client(make_person())
    for name in ("withdrawals_to_judge", "precedents", "away"):
        assert learner.get(_at(name)).status_code == 404
    for name in ("withdrawal", "withdrawal_judge"):
        assert learner.get(_at(name, withdrawal.uuid)).status_code == 404
    assert learner.get(_at("withdrawal_file", withdrawal.uuid, "pdf")).status_code == 404
    assert _client(withdrawal.person).get(_at("withdrawal_judge", withdrawal.uuid)).status_code == 404


def test_the_institutions_side_sees_what_is_theirs_to_see() -> None:
    withdrawal = make_asked()
    page = _at("withdrawal_judge", withdrawal.uuid)
    seen = {
        role: _client(make_member(role, withdrawal.provider)).get(page).status_code
        for role in (Role.EDUCATOR, Role.PROGRAMME_LEAD, Role.STUDY_SECRETARY, Role.EXTERNAL_MENTOR)
    }
    assert seen == {
        Role.EDUCATOR: 404, Role.PROGRAMME_LEAD: 200, Role.STUDY_SECRETARY: 200, Role.EXTERNAL_MENTOR: 404
    }  # fmt: skip
    secretary = _client(make_member(Role.STUDY_SECRETARY, withdrawal.provider))
    assert secretary.post(page, DECIDED).status_code == 404
    assert _client(make_member(Role.PROGRAMME_LEAD)).get(page).status_code == 404
    assert _client(educator_of(make_draft_of(withdrawal))).get(page).status_code == 200


def make_draft_of(withdrawal: Withdrawal) -> Withdrawal:
    """The same, as the educator's page is asked for it."""
    return Withdrawal.objects.select_related("educator").get(pk=withdrawal.pk)


def test_a_learner_types_what_they_learnt_says_the_rest_and_sends_it_in() -> None:
    exam = make_micro_credential()
    educator = make_member(Role.EDUCATOR, exam.provider)
    learner = make_person()
    client = _client(learner)
    answer = client.post(
        _at("withdrawal_start"), {"source": "typed", "title": "A masterclass", "provider": exam.provider.slug}
    )
    made = Withdrawal.objects.get(person=learner)
    assert (answer.headers["Location"], made.source) == (_at("withdrawal", made.uuid), Source.TYPED)
    said = {"title": "A masterclass", "outside_provider": "The Night Desk", "description": "Sources.", "send": "1"}
    refused = client.post(_at("withdrawal", made.uuid), said)
    assert refused.status_code == 422
    assert set(refused.context["form"].errors) == {"assessed", "completed_on", "hours"}
    work = refused.content.decode().partition('id="id_hours"')[0].rpartition("<label")[2]
    assert "optional" not in work
    assert client.get(answer.headers["Location"]).content.decode().count("what we could read") == 0
    said |= {"assessed": "Not at all", "hours": "56", "completed_on": "2026-09-30"}
    assert client.post(_at("withdrawal", made.uuid), said).status_code == 302
    made.refresh_from_db()
    assert (made.state, made.educator) == (WithdrawalState.ASKED, educator)


@pytest.mark.parametrize("url", ["https://10.0.0.1/x", "http://localhost/", "javascript:alert(1)", ""])
def test_an_address_that_is_not_read_is_said_beside_the_field_and_kept(url: str) -> None:
    exam = make_micro_credential()
    given = {"source": "link", "url": url, "provider": exam.provider.slug}
    answer = _client(make_person()).post(_at("withdrawal_start"), given)
    assert answer.status_code == 422
    assert "url" in answer.context["form"].errors
    assert url in answer.content.decode()


def test_an_educator_decides_and_the_learner_reads_why_and_where_to_complain() -> None:
    withdrawal = make_asked()
    client = _client(educator_of(withdrawal))
    page = _at("withdrawal_judge", withdrawal.uuid)
    refused = client.post(page, {**DECIDED, "grounds": "Short"})
    assert (refused.status_code, refused.context["form"].errors.keys()) == (422, {"grounds"})
    assert client.post(page, DECIDED).status_code == 302
    answer = _client(withdrawal.person).get(_at("withdrawal", withdrawal.uuid)).content.decode()
    assert GROUNDS in answer
    assert "Kvalifikationsnævnet" in answer
    late = client.post(page, DECIDED)
    assert late.status_code == 409


def test_what_counts_in_part_counts_at_its_level_whatever_was_found_of_the_level() -> None:
    withdrawal = make_asked()
    client = _client(educator_of(withdrawal))
    page = _at("withdrawal_judge", withdrawal.uuid)
    fields = client.get(page).context["form"].fields
    decided = {**DECIDED, "outcome": "partly", "ects": "1.5", "level": "6", "finding_level": "partly"}
    assert decided.keys() <= fields.keys()
    assert client.post(page, decided).status_code == 302
    decision = withdrawal.decisions.get()
    assert (decision.ects, decision.level, decision.rubric["level"]["finding"]) == (Decimal("1.5"), 6, "partly")


def test_a_precedent_is_followed_with_one_click() -> None:
    provider = make_organisation()
    make_teacher(provider, make_competence())
    first = make_decided(make_asked(provider=provider), Outcome.COUNTS, modules=[make_module(provider)])
    again = make_asked(provider=provider)
    offered = precedents_for(again)[0].precedent
    client = _client(educator_of(again))
    shown = client.get(_at("withdrawal_judge", again.uuid) + f"?precedens={offered.uuid}")
    assert shown.context["form"].initial["outcome"] == Outcome.COUNTS
    assert client.post(_at("withdrawal_follow", again.uuid), {"precedent": offered.uuid}).status_code == 302
    decision = again.decisions.get()
    assert (decision.outcome, decision.offered, decision.grounds) == (Outcome.COUNTS, offered, first.grounds)
    gone = client.post(_at("precedent_retire", offered.uuid), {"because": "It has been changed"})
    assert gone.status_code == 302
    assert Precedent.objects.filter(retired_at__isnull=True).count() == 1


def test_whoever_is_examined_here_is_shown_the_way_to_the_exam() -> None:
    withdrawal = make_asked()
    exam = make_micro_credential(withdrawal.provider)
    make_decided(withdrawal, Outcome.EXAMINE, micro_credential=exam)
    client = _client(withdrawal.person)
    assert _at("exam_register", exam.slug) in client.get(_at("withdrawal", withdrawal.uuid)).content.decode()
    assert client.post(_at("exam_register", exam.slug)).status_code == 302


def test_more_rows_cost_no_more_queries(count_queries: CountQueries) -> None:
    learner, provider = make_person(), make_organisation()
    educator = make_member(Role.EDUCATOR, provider)
    secretary = make_member(Role.STUDY_SECRETARY, provider)

    def more() -> None:
        for _ in range(4):
            make_decided(make_asked(provider=provider, person=learner))
            make_asked(provider=provider, person=learner)
            make_draft(learner, provider)

    pages = [
        (_client(learner), _at("withdrawals")),
        (_client(educator), _at("withdrawals_to_judge")),
        (_client(secretary), _at("withdrawals_to_judge")),
        (_client(educator), _at("precedents")),
    ]
    more()
    before = [count_queries(partial(client.get, page)) for client, page in pages]
    more()
    assert [count_queries(partial(client.get, page)) for client, page in pages] == before
