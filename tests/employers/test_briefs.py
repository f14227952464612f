"""A need becomes competences to put right, the best bundles, and for what nobody teaches a need that others hear of."""

from decimal import Decimal

import pytest

from factories import NOW, make_competence
from factories_employers import make_brief, make_colleague, make_cost_centre, make_employer, make_order, teaching
from factories_exams import make_completed
from nanobank.common.errors import Conflict, NotYours, Refused
from nanobank.employers import services
from nanobank.employers.holdings import Kind, holdings_of
from nanobank.employers.models import BriefPerson, Colleague
from nanobank.search.reading import queries
from nanobank.study.models import Enrolment

pytestmark = pytest.mark.django_db


def person_of(colleague: Colleague):  # type: ignore[no-untyped-def]  # a Person; said once here
    assert colleague.membership is not None
    return colleague.membership.person


@pytest.mark.parametrize("words", ["", "   ", "12 34"])
def test_an_empty_need_is_refused(words: str) -> None:
    organisation, boss = make_employer()
    with pytest.raises(Refused) as refused:
        services.begin_brief(organisation=organisation, words=words, by=boss, now=NOW)
    assert refused.value.field == "words"


def test_of_too_long_a_text_it_is_said_that_the_rest_is_not_read() -> None:
    organisation, boss = make_employer()
    brief = services.begin_brief(
        organisation=organisation, words="Vi skal lede projekter.\n" * 3_000, by=boss, now=NOW, remarks=["Fra en PDF"]
    )
    long = "Teksten er lang. Vi har læst omtrent de første 20 sider; resten er ikke med i svaret."
    assert brief.remarks[:2] == ["Fra en PDF", long]


def test_a_need_in_polish_is_kept_and_said_not_to_be_read() -> None:
    organisation, boss = make_employer()
    words = "Szukamy pracownika, który potrafi obsługiwać maszyny i rozmawiać z klientami po angielsku."
    brief = services.begin_brief(organisation=organisation, words=words, by=boss, now=NOW)
    assert not brief.wanted.exists()
    assert brief.remarks


def test_the_best_bundle_covers_the_need_at_least_price() -> None:
    organisation, boss = make_employer()
    one, two = make_competence(), make_competence()
    cheap, dear = teaching(one, two, price=1_000), teaching(one, price=5_000)
    brief = services.look(brief=make_brief(organisation, boss, one, two), by=boss, now=NOW)
    found = next(bundle for bundle in brief.answer["bundles"] if "price" in bundle["best_at"])
    assert [taken["offer"].partition(":")[0] for taken in found["taken"]] == [cheap.slug]
    assert dear.slug not in str(found)
    assert (found["price"], found["match"]) == ("2000", 1.0)


def test_what_a_colleague_can_already_is_left_out() -> None:
    organisation, boss = make_employer()
    wanted = make_competence()
    module = teaching(wanted, price=1_000)
    knows, does_not = make_colleague(organisation, boss), make_colleague(organisation, boss)
    order = make_order(organisation, boss, module, knows, cost_centre=make_cost_centre(organisation, boss))
    services.accept_seat(line=order.lines.get(), person=person_of(knows), now=NOW)
    Enrolment.objects.filter(person=person_of(knows)).update(completed_at=NOW)
    brief = make_brief(organisation, boss, wanted, people=0 + 1)
    BriefPerson.objects.bulk_create(BriefPerson(brief=brief, colleague=one) for one in (knows, does_not))
    brief.people = 0
    brief.save()
    brief = services.look(brief=brief, by=boss, now=NOW)
    assert [taken["people"] for taken in brief.answer["bundles"][0]["taken"]] == [[str(does_not.uuid)]]


def test_an_employer_sees_what_it_paid_for_and_more_only_with_consent() -> None:
    organisation, boss = make_employer()
    colleague = make_colleague(organisation, boss)
    make_completed(person_of(colleague), teaching(make_competence()))
    assert holdings_of([colleague], now=NOW)[colleague.pk].evidence == []
    services.consent(colleague=colleague, person=person_of(colleague), now=NOW)
    (evidence,) = holdings_of([colleague], now=NOW)[colleague.pk].evidence
    assert (evidence.kind, evidence.paid) == (Kind.MODULE, False)
    services.withdraw_consent(colleague=colleague, person=person_of(colleague), now=NOW)
    assert holdings_of([colleague], now=NOW)[colleague.pk].evidence == []


