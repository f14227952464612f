"""What is read of what a learner brings, and what is said at once of what must not be."""

import json
from datetime import date
from decimal import Decimal

import pytest

from factories import NOW, make_micro_credential, make_person
from factories_credentials import make_credential
from factories_withdrawals import make_pdf
from nanobank.common.errors import Refused
from nanobank.common.fetching import CannotFetch, Fetched, Fetcher, Why
from nanobank.withdrawals.models import About, Source
from nanobank.withdrawals.pdf import text_of_pdf
from nanobank.withdrawals.queries import verdict_of
from nanobank.withdrawals.reading import read_credential, read_link, read_pdf
from nanobank.withdrawals.services import begin

pytestmark = pytest.mark.django_db
COURSE = {
    "@type": "Course",
    "name": "Investigative journalism: a masterclass",
    "provider": {"@type": "Organization", "name": "The Night Desk"},
    "timeRequired": "PT56H",
}
URL = "https://night-desk.example/masterclass"


class _Answers(Fetcher):
    """Answers what it is given instead of asking the net."""

    def __init__(self, kind: str, body: bytes) -> None:
        super().__init__()
        self.kind, self.body, self.asked = kind, body, list[str]()

    def get(self, address: str) -> Fetched:
        self.asked.append(address)
        return Fetched(address, self.kind, self.body)


class _Fails(Fetcher):
    def get(self, address: str) -> Fetched:
        raise CannotFetch(Why.TIMED_OUT)


def test_a_page_is_asked_for_once_and_what_it_says_is_read() -> None:
    html = f'<html lang="en"><p>Ten lessons.</p><script type="application/ld+json">{json.dumps(COURSE)}</script></html>'
    fetcher = _Answers("text/html", html.encode())
    read = read_link(URL, person=make_person(), now=NOW, fetcher=fetcher)
    assert (read.found.title, read.found.provider) == (COURSE["name"], "The Night Desk")
    assert read.found.hours == Decimal(56)
    assert (read.source, read.found.language, fetcher.asked) == (Source.LINK, "en", [URL])
    assert "Ten lessons." in read.text


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://169.254.169.254/latest/",
        "http://night-desk.example/",
        "ftp://x",
    ],
)
def test_a_private_address_is_never_asked(url: str) -> None:
    with pytest.raises(Refused) as refused:
        read_link(url, person=make_person(), now=NOW)
    assert refused.value.field == "url"


_XML = b"""<?xml version="1.0"?><loq:Courses xmlns:loq="http://data.europa.eu/snb/model/ap/loq-constraints/">
<loq:learningOpportunityReferences><loq:learningOpportunity id="https://skolen.example/1">
<loq:title language="da">Kilder</loq:title><loq:providedBy idref="urn:org"/>
<loq:learningAchievementSpecification idref="urn:spec"/></loq:learningOpportunity></loq:learningOpportunityReferences>
<loq:learningAchievementSpecification id="urn:spec"><loq:title language="da">Kildekritik</loq:title>
<loq:volumeOfLearning>PT55H</loq:volumeOfLearning></loq:learningAchievementSpecification>
<loq:organisation id="urn:org"><loq:legalName language="da">Skolen</loq:legalName></loq:organisation></loq:Courses>"""
_ELM = {
    "type": "LearningOpportunity",
    "title": {"da": ["Kilder"]},
    "providedBy": {"type": "Organisation", "legalName": {"da": ["Skolen"]}},
    "learningAchievementSpecification": {"volumeOfLearning": "PT55H"},
}


@pytest.mark.parametrize(
    ("kind", "body"), [("application/xml", _XML), ("application/ld+json", json.dumps(_ELM).encode())]
)
def test_a_learning_opportunity_of_europass_is_read_as_feeds_read_it(kind: str, body: bytes) -> None:
    material = read_link(URL, person=make_person(), now=NOW, fetcher=_Answers(kind, body))
    found = material.found
    assert (found.title, found.provider, found.hours) == ("Kilder", "Skolen", Decimal(55))
    assert (material.source, material.verdict, material.url) == (Source.LINK, None, URL)


def test_an_xml_that_would_grow_without_end_is_refused() -> None:
    bomb = b"<!--" + b" " * 70_000 + b'--><!DOCTYPE x [<!ENTITY a "aa">]><x><title>&a;</title></x>'
    with pytest.raises(Refused):
        read_link(URL, person=make_person(), now=NOW, fetcher=_Answers("application/xml", bomb))


def test_a_page_that_does_not_answer_is_said_where_it_stands() -> None:
    with pytest.raises(Refused, match="beskriv selv") as refused:
        read_link(URL, person=make_person(), now=NOW, fetcher=_Fails())
    assert refused.value.field == "url"


def test_a_credential_of_ones_own_is_read_and_its_verdict_kept() -> None:
    credential = make_credential(micro_credential=make_micro_credential())
    read = read_credential(credential.document.encode(), person=credential.person, now=NOW)
    assert read.found.title == credential.micro_credential.title_da
    assert (read.about, read.found.ects) == (About.THEM, Decimal("2.50"))
    assert isinstance(read.completed_on, date)
    made = begin(person=credential.person, provider=credential.issuer, material=read, now=NOW)
    made.refresh_from_db()
    verdict = verdict_of(made)
    assert verdict is not None
    assert verdict.outcome == "genuine"
    assert len(verdict.steps) > 5


def test_a_good_signature_about_somebody_else_is_said_at_once() -> None:
    credential = make_credential(micro_credential=make_micro_credential())
    other = make_person("Bo", "Vestergaard")
    with pytest.raises(Refused, match=credential.person.name) as refused:
        read_credential(credential.document.encode(), person=other, now=NOW)
    assert refused.value.field == "document"


@pytest.mark.parametrize("data", [b"", b"{}", b"[[[[", b"\x89PNG\r\n\x1a\n", b"hello", b"x" * 2_000_000])
def test_what_is_no_credential_is_said(data: bytes) -> None:
    with pytest.raises(Refused):
        read_credential(data, person=make_person(), now=NOW)


def test_a_pdf_is_read_for_its_text() -> None:
    read = read_pdf(make_pdf("Certificate of a masterclass, 5 ECTS, 2 May 2025"), now=NOW)
    assert (read.text, read.found.title) == ("Certificate of a masterclass, 5 ECTS, 2 May 2025",) * 2
    assert (read.found.ects, read.completed_on) == (Decimal(5), date(2025, 5, 2))


@pytest.mark.parametrize("data", [b"%PDF-1.4", b"no pdf", make_pdf("")])
def test_a_pdf_that_cannot_be_read_is_said(data: bytes) -> None:
    with pytest.raises(Refused) as refused:
        text_of_pdf(data)
    assert refused.value.field == "file"


def test_a_pdf_bomb_ends_its_own_process_and_nothing_else() -> None:
    bomb = make_pdf("boom", megabytes=400)
    assert len(bomb) < 2_000_000
    with pytest.raises(Refused):
        text_of_pdf(bomb)
