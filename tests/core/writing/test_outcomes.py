"""A learning outcome is a verb that can be seen, an object and a context."""

import pytest

from nanocore.writing import outcome, outcome_faults


@pytest.mark.parametrize(
    ("text", "verb", "object_", "context"),
    [
        ("Kunne analysere patientdata i egen praksis", "analysere", "patientdata", "i egen praksis"),
        ("Du kan reflektere over din praksis med AI i undervisningen", "reflektere", "din praksis",
         "med AI i undervisningen"),
        ("Efter modulet kan du planlægge et forløb for voksne", "planlægge", "forløb", "for voksne"),
        ("Deltageren analyserer data i eget arbejde", "analysere", "data", "i eget arbejde"),
        ("Tage stilling til etiske dilemmaer i arbejdet", "tage", "etiske dilemmaer", "i arbejdet"),
    ],
)  # fmt: skip
def test_a_danish_outcome_is_taken_apart(text: str, verb: str, object_: str, context: str) -> None:
    found = outcome(text, "da")
    assert (found.verb, found.object, found.context, found.faults) == (verb, object_, context, ())


def test_an_english_outcome_is_taken_apart_and_has_its_level() -> None:
    found = outcome("The learner will be able to evaluate the quality of sources in a newsroom", "en")
    assert (found.verb, found.level, found.object) == ("evaluate", "evaluate", "quality of sources")
    assert found.context == "in a newsroom"


@pytest.mark.parametrize(
    ("text", "language", "code", "where"),
    [
        ("Forstå demokrati", "da", "vague_verb", "forstå"),
        ("Den studerende har viden om ledelse", "da", "vague_verb", "have viden"),
        ("Have kendskab til GDPR", "da", "vague_verb", "have kendskab"),
        ("Understand how AI works in schools", "en", "vague_verb", "understand"),
        ("Demokrati i hverdagen", "da", "no_verb", "demokrati"),
        ("Democracy at work", "en", "no_verb", "democracy"),
        ("Vurdere", "da", "no_object", "vurdere"),
        ("Designe en prompt", "da", "no_context", "prompt"),
        ("", "da", "no_verb", ""),
    ],
)
def test_what_an_outcome_lacks_is_named(text: str, language: str, code: str, where: str) -> None:
    faults = outcome_faults(text, language)
    assert [(fault.code, fault.where) for fault in faults] == [(code, where)]


def test_a_verb_not_on_the_list_is_believed_where_a_verb_belongs() -> None:
    assert outcome("Du kan svejse rør på en byggeplads", "da").verb == "svejse"
    assert outcome("Rense et datasæt til en historie", "da").faults == ()
    assert outcome("Clean a data set in a newsroom", "en").faults == ()


def test_an_outcome_of_more_than_forty_words_is_too_long() -> None:
    text = "Analysere data i praksis " + "og mere til " * 14
    assert "too_long" in {fault.code for fault in outcome_faults(text, "da")}
