"""The award read back from a credential says what the credential says, to the word."""

import copy
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from core.signing.world import NOW, achievement, award, signed_badge, yardstick
from nanocore import signing
from nanocore.signing import JsonObject, Language, NotAnAward, Text, award_of, open_badge


def without_proof(document: JsonObject) -> JsonObject:
    return {name: value for name, value in document.items() if name != "proof"}


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"language": Language.ENGLISH},
        {"grade": None},
        {"grade": signing.Grade(value="Bestået", scale=signing.PASSED_OR_FAILED)},
        {
            "grade": signing.Grade(
                value="B", scale=signing.Scale(name=Text(da="A-F"), results=("F", "B"), passed_from="B")
            )
        },
        {"valid_until": None, "status": ()},
        {"status": (signing.StatusEntry("https://bank.example/status/1", 0),), "evidence": ()},
        {"recipient": signing.Recipient(id="did:key:z6Mk")},
        {"achievement": achievement(description=Text(en="English alone"), outcomes=achievement().outcomes[:1])},
        {"achievement": achievement(level=signing.Level(eqf=5), supervision=None, stackability=Text(), image="")},
        {"achievement": achievement(name=Text(en="English alone")), "language": Language.DANISH},
    ],
)
def test_the_award_read_back_makes_the_same_credential(changes: dict[str, Any]) -> None:
    document = open_badge(award(**changes))
    assert open_badge(award_of(document)) == document


def test_a_signed_credential_is_read_without_its_proof() -> None:
    document = signed_badge()
    assert open_badge(award_of(document)) == without_proof(document)


def test_what_is_read_back_is_the_award_itself_where_nothing_is_hidden() -> None:
    given = award(
        recipient=signing.Recipient(name="Ida Afprøvning"), awarded_at=NOW, valid_from=NOW - timedelta(hours=1)
    )
    plain = replace(given, achievement=achievement(outcomes=achievement().outcomes[1:]))
    assert award_of(open_badge(plain)) == plain


def test_a_learning_outcome_without_a_translation_does_not_take_anothers() -> None:
    outcomes = tuple(signing.LearningOutcome(text=text) for text in (Text(da="Et", en="One"), Text(da="To")))
    read = award_of(open_badge(award(achievement=achievement(outcomes=outcomes))))
    assert [one.text for one in read.achievement.outcomes] == [Text(da="Et", en="One"), Text(da="To")]


def test_a_document_that_says_more_than_an_award_can_is_refused() -> None:
    document = signed_badge()
    for name, value in (("termsOfUse", [{"type": "Terms"}]), ("name", "Another title"), ("issuer", "did:web:other")):
        with pytest.raises(NotAnAward):
            award_of(copy.deepcopy(document) | {name: value})


def test_other_issuers_credentials_are_refused() -> None:
    for path in sorted(yardstick("ob30").glob("*.json")):
        with pytest.raises(NotAnAward):
            award_of(json.loads(path.read_text()))
