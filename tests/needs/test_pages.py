"""The pages: who sees what, what is kept of what was typed, and what stays hidden."""

from functools import partial
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from conftest import CountQueries
from factories import NOW, make_competence, make_member, make_organisation, make_person
from factories_needs import make_answer, make_enquiry, make_firm, make_institution, make_need, terms
from nanobank.catalogue.indexing import index
from nanobank.catalogue.models import ListingKind
from nanobank.needs import services
from nanobank.needs.models import Contact, Enquiry, Need, Outreach
from nanobank.organisations.models import Kind, Role
from nanobank.search.models import SearchCount

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    cache.clear()


def reading(label: str) -> Any:
    """A competence that words can be read into."""
    competence = make_competence(label_da=label, label_en=label)
    index(ListingKind.COMPETENCE, [competence.pk], now=NOW)
    return competence


def test_anybody_sees_what_their_words_are_read_into_and_is_asked_to_sign_in(client: Client) -> None:
    competence = reading("bæredygtighedsrapportering")
    page = client.get("/behov/nyt/?ord=Vi+skal+lære+bæredygtighedsrapportering").content.decode()
    assert "Bæredygtighedsrapportering" in page
    assert f'value="{competence.slug}" checked' in page
    assert "Log ind, og bed om det" in page


def test_nothing_of_what_was_said_is_lost_while_signing_in(client: Client) -> None:
    competence = reading("bæredygtighedsrapportering")
    words = "Vi skal kunne læse en CSRD-rapport. " * 100
    answer = client.post("/behov/nyt/", {"words": words, "competences": [competence.slug]})
    assert answer.headers["Location"] == "/konto/login/?next=/behov/nyt/"
    client.force_login(make_person())
    for _time in range(2):
        page = client.get("/behov/nyt/").content.decode()
        assert words.strip() in page
        assert f'value="{competence.slug}" checked' in page
    client.post("/behov/nyt/", {"words": words, "people": 2})
    assert words.strip() not in client.get("/behov/nyt/").content.decode()


def test_what_gave_no_competence_is_shown_until_one_is_found_or_it_needs_none(client: Client) -> None:
    competence = reading("bruge regneark")
    words = "Vi skal bruge regneark, skrive klart og præsentere for ledelsen."
    page = client.get("/behov/nyt/", {"ord": words}).content.decode()
    assert (
        page.count('name="left" value="skrive klart"') == page.count('name="left" value="præsentere for ledelsen"') == 1
    )
    near = reading("skrive klart og enkelt")
    sent = {"words": words, "seen": [competence.slug], "left": ["skrive klart", "præsentere for ledelsen"]}
    page = client.post("/behov/nyt/", sent | {"look": "skrive klart"}).content.decode()
    assert f'value="{near.slug}"><' in page
    assert 'name="left" value="skrive klart"' not in page
    page = client.post("/behov/nyt/", sent | {"look": "skrive klart", "settled": sent["left"]}).content.decode()
    assert 'name="left"' not in page


def test_a_name_that_nothing_comes_near_is_said(client: Client) -> None:
    page = client.post("/behov/nyt/", {"words": "Vi skal noget", "others": "kvanteteleportering"}).content.decode()
    assert "Vi kender intet, der ligner »kvanteteleportering«" in page
    assert "Vi skal noget" in page


def test_what_was_unticked_stays_so_and_more_is_found_by_name(client: Client) -> None:
    read, other = reading("klimaregnskab"), reading("energiledelse")
    sent = {"words": "Vi skal lave klimaregnskab", "seen": [read.slug], "others": "energi", "more": "1"}
    page = client.post("/behov/nyt/", sent).content.decode()
    assert f'value="{read.slug}"><' in page
    assert f'value="{other.slug}"><' in page
    assert "Vi skal lave klimaregnskab" in page


def test_a_need_in_polish_is_told_what_we_read_and_is_kept(client: Client) -> None:
    client.force_login(make_person())
    words = "Potrzebujemy szkolenia z obsługi maszyn dla naszych pracowników w przyszłym miesiącu"
    page = client.post("/behov/nyt/", {"words": words, "find": "1"}).content.decode()
    assert "polsk" in page.lower()
    client.post("/behov/nyt/", {"words": words, "people": 4})
    assert Need.objects.get().language == "pl"


