"""A published grade awards the credential, and is only ever corrected by a new one with a reason."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from factories import NOW, make_member, make_micro_credential, make_person
from factories_exams import make_examiner, make_handed_in, make_ready, make_registration
from nanobank.accounts.models import Person
from nanobank.accounts.services import create_token
from nanobank.common.errors import Conflict, NotYours, Refused
from nanobank.credentials.models import Credential
from nanobank.credentials.services import revoke
from nanobank.exams.models import Assessment, Registration, RegistrationState, Result
from nanobank.exams.readiness import readiness_for
from nanobank.exams.services import assess, award_again, correct, publish, register
from nanobank.ledger.models import Entry, Kind
from nanobank.ledger.queries import balance_of
from nanobank.notices.models import Notice, NoticeKind
from nanobank.organisations.models import Role

pytestmark = pytest.mark.django_db
GROUNDS = "The figures hold, and every source has been checked independently."
REASON = "The points of the last question were added up wrongly."
LATER = NOW + timedelta(days=4)


def _assessed(grade: str = "10", second: str | None = None) -> Registration:
    micro_credential = make_micro_credential(by_hand_in=True, second_examiner=second is not None)
    registration = make_handed_in(micro_credential)
    for role, given in ((Assessment.Role.FIRST, grade), (Assessment.Role.SECOND, second)):
        if given is not None:
            assess(
                registration=registration,
                examiner=make_examiner(micro_credential),
                role=role,
                grade=given,
                grounds=GROUNDS,
                now=LATER,
            )
    return registration


def _lead(registration: Registration) -> Person:
    return make_member(Role.PROGRAMME_LEAD, registration.micro_credential.provider)


def _published(grade: str = "10") -> Result:
    registration = _assessed(grade)
    return publish(registration=registration, by=_lead(registration), now=LATER)


def _correct(result: Result, grade: str, **values: str) -> Result:
    texts = {"grounds": GROUNDS, "reason": REASON, **values}
    return correct(result=result, grade=grade, by=_lead(result.registration), now=LATER + timedelta(days=1), **texts)


def _standing(result: Result) -> Credential | None:
    return Credential.objects.filter(person=result.registration.person, revoked_at__isnull=True).first()


def _kinds(person: Person) -> list[str]:
    return list(Entry.objects.of(person).order_by("id").values_list("kind", flat=True))


def test_passing_awards_the_credential_and_the_ledger_holds_its_modules() -> None:
    result = _published("02")
    person = result.registration.person
    assert result.grounds == GROUNDS
    assert _standing(result)
    assert {Kind.PASSED, Kind.AWARDED, Kind.HELD} <= set(_kinds(person))
    assert balance_of(person).held == result.registration.micro_credential.ects
    readiness = readiness_for(person, result.registration.micro_credential)
    assert readiness.passed
    assert not readiness.ready


@pytest.mark.parametrize("grade", ["00", "-3"])
def test_not_passing_awards_nothing_and_spends_an_attempt(grade: str) -> None:
    result = _published(grade)
    person, micro_credential = result.registration.person, result.registration.micro_credential
    assert _standing(result) is None
    assert _kinds(person)[-1] == Kind.NOT_PASSED
    assert readiness_for(person, micro_credential).attempts_left == 2
    assert register(person=person, micro_credential=micro_credential, now=LATER).pk


def test_what_is_passed_cannot_be_taken_again() -> None:
    result = _published()
    with pytest.raises(Refused):
        register(person=result.registration.person, micro_credential=result.registration.micro_credential, now=LATER)


def test_the_learner_is_told_that_a_result_is_there_and_that_it_was_corrected() -> None:
    result = _published()
    _correct(result, "7")
    told = Notice.objects.filter(person=result.registration.person, kind=NoticeKind.EXAM).order_by("pk")
    assert [one.sentence.split(":")[0] for one in told] == ["Dit resultat er kommet", "Dit resultat er rettet"]
    assert {one.address for one in told} == {reverse("registration", args=[result.registration.uuid])}


def test_examiners_who_agree_are_published_with_both_grounds() -> None:
    registration = _assessed("7", second="7")
    result = publish(registration=registration, by=_lead(registration), now=LATER)
    assert result.grade == "7"
    assert result.grounds == f"{GROUNDS}\n\n{GROUNDS}"


def test_examiners_who_differ_are_told_to_confer() -> None:
    registration = _assessed("10", second="7")
    with pytest.raises(Conflict):
        publish(registration=registration, by=_lead(registration), now=LATER)
    registration.refresh_from_db()
    assert registration.state == RegistrationState.ASSESSED
    assert not Result.objects.exists()


def test_nothing_is_published_before_both_have_assessed() -> None:
    micro_credential = make_micro_credential(by_hand_in=True, second_examiner=True)
    registration = make_handed_in(micro_credential)
    with pytest.raises(Conflict):
        publish(registration=registration, by=_lead(registration), now=LATER)
    assess(
        registration=registration,
        examiner=make_examiner(micro_credential),
        role=Assessment.Role.FIRST,
        grade="10",
        grounds=GROUNDS,
        now=LATER,
    )
    with pytest.raises(Conflict):
        publish(registration=registration, by=_lead(registration), now=LATER)


def test_the_examiner_who_assessed_may_publish_and_another_may_not() -> None:
    registration = _assessed()
    for stranger in (make_examiner(registration.micro_credential), make_person(), registration.person):
        with pytest.raises(NotYours):
            publish(registration=registration, by=stranger, now=LATER)
    examiner = registration.assessments.get().examiner
    assert publish(registration=registration, by=examiner, now=LATER).by == examiner


def test_nothing_is_published_twice() -> None:
    result = _published()
    with pytest.raises(Conflict):
        publish(registration=result.registration, by=_lead(result.registration), now=LATER)


def test_the_modules_that_are_counted_are_those_of_the_day_one_put_oneself_forward() -> None:
    micro_credential = make_micro_credential()
    registration = make_registration(micro_credential, make_ready(micro_credential))
    micro_credential.required.clear()
    assert registration.versions.count() == 1


def test_failing_after_all_revokes_the_credential() -> None:
    result = _published("02")
    correction = _correct(result, "00")
    person = result.registration.person
    assert correction.corrects == result
    assert _standing(result) is None
    assert balance_of(person).held == 0
    assert {Kind.CORRECTED, Kind.REVOKED, Kind.RELEASED} <= set(_kinds(person))
    assert not readiness_for(person, result.registration.micro_credential).passed


def test_passing_after_all_awards_the_credential() -> None:
    result = _published("00")
    _correct(result, "02")
    assert _standing(result)
    assert readiness_for(result.registration.person, result.registration.micro_credential).passed


def test_passing_after_all_ends_a_new_attempt_without_counting_it() -> None:
    result = _published("00")
    again = register(
        person=result.registration.person, micro_credential=result.registration.micro_credential, now=LATER
    )
    _correct(result, "02")
    again.refresh_from_db()
    assert (again.state, again.counts) == (RegistrationState.WITHDRAWN, False)


def test_another_passing_grade_revokes_and_awards_anew() -> None:
    result = _published("7")
    former = _standing(result)
    _correct(result, "10")
    latter = _standing(result)
    assert former
    assert latter
    assert former != latter
    former.refresh_from_db()
    assert former.revoked_at
    assert balance_of(result.registration.person).held == result.registration.micro_credential.ects


def test_better_grounds_alone_leave_the_credential_as_it_is() -> None:
    result = _published()
    former = _standing(result)
    _correct(result, "10", grounds=f"{GROUNDS} And well told.")
    assert _standing(result) == former


def test_the_first_result_stays_as_it_was() -> None:
    result = _published("7")
    _correct(result, "10")
    result.refresh_from_db()
    assert result.grade == "7"
    with pytest.raises(TypeError):
        Result.objects.filter(pk=result.pk).update(grade="12")
    with pytest.raises(TypeError):
        Result.objects.filter(pk=result.pk).delete()


@pytest.mark.parametrize(
    ("field", "values"), [("reason", {"reason": " "}), ("grounds", {"grounds": "Oh."}), ("grade", {"grade": "passed"})]
)
def test_a_correction_has_a_reason_grounds_and_a_grade(field: str, values: dict[str, str]) -> None:
    result = _published()
    with pytest.raises(Refused) as refused:
        _correct(result, **{"grade": "7", **values})
    assert refused.value.field == field


def test_a_correction_changes_something() -> None:
    with pytest.raises(Refused):
        _correct(_published("7"), "7")


def test_only_the_latest_result_is_corrected() -> None:
    result = _published("7")
    _correct(result, "10")
    with pytest.raises(Conflict):
        _correct(result, "12")


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.PROGRAMME_LEAD, Role.STUDY_SECRETARY}])
def test_other_roles_correct_nothing(role: Role) -> None:
    result = _published()
    by = make_member(role, result.registration.micro_credential.provider)
    with pytest.raises(NotYours):
        correct(result=result, grade="12", grounds=GROUNDS, reason=REASON, by=by, now=LATER)


def test_what_the_office_has_revoked_is_not_awarded_anew_by_a_correction() -> None:
    result = _published("7")
    held = _standing(result)
    assert held
    revoke(credential=held, reason="Somebody else wrote it.", by=_lead(result.registration), now=LATER)
    _correct(result, "10")
    assert _standing(result) is None


def _revoked() -> Result:
    result = _published("7")
    held = _standing(result)
    assert held
    revoke(credential=held, reason="The name was misspelt.", by=_lead(result.registration), now=LATER)
    return result


def test_a_passed_exam_whose_credential_was_revoked_gets_a_new_one_with_the_same_grade() -> None:
    result = _revoked()
    made = award_again(registration=result.registration, by=_lead(result.registration), now=LATER)
    assert _standing(result) == made
    assert Result.objects.count() == 1
    with pytest.raises(Conflict):
        award_again(registration=result.registration, by=_lead(result.registration), now=LATER)


def test_an_exam_that_is_not_passed_after_all_gets_none() -> None:
    result = _revoked()
    _correct(result, "00")
    with pytest.raises(Conflict):
        award_again(registration=result.registration, by=_lead(result.registration), now=LATER)


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.PROGRAMME_LEAD, Role.STUDY_SECRETARY}])
def test_nobody_but_the_office_awards_anew(role: Role) -> None:
    result = _revoked()
    neighbour = make_member(Role.STUDY_SECRETARY)
    for by in (make_member(role, result.registration.micro_credential.provider), neighbour, result.registration.person):
        with pytest.raises(NotYours):
            award_again(registration=result.registration, by=by, now=LATER)


def test_a_revoked_credential_is_explained_to_the_learner_and_awarded_anew_by_the_office(client: Client) -> None:
    result = _revoked()
    registration = result.registration
    own, office = f"/en/eksamen/tilmelding/{registration.uuid}/", f"/en/eksamen/kontor/{registration.uuid}/"
    client.force_login(registration.person)
    assert "Read why it was revoked" in client.get(own).content.decode()
    assert client.post(f"{office}bevis/").status_code == 404
    secretary = _lead(registration)
    client.force_login(secretary)
    assert "Award the credential anew" in client.get(office).content.decode()
    page = client.post(f"{office}bevis/", follow=True).content.decode()
    assert "The credential is awarded anew" in page
    assert "The credential has been revoked" not in page
    client.force_login(registration.person)
    assert "See your credential" in client.get(own).content.decode()


def test_the_api_awards_anew(client: Client) -> None:
    result = _revoked()
    secret = create_token(person=_lead(result.registration), name="x", days=None, now=LATER).secret
    headers = {"Authorization": f"Bearer {secret}"}
    path = f"/api/v1/registrations/{result.registration.uuid}/credential"
    answer = client.post(path, headers=headers)
    held = _standing(result)
    assert held
    assert (answer.status_code, answer.json()["uuid"]) == (201, str(held.uuid))
    assert client.post(path, headers=headers).status_code == 409
