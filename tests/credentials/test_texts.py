import re

import pytest
from django.utils.translation import override

from nanobank.credentials.bridge import Code, Finding, Outcome, State, Step, Unreachable
from nanobank.credentials.texts import OUTCOMES, SENTENCES, STATES, STEPS, headline_for, sentence_for, why_unreachable

PARAMS = {
    "reason": "timed_out",
    "because": "dates_expired",
    "limit": "2097152",
    "valid_from": "2026-11-21T12:00:00+00:00",
}


def said(code: Code, language: str) -> str:
    finding = Finding(code.step or Step.MEANING, code, {name: PARAMS.get(name, f"<{name}>") for name in code.params})
    with override(language):
        return sentence_for(finding)


@pytest.mark.parametrize("code", list(Code))
def test_every_code_has_a_sentence_in_danish_and_english(code: Code) -> None:
    danish, english = said(code, "da"), said(code, "en")
    assert danish != english
    for sentence in (danish, english):
        assert "%(" not in sentence
        assert sentence.rstrip("”)»").endswith((".", "!"))


@pytest.mark.parametrize("code", list(Code))
def test_every_particular_of_a_code_is_in_its_sentence_or_among_the_details(code: Code) -> None:
    used = set(re.findall(r"%\((\w+)\)s", str(SENTENCES[code])))
    assert used <= set(code.params)


@pytest.mark.parametrize("reason", list(Unreachable))
def test_every_reason_for_not_being_read_has_a_sentence_in_both(reason: Unreachable) -> None:
    with override("da"):
        danish = why_unreachable(reason)
    with override("en"):
        assert why_unreachable(reason) != danish


@pytest.mark.parametrize("language", ["da", "en"])
def test_steps_states_and_outcomes_have_names(language: str) -> None:
    with override(language):
        assert all(str(STEPS[step]) for step in Step)
        assert all(str(STATES[state]) for state in State)
        assert all(str(OUTCOMES[outcome]) for outcome in Outcome)


def test_the_headline_says_whether_and_why() -> None:
    genuine = Finding(Step.ISSUER, Code.ISSUER_OK, {"issuer": "did:web:x", "known_as": "Sydvest Universitet"})
    with override("da"):
        headline = headline_for(Outcome.GENUINE, genuine)
        assert headline.startswith("Beviset er ægte. Sydvest Universitet")
        revoked = headline_for(Outcome.NOT_GENUINE, Finding(Step.STATUS, Code.STATUS_REVOKED))
        assert revoked == "Beviset gælder ikke længere. Udstederen har trukket det tilbage."
        changed = headline_for(Outcome.NOT_GENUINE, Finding(Step.SIGNATURE, Code.SIGNATURE_WRONG))
        assert changed.startswith("Beviset er ikke ægte. Det er ændret")
        photo = headline_for(Outcome.NOT_GENUINE, Finding(Step.READ, Code.READ_NOTHING_ATTACHED))
        assert photo.startswith("Der er intet bevis i det. Det er en PDF")
        unknown = Finding(Step.CONTEXTS, Code.CONTEXTS_UNKNOWN, {"context": "https://x.example/"})
        assert headline_for(Outcome.CANNOT_TELL, unknown).startswith("Det kan ikke afgøres, om beviset er ægte.")