@pytest.mark.parametrize(("words", "said"), [("", "Skriv, hvad du har brug for"), ("å" * 20_001, "20001 tegn")])
def test_what_cannot_be_taken_is_told_and_what_was_typed_stays(client: Client, words: str, said: str) -> None:
    client.force_login(make_person())
    answer = client.post("/behov/nyt/", {"words": words, "people": 3})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert words in answer.content.decode()


def test_markup_is_shown_as_what_it_says(client: Client) -> None:
    person = make_person()
    client.force_login(person)
    sent = {"words": "<b>Vi søger</b> <script>alert(1)</script> en <img src=x onerror=alert(1)>", "people": 1}
    page = client.post("/behov/nyt/", sent, follow=True).content.decode()
    assert "Vi søger" in page
    assert "<script>alert" not in page
    assert "onerror" not in page


def test_an_employer_asks_for_their_people(client: Client) -> None:
    firm, boss = make_firm()
    client.force_login(boss)
    sent = {"words": "CSRD", "people": 12, "behalf": firm.slug, "may_be_contacted": "on", "hears": "on"}
    answer = client.post("/behov/nyt/", sent)
    need = Need.objects.get()
    assert answer.headers["Location"] == f"/behov/{need.uuid}/"
    assert (need.organisation, need.people, need.region, need.may_be_contacted) == (firm, 12, "DK-82", True)
    assert "Bed om et skræddersyet forløb" in client.get(f"/behov/{need.uuid}/").content.decode()
    assert "CSRD" in client.get("/behov/").content.decode()


def test_nobody_asks_in_the_name_of_a_firm_that_is_not_theirs(client: Client) -> None:
    firm, _boss = make_firm()
    client.force_login(make_person())
    client.post("/behov/nyt/", {"words": "CSRD", "people": 1, "behalf": firm.slug})
    assert Need.objects.get().organisation is None


def test_the_way_from_a_need_to_a_class_goes_through_the_pages(client: Client) -> None:
    competence = make_competence()
    firm, boss = make_firm()
    need = make_need(firm, boss, competences=[competence])
    institution, lead, module = make_institution(competence, name_da="Fjordens Akademi")
    assert module is not None
    client.force_login(boss)
    page = client.get(f"/behov/{need.uuid}/spoerg/").content.decode()
    assert "Underviser i 1 af jeres 1 kompetencer" in page
    client.post(f"/behov/{need.uuid}/spoerg/", {"institutions": [institution.slug]})
    enquiry = Enquiry.objects.get()
    client.force_login(lead)
    inbox = client.get("/behov/forespoergsler/").content.decode()
    assert need.title in inbox
    shown = client.get(f"/behov/forespoergsler/{enquiry.uuid}/").content.decode()
    assert "En organisation i Region Midtjylland" in shown
    assert "Brodal" not in shown + inbox
    client.post(f"/behov/forespoergsler/{enquiry.uuid}/besked/", {"words": "Kan I om onsdagen?"})
    offer = terms()
    sent = {
        "words": offer.words, "modules": [module.slug], "price": "48000", "seats": 12, "form": "blended",
        "starts_on": offer.starts_on.isoformat(), "ends_on": offer.ends_on.isoformat(), "place": "Viborg",
        "new-0-title": "Dobbelt væsentlighed", "new-0-ects": "1.5", "new-0-summary": "", "new-1-title": "",
        "new-1-ects": "", "new-0-competences": [competence.slug],
    }  # fmt: skip
    assert client.get(f"/behov/forespoergsler/{enquiry.uuid}/svar/").status_code == 200
    assert client.post(f"/behov/forespoergsler/{enquiry.uuid}/svar/", sent).status_code == 302
    client.force_login(boss)
    compared = client.get(f"/behov/{need.uuid}/sammenlign/").content.decode()
    assert "48.000 kr." in compared
    assert "Dobbelt væsentlighed" in compared
    assert "Kan I om onsdagen?" in client.get(f"/behov/forespoergsler/{enquiry.uuid}/").content.decode()
    answer = enquiry.answers.get()
    unticked = client.post(f"/behov/svar/{answer.uuid}/tag-imod/")
    assert unticked.status_code == 422
    assert "Sæt kryds" in unticked.content.decode()
    client.post(f"/behov/svar/{answer.uuid}/tag-imod/", {"agreed": "1"})
    need.refresh_from_db()
    assert need.state == "met"
    again = client.post(f"/behov/svar/{answer.uuid}/tag-imod/", {"agreed": "1"})
    assert again.status_code == 409
    assert "allerede sagt ja" in again.content.decode()
    client.force_login(lead)
    assert "Brodal Teknik" in client.get(f"/behov/forespoergsler/{enquiry.uuid}/").content.decode()


