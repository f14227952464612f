import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils.translation import override

from factories import NOW, make_module, make_person
from factories_credentials import make_awardable, make_credential, make_issuer
from nanobank.catalogue.models import MicroCredential, ModuleVersion
from nanobank.common.errors import Conflict, Refused
from nanobank.credentials import bridge
from nanobank.credentials.models import Credential, IssuerKey, StatusList
from nanobank.credentials.own_documents import known_issuer, only_own
from nanobank.credentials.services import award
from nanobank.ledger.models import Entry, Kind
from nanobank.ledger.queries import balance_of

pytestmark = pytest.mark.django_db


def verdict_of(document: str) -> bridge.Verdict:
    return bridge.verify(document, resolve=only_own, now=NOW + timedelta(hours=1), trusted=known_issuer)


def test_what_is_awarded_is_genuine() -> None:
    assert verdict_of(make_credential().document).outcome is bridge.Outcome.GENUINE


def test_a_changed_character_makes_it_false() -> None:
    document = make_credential().document.replace('"value": "10"', '"value": "12"')
    assert verdict_of(document).reason.code is bridge.Code.SIGNATURE_WRONG


def test_it_carries_every_mandatory_element_of_annex_i() -> None:
    person = make_person("Maja", "Brandt", email="maja@example.dk")
    document = json.loads(make_credential(person, make_awardable(make_issuer(country="DK"))).document)
    subject, achievement = document["credentialSubject"], document["credentialSubject"]["achievement"]
    kinds = {alignment["targetType"] for alignment in achievement["alignment"]}
    assert subject["name"] == "Maja Brandt"
    assert achievement["name"].startswith("Undersøgende datajournalistik")
    assert document["issuer"]["address"]["addressCountryCode"] == "DK"
    assert document["issuer"]["name"].startswith("Sydvest Universitet")
    assert document["validFrom"] == "2026-11-21T12:00:00Z"
    assert achievement["learningOutcome"] == ["Afdække en sag med data"]
    assert {load["unit"]: load["amount"] for load in achievement["workload"]} == {"ECTS": "2.5", "hours": "69"}
    assert {"ext:EQF", "ext:ESCOSkill", "ext:QualityAssurance"} <= kinds
    assert achievement["assessmentType"] == "Mundtlig eksamen, bedømt af en eksaminator"
    assert achievement["participation"] == "online"
    assert achievement["translation"][0]["learningOutcome"] == ["Uncover a case with data"]


def test_the_e_mail_address_is_in_it_only_as_a_salted_hash() -> None:
    document = make_credential(make_person(email="maja@example.dk")).document
    assert "maja@example.dk" not in document
    identities = json.loads(document)["credentialSubject"]["identifier"]
    hashed = next(one for one in identities if one["identityType"] == "emailAddress")
    proof = bridge.Identity(kind="emailAddress", value="maja@example.dk", salt=hashed["salt"])
    assert hashed["identityHash"] == proof.hash


@pytest.mark.parametrize(
    ("lacking", "named"),
    [
        ({"learning_outcomes": []}, "learning outcomes"),
        ({"quality_assurance_da": "", "quality_assurance_en": " "}, "quality assurance"),
        ({"title_da": "", "title_en": ""}, "title"),
    ],
)
def test_an_incomplete_micro_credential_is_not_awarded(lacking: dict[str, Any], named: str) -> None:
    with override("en"), pytest.raises(Refused, match=named):
        make_credential(micro_credential=make_awardable(**lacking))
    assert not Credential.objects.exists()
    assert not Entry.objects.filter(kind=Kind.AWARDED).exists()


@pytest.mark.parametrize("grade", ["00", "-3", "not_passed", "11"])
def test_a_grade_that_does_not_pass_is_not_awarded(grade: str) -> None:
    with pytest.raises(Refused):
        make_credential(grade=grade)


def test_a_passed_exam_without_a_scale_is_awarded_too() -> None:
    assert '"value": "Bestået"' in make_credential(grade="passed").document


def test_the_modules_it_counts_are_held_afterwards() -> None:
    person = make_person()
    make_credential(person)
    balance = balance_of(person)
    assert (balance.completed, balance.held) == (0, make_module().current.ects)  # type: ignore[union-attr]


def test_nobody_holds_the_same_credential_twice() -> None:
    person, micro_credential = make_person(), make_awardable()
    make_credential(person, micro_credential)
    with pytest.raises(Conflict):
        _award_again(person, micro_credential)
    assert Credential.objects.count() == 1


def _award_again(person: Any, micro_credential: MicroCredential) -> None:
    versions = list(ModuleVersion.objects.filter(module__required_by=micro_credential))
    award(person=person, micro_credential=micro_credential, versions=versions, grade="7", by=person, now=NOW)


def test_an_institution_has_one_key_and_one_list_and_each_credential_its_own_index() -> None:
    micro_credential = make_awardable()
    credentials = [make_credential(make_person(), micro_credential) for _ in range(3)]
    assert len({one.status_index for one in credentials}) == 3
    assert (IssuerKey.objects.count(), StatusList.objects.count()) == (1, 1)


def test_a_full_list_is_followed_by_another() -> None:
    micro_credential = make_awardable()
    first = make_credential(make_person(), micro_credential)
    StatusList.objects.update(allocated=bridge.MIN_STATUS_ENTRIES)
    second = make_credential(make_person(), micro_credential)
    assert second.status_list != first.status_list
    assert StatusList.objects.get(pk=second.status_list_id).allocated == 1


def test_institutions_do_not_share_keys() -> None:
    assert make_credential().key != make_credential().key


def test_the_private_key_is_not_to_be_read_in_the_database() -> None:
    key = make_credential().key
    stored = bytes(IssuerKey.objects.get().private_key_encrypted)
    assert len(stored) > 32
    assert key.public_key_multibase.encode() not in stored
