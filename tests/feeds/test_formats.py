"""What is read out of feeds as others write them, and what is said of those that are not right."""

import io
import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from factories_feeds import course, item_list
from nanobank.feeds.bridge import hours_in, number_in
from nanobank.feeds.formats import CannotRead, Line, form_of, lines_of, reader_of
from nanobank.feeds.formats.addresses import BadAddress, canonical
from nanobank.feeds.formats.values import clean


def _lines(content: bytes, mapping: Mapping[str, str] | None = None) -> list[Line]:
    file = io.BytesIO(content)
    return list(lines_of(reader_of(file, form_of(file), mapping)))


def _only(content: bytes) -> Any:
    (line,) = _lines(content)
    assert line.wrong == ()
    return line.offered


def _codes(**said: Any) -> list[str]:
    (line,) = _lines(item_list([course(1, **said)]))
    return [one.code for one in line.wrong]


def test_courses_in_a_web_page_are_read_and_its_other_scripts_are_not() -> None:
    broken = '<script type="application/ld+json">{"@type": "Course", </script>'
    said = json.dumps({"@context": "https://schema.org", **course(7)})
    page = f"""<!doctype html><html><head><script>alert(1)</script>{broken}
    <script type="application/ld+json">{said}</script></head></html>"""
    assert _only(page.encode()).url == "https://kurser.example/7"
    with pytest.raises(CannotRead, match="no_data"):
        _lines(b"<!doctype html><html><body>Ingen kurser</body></html>")


def test_what_an_offer_refers_to_elsewhere_in_the_graph_is_followed() -> None:
    graph = [
        course(1, provider={"@id": "#skolen"}, name={"@value": "Kilder", "@language": "da"}),
        {"@type": "Organization", "@id": "#skolen", "name": "Skolen"},
    ]
    offered = _only(json.dumps({"@graph": graph}).encode())
    assert (offered.provider, offered.title) == ("Skolen", "Kilder")


def test_a_learning_opportunity_of_europass_is_read_from_json() -> None:
    opportunity = {
        "id": "urn:epass:learningOpportunity:1",
        "type": "LearningOpportunity",
        "title": {"en": ["Sources"], "da": ["Kilder"]},
        "homepage": [{"id": "urn:x", "type": "WebResource", "contentUrl": "https://skolen.example/kilder"}],
        "providedBy": {"id": "urn:org:1", "type": "Organisation", "legalName": {"da": ["Skolen"]}},
        "defaultLanguage": {"id": "http://publications.europa.eu/resource/authority/language/DAN", "type": "Concept"},
        "learningAchievementSpecification": {
            "id": "urn:spec:1",
            "title": {"da": ["Kildekritik"]},
            "volumeOfLearning": "PT55H",
            "creditPoint": [
                {"framework": {"id": "http://data.europa.eu/snb/education-credit/6fcec5c5af"}, "point": "2"}
            ],
            "EQFLevel": {"id": "http://data.europa.eu/snb/eqf/6"},
            "learningOutcome": [{"title": {"da": ["vurdere kilder"]}}],
        },
    }
    offered = _only(json.dumps({"learningOpportunities": [opportunity]}).encode())
    assert (offered.title, offered.url, offered.provider, offered.language) == (
        "Kilder", "https://skolen.example/kilder", "Skolen", "da",
    )  # fmt: skip
    assert (offered.hours, offered.ects, offered.level, offered.terms) == (55, 2, 6, ("vurdere kilder",))


_XML = """<?xml version="1.0"?><loq:Courses xmlns:loq="http://data.europa.eu/snb/model/ap/loq-constraints/">
<loq:learningOpportunityReferences><loq:learningOpportunity id="https://rdf.example/1">
<loq:title language="en">Sources</loq:title><loq:title language="da">Kilder</loq:title>
<loq:homepage><loq:contentUrl>https://skolen.example/kilder</loq:contentUrl></loq:homepage>
<loq:providedBy idref="https://rdf.example/org"/><loq:learningAchievementSpecification idref="https://rdf.example/spec"/>
<loq:defaultLanguage uri="http://publications.europa.eu/resource/authority/language/DAN"/>
</loq:learningOpportunity></loq:learningOpportunityReferences>
<loq:learningAchievementSpecification id="https://rdf.example/spec"><loq:title language="da">Kildekritik</loq:title>
<loq:EQFLevel uri="http://data.europa.eu/snb/eqf/6"/></loq:learningAchievementSpecification>
<loq:organisation id="https://rdf.example/org"><loq:legalName language="da">Skolen</loq:legalName></loq:organisation>
</loq:Courses>"""


def test_a_learning_opportunity_of_europass_is_read_from_xml() -> None:
    offered = _only(_XML.encode())
    assert (offered.key, offered.title, offered.provider, offered.level, offered.language) == (
        "https://rdf.example/1", "Kilder", "Skolen", 6, "da",
    )  # fmt: skip


