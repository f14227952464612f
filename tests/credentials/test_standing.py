import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import override_settings
from django.utils import timezone

from factories import NOW, make_person
from factories_credentials import make_awardable, make_credential, make_issuer, make_secretary
from nanobank.catalogue.models import Assessment, Form
from nanobank.credentials import bridge, our_own, vault
from nanobank.credentials.models import Credential, IssuerKey
from nanobank.credentials.own_documents import known_issuer, only_own
from nanobank.credentials.queries import standing_of
from nanobank.credentials.services import revoke, rotate_key

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=1)


def in_full(credential: Credential) -> bridge.Verdict:
    return bridge.verify(credential.document, resolve=only_own, now=LATER, trusted=known_issuer)


FULL: dict[str, Any] = {
    "prerequisites_da": "To års erfaring.",
    "prerequisites_en": "Two years' experience.",
    "identity_check_da": "Du viser pas.",
    "identity_check_en": "You show a passport.",
    "second_examiner": True,
    "learning_outcomes": [{"da": "Afdække en sag", "en": "Uncover a case"}, {"da": "Skrive den", "en": ""}],
}


@pytest.mark.parametrize(
    "fields",
    [
        {},
        FULL,
        {"language": "en", "participation": Form.BLENDED},
        {"assessment": Assessment.ASSIGNMENT, "by_hand_in": True, "participation": Form.EVENING},
        {"quality_assurance_en": "", "summary_en": "", "ects": Decimal("10.00")},
    ],
)
@pytest.mark.parametrize("grade", ["12", "passed"])
def test_the_quick_reading_of_our_own_says_what_the_whole_check_says(fields: dict[str, Any], grade: str) -> None:
    credential = make_credential(micro_credential=make_awardable(**fields), grade=grade)
    assert our_own.facts_of(credential.document) == in_full(credential).facts


@pytest.mark.parametrize("country", ["DK", "SE"])
def test_and_for_a_foreign_issuer_too(country: str) -> None:
    credential = make_credential(micro_credential=make_awardable(make_issuer(country=country)))
    assert our_own.facts_of(credential.document) == in_full(credential).facts


@pytest.mark.parametrize("revoked", [False, True])
def test_what_is_found_live_is_what_the_whole_check_finds(revoked: bool) -> None:  # noqa: FBT001
    credential = make_credential()
    if revoked:
        revoke(credential=credential, reason="Givet ved en fejl.", by=make_secretary(credential.issuer), now=LATER)
    standing, verdict = standing_of(credential, now=LATER), in_full(credential)
    assert (standing.outcome, standing.reason) == (verdict.outcome, verdict.reason)


def test_before_it_was_awarded_it_is_not_valid() -> None:
    standing = standing_of(make_credential(), now=NOW - timedelta(days=1))
    assert standing.reason.code is bridge.Code.DATES_NOT_YET


def test_a_document_changed_in_the_database_is_found_out() -> None:
    credential = make_credential(make_person("Alma", "Dalgaard"))
    credential.document = credential.document.replace("Dalgaard", "Dalgård")
    standing = standing_of(credential, now=LATER)
    assert (standing.genuine, standing.reason.code) == (False, bridge.Code.SIGNATURE_WRONG)


def test_another_institutions_key_is_found_out() -> None:
    credential = make_credential()
    credential.key = make_credential().key
    assert bridge.is_sealed(credential) is False
    credential.seal = bridge.seal_of(credential.document, credential.key)
    assert standing_of(credential, now=LATER).reason.code is bridge.Code.ISSUER_OTHER_SIGNER


def test_a_seal_under_another_secret_only_costs_time() -> None:
    credential = make_credential()
    with override_settings(SECRET_KEY="another"):
        assert not bridge.is_sealed(credential)
        assert standing_of(credential, now=LATER).genuine


def test_after_a_new_key_the_old_credentials_are_genuine_and_the_new_ones_signed_with_it() -> None:
    issuer = make_issuer()
    old = make_credential(micro_credential=make_awardable(issuer))
    key = rotate_key(organisation=issuer, by=make_secretary(issuer), now=LATER)
    new = make_credential(micro_credential=make_awardable(issuer), now=LATER)
    assert (old.key != key, new.key) == (True, key)
    assert [in_full(one).outcome for one in (old, new)] == [bridge.Outcome.GENUINE] * 2
    assert key.public_key_multibase in json.loads(new.document)["proof"]["verificationMethod"]
    revoke(credential=old, reason="Givet ved en fejl.", by=make_secretary(issuer), now=LATER)
    assert [in_full(one).outcome for one in (old, new)] == [bridge.Outcome.NOT_GENUINE, bridge.Outcome.GENUINE]


def test_keys_move_under_a_new_encryption_key_and_still_sign() -> None:
    issuer = make_issuer()
    make_credential(micro_credential=make_awardable(issuer))
    before = bytes(IssuerKey.objects.get().private_key_encrypted)
    old, new = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=", "eHl6MzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
    with override_settings(KEY_ENCRYPTION_KEYS=[new, old]):
        assert vault.encrypt_all_again() == 1
    assert bytes(IssuerKey.objects.get().private_key_encrypted) != before
    with override_settings(KEY_ENCRYPTION_KEYS=[new]):
        assert in_full(make_credential(micro_credential=make_awardable(issuer))).outcome is bridge.Outcome.GENUINE


def test_now_is_real_too() -> None:
    assert standing_of(make_credential(now=timezone.now()), now=timezone.now()).genuine