def test_what_somebody_says_of_themselves_is_told_apart_and_never_counts_as_shown() -> None:
    organisation, boss = make_employer()
    colleague, wanted = make_colleague(organisation, boss), make_competence()
    services.declare(colleague=colleague, competence=wanted, level=6, person=person_of(colleague), now=NOW)
    holding = holdings_of([colleague], now=NOW)[colleague.pk]
    assert [one.kind for one in holding.evidence] == [Kind.DECLARED]
    assert holding.shown() == ()


def test_what_nobody_teaches_becomes_a_need_that_institutions_hear_of() -> None:
    organisation, boss = make_employer()
    taught, missing = make_competence(), make_competence()
    teaching(taught)
    brief = services.look(brief=make_brief(organisation, boss, taught, missing), by=boss, now=NOW)
    assert [one["competence"] for one in brief.answer["missing"]] == [missing.slug]
    need = services.ask_for_the_rest(brief=brief, name_shown=False, by=boss, now=NOW)
    assert list(need.competences.all()) == [missing]
    assert need.organisation == organisation
    assert services.ask_for_the_rest(brief=brief, name_shown=False, by=boss, now=NOW) == need


def test_there_is_nothing_to_ask_for_where_all_is_taught() -> None:
    organisation, boss = make_employer()
    wanted = make_competence()
    teaching(wanted)
    brief = services.look(brief=make_brief(organisation, boss, wanted), by=boss, now=NOW)
    with pytest.raises(Conflict):
        services.ask_for_the_rest(brief=brief, name_shown=False, by=boss, now=NOW)


def test_what_matters_most_decides_which_bundle_is_balanced() -> None:
    organisation, boss = make_employer()
    wanted = make_competence()
    cheap = teaching(wanted, price=500, ects=Decimal(5))
    quick = teaching(wanted, price=900, ects=Decimal(1))
    brief = make_brief(organisation, boss, wanted)
    for order, best in (
        (["price", "time", "quality", "distance"], cheap),
        (["time", "quality", "price", "distance"], quick),
    ):
        brief = services.weigh(brief=brief, order=order, by=boss, now=NOW)
        found = next(one for one in brief.answer["bundles"] if "balanced" in one["best_at"])
        assert found["taken"][0]["offer"].startswith(f"{best.slug}:")


def test_an_employer_can_do_nothing_with_anothers_need() -> None:
    organisation, boss = make_employer()
    _other, neighbour = make_employer()
    brief = make_brief(organisation, boss, make_competence())
    with pytest.raises(NotYours):
        services.look(brief=brief, by=neighbour, now=NOW)
    with pytest.raises(NotYours):
        services.ask_for_the_rest(brief=brief, name_shown=False, by=neighbour, now=NOW)


def test_what_was_not_understood_is_said_until_it_is_settled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "_readers", type(queries._readers)())
    organisation, boss = make_employer()
    wanted = make_competence(label_da="bruge regneark", label_en="use spreadsheets")
    words = "Du skal kunne bruge regneark, skrive klart og præsentere for ledelsen."
    brief = services.begin_brief(organisation=organisation, words=words, by=boss, now=NOW)
    assert [one.competence for one in brief.wanted.all()] == [wanted]
    assert brief.not_understood == ["skrive klart", "præsentere for ledelsen"]
    brief = services.correct_brief(
        brief=brief, title="Klima", wanted=[services.WantedTerms(wanted)], colleagues=[], people=1,
        bounds=services.Bounds(), by=boss, now=NOW, settled=["skrive klart"],
    )  # fmt: skip
    assert brief.not_understood == ["præsentere for ledelsen"]


def test_a_need_is_for_as_many_as_its_words_say() -> None:
    organisation, boss = make_employer()
    for words, people in (("Vores 40 lærere skal kunne bruge AI.", 40), ("Vi skal bruge AI.", 1)):
        assert services.begin_brief(organisation=organisation, words=words, by=boss, now=NOW).people == people


def test_a_cpr_number_is_not_kept_with_a_need() -> None:
    organisation, boss = make_employer()
    with pytest.raises(Refused) as refused:
        services.begin_brief(organisation=organisation, words="Jens (010180-1234) skal lære AI", by=boss, now=NOW)
    assert refused.value.field == "words"