def test_what_is_wrong_with_an_answer_stands_by_its_field_and_nothing_typed_is_lost(client: Client) -> None:
    enquiry = make_enquiry()
    client.force_login(enquiry.institution.memberships.get().person)
    address = f"/behov/forespoergsler/{enquiry.uuid}/svar/"
    sent = {"words": "Vores tilbud", "price": "-1", "seats": "0", "new-0-title": "CSRD", "new-0-ects": ""}
    answer = client.post(address, sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    for kept in ("Vores tilbud", "CSRD", "Skriv både titel og ECTS"):
        assert kept in page
    more = client.post(address, {**sent, "more": "1"}).content.decode()
    assert "new-1-title" in more
    assert "Vores tilbud" in more
    assert "form-error-message" not in more


def test_a_need_without_modules_or_answers_says_so(client: Client) -> None:
    enquiry = make_enquiry()
    client.force_login(enquiry.institution.memberships.get().person)
    empty = client.post(f"/behov/forespoergsler/{enquiry.uuid}/besked/", {"words": " "})
    assert empty.status_code == 422
    declined = client.post(f"/behov/forespoergsler/{enquiry.uuid}/afvis/", {"note": "Vi har ingen, der kan det."})
    assert declined.headers["Location"] == "/behov/forespoergsler/"


ASKERS = ("", "ret/", "spoerg/", "sammenlign/")
ANSWERERS = ("", "svar/")


@pytest.mark.parametrize("role", [*Role, None])
def test_nobody_sees_anothers_need_or_request(client: Client, role: Role | None) -> None:
    answer = make_answer()
    enquiry, need = answer.enquiry, answer.enquiry.need
    neighbour = make_organisation(Kind.EMPLOYER if role in (Role.EMPLOYER, Role.EMPLOYEE) else Kind.UNIVERSITY)
    client.force_login(make_person() if role is None else make_member(role, neighbour))
    for address in (f"/behov/{need.uuid}/{page}" for page in ASKERS):
        assert client.get(address).status_code == 404
    for address in (f"/behov/forespoergsler/{enquiry.uuid}/{page}" for page in ANSWERERS):
        assert client.get(address).status_code == 404
    assert client.post(f"/behov/svar/{answer.uuid}/tag-imod/", {"agreed": "1"}).status_code == 404
    assert client.post(f"/behov/{need.uuid}/traek-tilbage/").status_code == 404
    assert need.title not in client.get("/behov/").content.decode()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.EMPLOYER])
def test_within_the_firm_only_who_acts_for_it_sees_its_needs(client: Client, role: Role) -> None:
    firm, boss = make_firm()
    need = make_need(firm, boss)
    client.force_login(make_member(role, firm))
    assert client.get(f"/behov/{need.uuid}/").status_code == 404


@pytest.mark.parametrize("role", list(Role))
def test_within_the_institution_only_leads_and_secretaries_answer(client: Client, role: Role) -> None:
    enquiry = make_enquiry()
    client.force_login(make_member(role, enquiry.institution))
    may = role in (Role.PROGRAMME_LEAD, Role.STUDY_SECRETARY)
    assert client.get("/behov/forespoergsler/").status_code == (200 if may else 404)
    assert client.get(f"/behov/forespoergsler/{enquiry.uuid}/").status_code == (200 if may else 404)


