"""Before whom an udtræk is put, and what becomes of it when that person is away or has left."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse

from clients import signed_in
from factories import NOW, make_competence, make_member, make_organisation, make_person
from factories_withdrawals import educator_of, make_asked, make_decided, make_draft, make_teacher
from nanobank.common import clock
from nanobank.common.errors import NotYours, Refused
from nanobank.notices.models import Notice, NoticeKind
from nanobank.organisations.models import Role
from nanobank.withdrawals.models import Turn
from nanobank.withdrawals.queries import waiting_for
from nanobank.withdrawals.services import appeal, ask, cancel_away, hand_on, hand_on_from_absent, set_away

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def test_it_is_put_before_the_educator_who_teaches_most_of_it() -> None:
    provider, one, other = make_organisation(), make_competence(), make_competence()
    make_teacher(provider, make_competence())
    teacher, _module = make_teacher(provider, one, other)
    make_teacher(provider, one)
    draft = make_draft(provider=provider, competences=[one, other])
    assert ask(withdrawal=draft, by=draft.person, now=NOW).educator == teacher
    told = Notice.objects.get(person=teacher)
    assert (told.kind, told.url) == (NoticeKind.WITHDRAWAL_ASKED, f"/udtraek/bedoem/{draft.uuid}/")


def test_of_equals_it_is_put_before_whoever_has_fewest_in_hand() -> None:
    provider = make_organisation()
    educators = {make_member(Role.EDUCATOR, provider) for _ in range(2)}
    drafts = [make_draft(provider=provider) for _ in range(2)]
    assert {ask(withdrawal=one, by=one.person, now=NOW).educator for one in drafts} == educators


def test_whoever_is_away_is_passed_over_and_what_they_had_is_handed_on() -> None:
    provider = make_organisation()
    away = make_member(Role.EDUCATOR, provider)
    waiting = make_asked(away)
    colleague = make_member(Role.EDUCATOR, provider)
    noted = set_away(person=away, first=TODAY, last=TODAY + timedelta(days=7), now=NOW)
    waiting.refresh_from_db()
    assert waiting.educator == colleague
    assert Notice.objects.filter(person=colleague, kind=NoticeKind.HANDED_ON).exists()
    assert waiting.turns.filter(kind=Turn.Kind.HANDED_ON, to=colleague).exists()
    draft = make_draft(provider=provider)
    assert ask(withdrawal=draft, by=draft.person, now=NOW).educator == colleague
    with pytest.raises(NotYours):
        cancel_away(away=noted, by=colleague)


def test_what_somebody_who_leaves_had_in_hand_goes_to_another(monkeypatch: pytest.MonkeyPatch) -> None:
    waiting = make_asked()
    leaving = educator_of(waiting)
    leaving.memberships.update(until=NOW - timedelta(hours=1))
    assert hand_on_from_absent(NOW) == 1
    waiting.refresh_from_db()
    assert waiting.educator is None
    secretary = make_member(Role.STUDY_SECRETARY, waiting.provider)
    assert [one.absent for one in waiting_for(secretary, NOW).others] == [True]
    colleague = make_member(Role.EDUCATOR, waiting.provider)
    monkeypatch.setattr(clock, "now", lambda: NOW)
    call_command("hand_on_udtraek")
    waiting.refresh_from_db()
    assert waiting.educator == colleague


def test_it_is_handed_on_by_whoever_has_it_or_the_office_to_a_colleague_who_is_here() -> None:
    waiting = make_asked()
    colleague = make_member(Role.EDUCATOR, waiting.provider)
    with pytest.raises(NotYours):
        hand_on(withdrawal=waiting, to=colleague, by=colleague, now=NOW)
    with pytest.raises(Refused):
        hand_on(withdrawal=waiting, to=make_person(), by=educator_of(waiting), now=NOW)
    assert hand_on(withdrawal=waiting, to=colleague, by=educator_of(waiting), now=NOW).educator == colleague


def test_a_queue_is_the_oldest_first_with_the_days_waited() -> None:
    educator = make_member(Role.EDUCATOR)
    provider = educator.memberships.get().organisation
    for days in (1, 9, 4):
        draft = make_draft(provider=provider)
        ask(withdrawal=draft, by=draft.person, now=NOW - timedelta(days=days))
    assert [one.days for one in waiting_for(educator, NOW).mine] == [9, 4, 1]


@pytest.mark.parametrize(("first", "last"), [(2, 1), (-9, -8)])
def test_days_that_make_no_sense_are_refused(first: int, last: int) -> None:
    educator = make_member(Role.EDUCATOR)
    with pytest.raises(Refused):
        set_away(person=educator, first=TODAY + timedelta(first), last=TODAY + timedelta(last), now=NOW)


def test_a_complaint_waits_since_it_was_made_and_the_office_is_told_who_answers_it() -> None:
    provider = make_organisation()
    secretary = make_member(Role.STUDY_SECRETARY, provider)
    withdrawal = make_asked(make_member(Role.EDUCATOR, provider))
    make_decided(withdrawal)
    later = NOW + timedelta(days=3)
    appeal(withdrawal=withdrawal, by=withdrawal.person, words="The assignments were overlooked.", now=later)
    (waiting,) = waiting_for(secretary, later + timedelta(days=2)).complaints
    assert waiting.days == 2
    client, page = signed_in(secretary), reverse("withdrawal_judge", args=[withdrawal.uuid])
    assert "sådan en er der ikke" in client.get(page).content.decode()
    lead = make_member(Role.PROGRAMME_LEAD, provider, given_name="Bodil", family_name="Ravn")
    assert f"har afgjort sagen: {lead.name}" in " ".join(client.get(page).content.decode().split())
    assert "answer" in signed_in(lead).get(page).context