def test_an_xml_that_would_grow_without_end_is_not_read() -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    with pytest.raises(CannotRead, match="entities"):
        _lines(bomb.encode())


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "empty"), (b"\x00\x01\x02", "csv"), (b'{"@type": "Course"', "json"), (b'[{"@type": "Course"', "json"),
     (b"<x><y></x>", "xml"), (b"[" * 100_000, "json")],
)  # fmt: skip
def test_what_cannot_be_read_at_all_is_said(content: bytes, code: str) -> None:
    with pytest.raises(CannotRead, match=code):
        _lines(content)


def test_wrong_values_are_named_and_what_is_only_not_a_number_of_hours_is_kept_in_the_sources_words() -> None:
    assert _codes(numberOfCredits=-5) == ["negative"]
    assert _codes(numberOfCredits="mange") == ["not_ects"]
    assert _codes(numberOfCredits=1e999) == ["not_ects"]
    assert _codes(offers={"price": "9" * 30}) == ["much"]
    assert _codes(offers={"price": "ring og hør"}) == ["not_price"]
    assert _codes(timeRequired="PT99999H") == ["much"]
    assert _codes(educationalLevel="EQF 9") == ["level"]
    assert _codes(hasCourseInstance={"startDate": "31. februar"}) == ["date"]
    assert _codes(name="<b></b>") == ["missing"]
    assert _codes(name="x" * 201) == ["long"]
    assert _only(item_list([course(1, timeRequired="tre weekender")])).workload == "tre weekender"


@pytest.mark.parametrize(
    ("address", "code"),
    [("", "no_url"), ("kurser", "url"), ("ftp://k.example/", "scheme"), ("javascript:alert(1)", "scheme"),
     ("http://127.0.0.1/", "private"), ("http://[::1]/", "private"), ("http://169.254.169.254/latest", "private"),
     ("https://2130706433/", "private"), ("https://intranet/", "private"), ("https://k.local/", "private"),
     ("https://anna:kode@k.example/", "url"), ("https://k.example/a b", "url"), ("https://k.example:99999/", "url"),
     ("https://k.example/" + "x" * 600, "long_url")],
)  # fmt: skip
def test_an_address_that_nobody_can_get_to_is_refused(address: str, code: str) -> None:
    with pytest.raises(BadAddress, match=code):
        canonical(address)


def test_one_page_has_one_address_however_it_is_written() -> None:
    same = "https://k.example/kurser?id=7"
    for written in (same, "HTTPS://K.Example:443/kurser?id=7#top", f"{same}&utm_source=brev&fbclid=x", f" {same} "):
        assert canonical(written) == same
    assert canonical("https://k.example") == "https://k.example/"


def test_hostile_text_is_read_as_a_reader_would_see_it() -> None:
    assert clean("<p>Et</p><p>To<script>alert(1)</script></p><svg onload=x>y</svg>") == "Et\nTo"
    assert clean("a &lt;b&gt; &amp; c\u202e\u0000") == "a <b> & c"


@pytest.mark.parametrize(
    ("text", "number"),
    [("1.250,50", "1250.50"), ("1,250.50", "1250.50"), ("1 250", "1250"), ("7,5", "7.5"), ("7.5", "7.5"),
     ("12.500", "12500"), ("0.125", "0.125"), ("1.000.000", "1000000")],
)  # fmt: skip
def test_a_number_is_what_people_mean_by_it(text: str, number: str) -> None:
    assert number_in(text) == Decimal(number)


def test_hours_are_hours_and_weeks_are_not() -> None:
    assert [hours_in(one) for one in ("PT20H", "PT1H30M", "20 timer", "12,5", "P3W", "P10D", "3 uger", "")] == [
        20, Decimal("1.5"), 20, Decimal("12.5"), None, None, None, None,
    ]  # fmt: skip


def test_memory_does_not_grow_with_a_long_feed(tmp_path: Path) -> None:
    import tracemalloc

    path = tmp_path / "lang.json"
    path.write_bytes(item_list(course(number, description="x" * 2_000) for number in range(1_500)))
    tracemalloc.start()
    with path.open("rb") as file:
        assert sum(line.offered is not None for line in lines_of(reader_of(file, form_of(file)))) == 1_500
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert path.stat().st_size > 3_000_000 > peak


def test_a_spreadsheet_from_windows_is_read_and_a_broken_line_is_named() -> None:
    content = "Titel;Link;Kompetencer\nRøg og æter;https://k.example/1;kemi|fysik\nfor få celler\n".encode("cp1252")
    good, bad = _lines(content)
    assert good.offered is not None
    assert (good.offered.title, good.offered.terms) == ("Røg og æter", ("kemi", "fysik"))
    assert (bad.number, [one.code for one in bad.wrong]) == (3, ["cells"])