@pytest.mark.parametrize("address", ["/behov/", "/behov/forespoergsler/", "/behov/henvendelser/"])
def test_a_visitor_is_sent_to_sign_in(client: Client, address: str) -> None:
    assert client.get(address).headers["Location"].startswith("/konto/login/")


def test_ten_more_needs_cost_no_more_queries(client: Client, count_queries: CountQueries) -> None:
    firm, boss = make_firm()
    make_enquiry(make_need(firm, boss))
    client.force_login(boss)
    few = count_queries(lambda: client.get("/behov/"))
    for number in range(10):
        make_enquiry(make_need(firm, boss, words=f"Behov nummer {number}"))
    assert count_queries(lambda: client.get("/behov/")) == few


def test_ten_more_requests_and_messages_cost_no_more_queries(client: Client, count_queries: CountQueries) -> None:
    enquiry = make_enquiry()
    lead = enquiry.institution.memberships.get().person
    make_answer(enquiry)
    services.say(enquiry=enquiry, words="Hej", by=lead, now=NOW)
    client.force_login(lead)
    addresses = ("/behov/forespoergsler/", f"/behov/forespoergsler/{enquiry.uuid}/")
    few = [count_queries(partial(client.get, address)) for address in addresses]
    for _ in range(10):
        make_enquiry(make_need(), enquiry.institution)
        services.say(enquiry=enquiry, words="Hej igen", by=lead, now=NOW)
    assert [count_queries(partial(client.get, address)) for address in addresses] == few


def asked_by(count: int, competence: Any, **fields: Any) -> list[Need]:
    """So many firms that ask for the competence."""
    made = []
    for number in range(count):
        firm, boss = make_firm(postcode=fields.get("postcode", "8800"))
        made.append(
            make_need(firm, boss, words=f"Behov {number}", competences=[competence], may_be_contacted=number % 2 == 0)
        )
    return made


def test_the_radar_shows_groups_of_five_and_nothing_of_fewer(client: Client) -> None:
    many, few = make_competence(label_da="klimaregnskab"), make_competence(label_da="falkejagt")
    asked_by(5, many)
    asked_by(4, few)
    page = client.get("/behov/radar/").content.decode()
    assert "klimaregnskab" in page
    assert "falkejagt" not in page
    assert "1 kompetence er udeladt" in page
    assert "Skriv til dem" not in page
    assert "klimaregnskab" in client.get("/behov/radar/?region=DK-82").content.decode()
    assert "klimaregnskab" not in client.get("/behov/radar/?region=DK-81").content.decode()
    assert "23.000" in client.get("/behov/radar/?region=DK-82").content.decode()
    assert client.get("/behov/radar/?region=xx&branche=%27").status_code == 200


def test_a_region_from_which_a_small_one_could_be_worked_out_is_withheld_too(client: Client) -> None:
    competence = make_competence(label_da="klimaregnskab")
    asked_by(6, competence)
    asked_by(1, competence, postcode="9000")
    assert "klimaregnskab" in client.get("/behov/radar/").content.decode()
    assert "klimaregnskab" not in client.get("/behov/radar/?region=DK-82").content.decode()


def test_searches_in_vain_are_told_by_region_and_no_small_group_can_be_worked_out(client: Client) -> None:
    def sought(words: str, **regions: int) -> None:
        for region, count in regions.items():
            where = {"region": region.replace("DK", "DK-") if region != "elsewhere" else ""}
            SearchCount.objects.create(
                week=timezone.localdate(), words=words, searches=count, without_hit=count, **where
            )

    sought("svejsning", elsewhere=20, DK82=9)
    sought("falkejagt", elsewhere=3, DK82=4)
    sought("tegnsprog", DK81=2, DK82=8)
    everywhere, central = (client.get(f"/behov/radar/{where}").content.decode() for where in ("", "?region=DK-82"))
    assert [words in everywhere for words in ("svejsning", "falkejagt", "tegnsprog")] == [True, True, True]
    assert [words in central for words in ("svejsning", "falkejagt", "tegnsprog")] == [True, False, False]
    told = client.get("/api/v1/need-radar?region=DK-82").json()["sought"]
    assert told == [{"words": "svejsning", "searches": 9, "without_hit": 9}]


