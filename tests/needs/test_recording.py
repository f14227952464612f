"""Saying a need: who may, what is kept of it, and what is not taken."""

import pytest

from factories import NOW, make_competence, make_member, make_organisation, make_person
from factories_needs import make_need
from nanobank.common.errors import Conflict, NotYours, Refused
from nanobank.needs.models import Need, Origin, State
from nanobank.needs.services import LONGEST, correct_need, find, record_need, withdraw
from nanobank.organisations.models import Kind, Organisation, Role
from nanobank.organisations.regions import Region, region_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def firm() -> Organisation:
    return make_organisation(Kind.EMPLOYER, postcode="8800")


def test_a_need_is_kept_as_it_was_said() -> None:
    person, competence = make_person(), make_competence()
    need = record_need(
        words="  Vi skal kunne læse en CSRD-rapport ",
        language="da",
        competences=[competence, competence],
        by=person,
        origin=Origin.LEARNER,
        now=NOW,
    )
    assert (need.words, need.state, need.made_at) == ("Vi skal kunne læse en CSRD-rapport", State.OPEN, NOW)
    assert list(need.competences.all()) == [competence]


def test_nobody_need_be_signed_in_to_be_missed() -> None:
    need = record_need(words="sejlads for begyndere", origin="search", may_be_contacted=True, now=NOW)
    assert need.by is None
    assert not need.may_be_contacted


def test_a_firms_need_lies_where_the_firm_does(firm: Organisation) -> None:
    boss = make_member(Role.EMPLOYER, firm)
    need = record_need(words="CSRD", origin="employer", by=boss, organisation=firm, people=12, now=NOW)
    assert (need.region, need.people) == (Region.CENTRAL, 12)


def test_asking_twice_is_asking_once() -> None:
    person = make_person()
    first = record_need(words="CSRD", origin="learner", by=person, now=NOW)
    assert record_need(words=" CSRD", origin="learner", by=person, now=NOW) == first
    withdraw(need=first, by=person, now=NOW)
    assert record_need(words="CSRD", origin="learner", by=person, now=NOW) != first


@pytest.mark.parametrize("words", ["", "  \n ", "<p> </p>", "12 34 !!", "\u200b\u200b"])
def test_an_empty_need_is_not_taken(words: str) -> None:
    with pytest.raises(Refused) as refused:
        record_need(words=words, origin="learner", now=NOW)
    assert refused.value.field == "words"


def test_what_is_too_long_is_told_by_how_much() -> None:
    assert record_need(words="å" * LONGEST, origin="learner", now=NOW).words == "å" * LONGEST
    with pytest.raises(Refused, match="20001"):
        record_need(words="å" * (LONGEST + 1), origin="learner", now=NOW)


def test_markup_in_an_ad_does_not_stay() -> None:
    ad = "<h1>Vi søger</h1><script>alert(1)</script><ul><li>Klima &amp; energi</li><li>under <5 års erfaring</li></ul>"
    need = record_need(words=ad, origin="employer", now=NOW)
    assert need.words == "Vi søger\nKlima & energi\nunder <5 års erfaring"
    assert need.title == "Vi søger"


def test_a_need_in_polish_is_kept_in_polish() -> None:
    need = record_need(words="Potrzebujemy szkolenia", language="pl", origin="employer", now=NOW)
    assert (need.words, need.language) == ("Potrzebujemy szkolenia", "pl")


@pytest.mark.parametrize(
    ("field", "given"), [("people", {"people": 0}), ("region", {"region": "DK-1"}), ("sector", {"sector": "Z"})]
)
def test_what_makes_no_sense_is_told_where_it_stands(field: str, given: dict[str, object]) -> None:
    with pytest.raises(Refused) as refused:
        record_need(words="CSRD", origin="employer", now=NOW, **given)  # type: ignore[arg-type]  # wrong on purpose
    assert refused.value.field == field


@pytest.mark.parametrize("role", [role for role in Role if role != Role.EMPLOYER])
def test_only_who_acts_for_a_firm_asks_in_its_name(firm: Organisation, role: Role) -> None:
    with pytest.raises(NotYours):
        record_need(words="CSRD", origin="employer", by=make_member(role, firm), organisation=firm, now=NOW)


def test_a_need_is_its_askers_to_correct_and_close(firm: Organisation) -> None:
    boss, colleague = make_member(Role.EMPLOYER, firm), make_member(Role.EMPLOYER, firm)
    neighbour = make_member(Role.EMPLOYER, make_organisation(Kind.EMPLOYER))
    need = record_need(words="CSRD", origin="employer", by=boss, organisation=firm, now=NOW)
    for close in (find, withdraw):
        with pytest.raises(NotYours):
            close(need=need, by=neighbour, now=NOW)
    assert find(need=need, by=colleague, now=NOW).state == State.MET
    with pytest.raises(Conflict):
        withdraw(need=need, by=boss, now=NOW)
    with pytest.raises(Conflict):
        _correct(need, by=boss)


def test_a_person_corrects_what_was_read() -> None:
    person, competence = make_person(), make_competence()
    need = record_need(words="CSRD", origin="learner", by=person, competences=[make_competence()], now=NOW)
    corrected = _correct(need, by=person, competences=[competence], hears=False)
    assert list(corrected.competences.all()) == [competence]
    assert not corrected.hears
    with pytest.raises(NotYours):
        _correct(need, by=make_person())


def _correct(need: Need, **changes: object) -> Need:
    said: dict[str, object] = {
        "words": need.words,
        "competences": (),
        "people": 1,
        "region": "",
        "sector": "",
        "name_shown": False,
        "may_be_contacted": False,
        "hears": True,
    }
    return correct_need(need=need, now=NOW, **{**said, **changes})  # type: ignore[arg-type]  # given by name


@pytest.mark.parametrize(
    ("postcode", "region"),
    [
        ("9000", Region.NORTH),
        ("8800", Region.CENTRAL),
        ("5000", Region.SOUTHERN),
        ("2100", Region.CAPITAL),
        ("3700", Region.CAPITAL),
        ("4700", Region.ZEALAND),
        ("7500", Region.CENTRAL),
        ("7700", Region.NORTH),
        ("3900", None),
        ("0000", None),
        ("", None),
        ("SE-211", None),
        ("²²²²", None),
    ],
)
def test_a_postcode_lies_in_a_region(postcode: str, region: Region | None) -> None:
    assert region_of(postcode) == region


def test_a_cpr_number_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        make_need(words="Min kollega 311299-0123 mangler et kursus")
    assert refused.value.field == "words"
