"""A credential issued anew says what the old one said."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.signing.world import NOW, award, signed_badge
from nanocore.signing import StatusEntry, award_of, issued_anew, open_badge

NEW = "https://bank.example/beviser/2/"
STATUS = (StatusEntry("https://bank.example/status/9", 7),)


def test_only_address_status_and_proof_differ() -> None:
    old = signed_badge()
    anew = issued_anew(old, id=NEW, status=STATUS)
    assert award_of({**anew, "credentialSchema": _schema()}) == replace(award_of(old), id=NEW, status=STATUS)
    assert "proof" in old
    assert "proof" not in anew


def test_under_a_new_name_the_old_one_is_nowhere() -> None:
    anew = issued_anew(signed_badge(), id=NEW, status=STATUS, name="Ida Nyboe")
    assert anew["credentialSubject"]["name"] == anew["credentialSubject"]["identifier"][0]["identityHash"]
    assert "Afprøvning" not in str(anew)


def test_it_can_be_valid_for_longer_or_for_good() -> None:
    later = NOW + timedelta(days=700)
    longer = issued_anew(signed_badge(), id=NEW, status=STATUS, valid_from=NOW, valid_until=later)
    assert longer["validUntil"] == later.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert "validUntil" not in issued_anew(longer, id=NEW, status=STATUS, valid_from=NOW)


def test_who_is_not_named_cannot_be_renamed() -> None:
    with pytest.raises(ValueError, match="names no learner"):
        issued_anew({"credentialSubject": [{"id": "did:example:1"}]}, id=NEW, status=STATUS, name="Ida")


def _schema() -> object:
    return open_badge(award(status=STATUS))["credentialSchema"]