def test_an_institution_writes_to_those_who_asked_and_learns_of_those_who_say_yes_alone(client: Client) -> None:
    competence = make_competence()
    needs = asked_by(6, competence)
    _institution, lead, _module = make_institution()
    client.force_login(lead)
    assert "Skriv til dem" in client.get("/behov/radar/").content.decode()
    address = f"/behov/radar/skriv/?kompetence={competence.slug}"
    assert client.get(address).status_code == 200
    assert client.post(address, {"words": "Hej"}).status_code == 422
    words = "Vi overvejer et hold om klimaregnskab til foråret. Hvad mangler I mest?"
    client.post(address, {"words": words})
    outreach = Outreach.objects.get()
    assert Contact.objects.count() == 3
    page = client.get(f"/behov/henvendelser/{outreach.uuid}/").content.decode()
    assert "færre end 5" in page
    assert needs[0].by is not None
    assert needs[0].by.email not in page
    client.force_login(needs[0].by)
    assert words in client.get(f"/behov/{needs[0].uuid}/").content.decode()
    contact = needs[0].contacts.get()
    client.post(f"/behov/kontakt/{contact.uuid}/svar/", {"reply": "yes", "words": "Ring til mig"})
    client.force_login(lead)
    page = client.get(f"/behov/henvendelser/{outreach.uuid}/").content.decode()
    assert needs[0].by.email in page
    assert "Ring til mig" in page
    assert needs[2].by is not None
    assert needs[2].by.email not in page
    client.post(address, {"words": words})
    assert Contact.objects.count() == 3
    client.force_login(make_member(Role.PROGRAMME_LEAD))
    assert client.get(f"/behov/henvendelser/{outreach.uuid}/").status_code == 404
    assert client.post(f"/behov/kontakt/{contact.uuid}/svar/", {"reply": "no"}).status_code == 404


def test_nobody_is_written_to_where_fewer_than_five_asked(client: Client) -> None:
    competence = make_competence()
    asked_by(4, competence)
    client.force_login(make_institution()[1])
    words = "Vi overvejer et hold om klimaregnskab til foråret."
    answer = client.post(f"/behov/radar/skriv/?kompetence={competence.slug}", {"words": words})
    assert answer.status_code == 422
    assert not Contact.objects.exists()


def test_the_radar_asks_no_more_as_needs_grow(client: Client, count_queries: CountQueries) -> None:
    competence = make_competence()
    asked_by(5, competence)
    few = count_queries(lambda: client.get("/behov/radar/"))
    asked_by(5, competence)
    asked_by(5, make_competence())
    cache.clear()
    assert count_queries(lambda: client.get("/behov/radar/")) == few


@pytest.mark.parametrize("address", ["/en/behov/nyt/", "/en/behov/radar/"])
def test_there_is_english_too(client: Client, address: str) -> None:
    page = client.get(address).content.decode()
    assert '<html lang="en">' in page
    assert "Behov" not in page.replace("/behov/", "")


def test_what_is_not_yet_asked_about_is_as_usual_when_the_words_are_read(client: Client) -> None:
    firm, asker = make_firm()
    client.force_login(asker)
    page = client.post("/behov/nyt/", {"words": "Vi skal lære det hele", "find": "1"}).content.decode()
    hears = page.partition('name="hears"')[2].partition(">")[0]
    behalf = page.partition(f'value="{firm.slug}"')[2].partition(">")[0]
    assert ("checked" in hears, "checked" in behalf) == (True, True)
    sent = {"words": "Vi skal lære det hele", "people": "3", "behalf": "", "find": "1"}
    page = client.post("/behov/nyt/", sent).content.decode()
    assert "checked" not in page.partition('name="hears"')[2].partition(">")[0]
    refused = client.post("/behov/nyt/", {"words": "", "people": "3", "behalf": ""}).content.decode()
    assert "Det her skal rettes først" in refused
