import json

import pytest

from factories import NOW, make_module, make_person
from factories_awards import awarded, clock, make_batch, make_list, people_list
from factories_credentials import make_awardable, make_credential, make_secretary
from factories_exams import make_completed
from nanobank.accounts.models import Person
from nanobank.awards import services
from nanobank.awards.models import Chunk, Outcome, State, Step
from nanobank.credentials import bridge
from nanobank.credentials.models import Credential, StatusList
from nanobank.credentials.own_documents import known_issuer, only_own
from nanobank.ledger.models import Entry, Kind
from nanobank.ledger.queries import balance_of
from nanobank.ledger.services import count

pytestmark = pytest.mark.django_db


def test_everybody_on_the_list_gets_a_genuine_credential_in_their_name() -> None:
    batch = awarded(make_batch(3))
    credentials = Credential.objects.order_by("pk")
    verdicts = [bridge.verify(one.document, resolve=only_own, now=NOW, trusted=known_issuer) for one in credentials]
    assert [verdict.outcome for verdict in verdicts] == [bridge.Outcome.GENUINE] * 3
    assert [json.loads(one.document)["credentialSubject"]["name"] for one in credentials] == [
        "Person A",
        "Person B",
        "Person C",
    ]
    assert batch.state == State.FINISHED


def test_each_award_has_its_ledger_entry_its_audit_record_and_a_status_bit_of_its_own() -> None:
    batch = awarded(make_batch(30))
    credentials = Credential.objects.all()
    assert Entry.objects.filter(kind=Kind.AWARDED).count() == credentials.count() == 30
    assert set(Outcome.objects.values_list("kind", "credential_id")) == {("awarded", one.pk) for one in credentials}
    indexes = [one.status_index for one in credentials.order_by("pk")]
    assert len(set(indexes)) == 30
    assert indexes != sorted(indexes)
    assert StatusList.objects.get().allocated == 30
    assert batch.steps.filter(kind=Step.Kind.FINISHED).count() == 1


def test_what_is_awarded_is_sealed_and_found_as_any_other() -> None:
    awarded(make_batch(1))
    assert bridge.is_sealed(Credential.objects.get())


def test_somebody_with_an_account_gets_it_there_and_their_modules_are_counted() -> None:
    module = make_module()
    micro_credential = make_awardable(required=[module])
    person = make_person("Alma", "Dalgaard", email="alma@example.dk")
    make_completed(person, module)
    awarded(make_list("navn,e-mail,karakter\nAlma Dalgaard,ALMA@example.dk,7", micro_credential=micro_credential))
    credential = Credential.objects.get()
    assert credential.person == person
    assert "Gennemført" in json.loads(credential.document)["credentialSubject"]["achievement"]["criteria"]["narrative"]
    assert module.current is not None
    assert balance_of(person).held == module.current.ects


def test_what_each_has_learnt_elsewhere_is_named_in_their_own_credential_alone() -> None:
    module = make_module()
    assert module.current is not None
    micro_credential = make_awardable(required=[module])
    lines = ["navn,e-mail,karakter"]
    for name, outside in (("Alma", "Masterclass – The Night Desk"), ("Bo", "Kildekursus – Skolen"), ("Carl", "")):
        person = make_person(name, "Dalgaard", email=f"{name}@example.dk".lower())
        lines.append(f"{name} Dalgaard,{person.email},7")
        if outside:
            count(person=person, version=module.current, outside=outside, by=person, now=NOW)
        else:
            make_completed(person, module)
    awarded(make_list("\n".join(lines), micro_credential=micro_credential))
    said = {
        one.person.given_name: json.loads(one.document)["credentialSubject"]["achievement"]["criteria"]["narrative"]
        for one in Credential.objects.select_related("person")
    }
    assert "Masterclass – The Night Desk" in said["Alma"]
    assert "Kildekursus – Skolen" in said["Bo"]
    assert [name for name, text in said.items() if "Lært andetsteds" in text] == ["Alma", "Bo"]
    assert "Masterclass" not in said["Bo"]


def test_the_day_in_the_list_is_the_day_of_the_award() -> None:
    micro_credential = make_awardable(required=[])
    awarded(make_list("navn;e-mail;karakter;dato\nAlma Dal;a@x.example;7;1.10.2026", micro_credential=micro_credential))
    credential = Credential.objects.get()
    document = json.loads(credential.document)
    assert (document["awardedDate"], document["validFrom"]) == ("2026-10-01T10:00:00Z", "2026-11-21T12:00:00Z")
    assert (credential.awarded_at.isoformat(), credential.issued_at) == ("2026-10-01T10:00:00+00:00", NOW)


def test_who_has_got_it_since_the_list_was_read_is_passed_over() -> None:
    micro_credential = make_awardable(required=[])
    person = make_person("Alma", "Dalgaard", email="alma@example.dk")
    batch = make_list("navn,e-mail,karakter\nAlma Dalgaard,alma@example.dk,7", micro_credential=micro_credential)
    make_credential(person, micro_credential)
    awarded(batch)
    assert Credential.objects.count() == 1
    assert Outcome.objects.get().kind == Outcome.Kind.HELD


def test_working_twice_awards_once() -> None:
    batch = awarded(make_batch(3))
    services.work(batch=batch, clock=clock)
    assert Credential.objects.count() == 3


def test_a_stopped_batch_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nanobank.awards.services._deciding.CHUNK", 2)
    batch = services.submit(batch=make_batch(5), by=Person.objects.get(given_name="Bente"), now=NOW)
    services.stop(batch=batch, by=batch.made_by, now=NOW)
    services.work(batch=batch, clock=clock)
    assert not Credential.objects.exists()
    services.go_on(batch=batch, by=batch.made_by, now=NOW)
    assert services.work(batch=batch, clock=clock)
    assert Credential.objects.count() == 5
    assert list(Chunk.objects.values_list("awarded", flat=True)) == [2, 2, 1]
    kinds = list(batch.steps.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["made", "read", "begun", "stopped", "continued", "finished"]


def test_more_than_a_list_holds_fills_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nanobank.awards.services._deciding.CHUNK", 4)
    batch = make_batch(8)
    awarded(batch)
    StatusList.objects.update(allocated=bridge.MIN_STATUS_ENTRIES - 6)
    awarded(
        make_list(
            people_list(8, start=50),
            organisation=batch.organisation,
            micro_credential=batch.micro_credential,
            by=batch.made_by,
        )
    )
    assert list(StatusList.objects.order_by("pk").values_list("allocated", flat=True)) == [131_070, 4]


def test_who_approves_does_so_in_their_own_name() -> None:
    batch = make_batch(26)
    batch = services.submit(batch=batch, by=batch.made_by, now=NOW)
    other = make_secretary(batch.organisation)
    services.approve(batch=batch, by=other, now=NOW)
    services.work(batch=batch, clock=clock)
    assert set(Entry.objects.values_list("by", flat=True)) == {other.pk}


def test_an_award_that_must_not_be_signed_keeps_nobody_elses_back() -> None:
    batch = make_batch(3)
    batch.rows.filter(number=3).update(family_name="D\u202eal")  # as if it had come through
    awarded(batch)
    kinds = list(Outcome.objects.order_by("row__number").values_list("kind", flat=True))
    assert kinds == ["awarded", "unfit", "awarded"]
    assert Credential.objects.count() == Entry.objects.filter(kind=Kind.AWARDED).count() == 2
