"""The demo is laid once for these tests, in a transaction of its own that is rolled back at the end.

It is laid early on a Monday: what happened on a day must not hang on the hour at which the demo is laid.
"""

import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pikepdf
import pytest
from django.db import transaction
from django.db.models import Count
from pytest_django.plugin import DjangoDbBlocker

from core.documents.test_elm import violations
from factories import make_person
from nanobank.accounts.models import Person
from nanobank.catalogue.models import Bundle, Competence, Grading, MicroCredential, Module, State
from nanobank.credentials.checking import resolver_for
from nanobank.credentials.fetching import Fetcher
from nanobank.credentials.models import Credential
from nanobank.credentials.services import award
from nanobank.credentials.taking import FORMS, take
from nanobank.demo.seeding import seed
from nanobank.exams.models import Registration, RegistrationState, Result
from nanobank.ledger.models import Entry
from nanobank.ledger.queries import balance_of, position_of
from nanobank.organisations.models import Organisation
from nanobank.quality.models import Evaluated, Evaluation
from nanobank.study.models import Enrolment
from nanocore.signing import JsonObject, Language, Step, pinned, verify
from nanocore.signing import State as Standing

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 3, 30, tzinfo=UTC)


@pytest.fixture(scope="module", autouse=True)
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        seed(now=NOW, say=lambda sentence: None)
        yield
        transaction.set_rollback(True)


def test_the_catalogue_is_as_large_as_was_asked_for() -> None:
    assert Module.objects.filter(current__isnull=False).count() >= 150
    assert Organisation.objects.providers().count() >= 8
    assert (MicroCredential.objects.filter(state=State.PUBLISHED).count(), Bundle.objects.count()) == (12, 6)
    named = Person.objects.exclude(email__endswith="@klasse.example").exclude(headline_da="Lærer i Åløse Kommune")
    assert named.count() == 60
    assert Competence.objects.filter(uri__startswith="http://data.europa.eu/esco/skill/").count() > 100


def test_the_journalist_can_be_put_forward_this_minute() -> None:
    from nanobank.exams.readiness import readiness_of

    jonas = Person.objects.get(email__startswith="jonas.revsgaard")
    ready = [one.micro_credential.slug for one in readiness_of(jonas) if one.ready]
    assert ready == ["undersoegende-datajournalistik"]


def test_the_communicator_was_ill_then_failed_then_passed() -> None:
    nadia = Registration.objects.filter(person__email__startswith="nadia.").order_by("registered_at")
    assert nadia[0].state == RegistrationState.ILL
    grades = [result.grade for result in Result.objects.filter(registration__in=nadia).order_by("published_at")]
    assert grades == ["00", "7"]


def test_some_credentials_stand_and_some_do_not() -> None:
    assert Credential.objects.filter(revoked_at__isnull=True).count() >= 10
    assert Credential.objects.filter(revoked_at__isnull=False).exists()


def test_nothing_happens_in_the_future() -> None:
    assert not Entry.objects.filter(at__gt=NOW).exists()


def test_nobody_has_evaluated_what_they_have_not_completed() -> None:
    evaluated = Evaluation.objects.values_list("version").annotate(answers=Count("pk"))
    completed = dict(
        Enrolment.objects.filter(completed_at__isnull=False).values_list("version").annotate(learners=Count("pk"))
    )
    assert len(evaluated) >= 14
    assert all(answers <= completed[version] for version, answers in evaluated)
    assert all(not one.shown or one.month <= NOW.date() for one in Evaluation.objects.all())
    assert not Evaluated.objects.filter(enrolment__completed_at=None).exists()


def test_whoever_has_begun_or_completed_a_module_has_it_in_their_bank() -> None:
    for enrolment in Enrolment.objects.filter(left_at=None).select_related("person", "version"):
        place = position_of(enrolment.person, enrolment.version.module_id)
        held = place.completed + place.held if enrolment.completed_at else place.under_way
        assert held == enrolment.version.ects, (enrolment.person.email, enrolment.version.title)


def test_no_account_in_anybodys_bank_is_overdrawn() -> None:
    for person in Person.objects.filter(ledger_entries__isnull=False).distinct():
        balance = balance_of(person)
        assert min(balance.planned, balance.under_way, balance.completed, balance.held) >= 0, person.email


def test_every_micro_credential_can_be_taken_along_in_every_form() -> None:
    learner = make_person("Ingrid", "Østergaard-Lindahl")
    for micro_credential in MicroCredential.objects.filter(state=State.PUBLISHED).select_related("provider"):
        versions = [module.current for module in micro_credential.required.select_related("current") if module.current]
        grade = "passed" if micro_credential.grading == Grading.PASS_FAIL else "10"
        credential = award(
            person=learner, micro_credential=micro_credential, versions=versions, grade=grade, by=learner, now=NOW
        )
        taken = {form.slug: take(credential=credential, form=form, by=learner, now=NOW).content for form in FORMS}
        for slug in ("certificate-da", "certificate-en"):
            with pikepdf.open(io.BytesIO(taken[slug])) as pdf:
                assert len(pdf.pages) == 1
        for language in Language:
            document = as_shown_in(json.loads(taken["elm"]), language)
            assert violations(document, "EDC-generic-no-cv") == []
            assert violations(document, "EDC-generic-full") == []


def as_shown_in(document: JsonObject, language: Language) -> JsonObject:
    """The document with another language as its primary one, and without the pictures' megabyte."""
    display = document["displayParameter"]
    (primary,) = [one for one in display["language"] if one["id"].endswith({"da": "DAN", "en": "ENG"}[language])]
    for shown in display["individualDisplay"]:
        shown["displayDetail"]["image"]["content"] = "iVBORw0KGgo="
    return {**document, "displayParameter": {**display, "primaryLanguage": primary}}


def test_every_credential_is_genuine_at_first_sight_too() -> None:
    standing = list(Credential.objects.standing().order_by("pk"))
    assert len(standing) >= 15
    for credential in standing:
        verdict = verify(
            credential.document,
            resolve=resolver_for(Fetcher()),
            now=NOW,
            trusted=lambda _: None,
            contexts=pinned().extended_with({}),
        )
        assert verdict[Step.SIGNATURE].state is Standing.PASSED
