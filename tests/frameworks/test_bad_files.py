"""Files and lines that cannot be used are told of, one by one, and nothing of them is taken in."""

import io
import zipfile

import pytest
from django.core.files.base import ContentFile

from factories import NOW, make_member, make_organisation
from factories_frameworks import (
    OCCUPATION,
    OCCUPATION_COLUMNS,
    RELATION_COLUMNS,
    SKILL,
    as_csv,
    hand_over,
    occupation,
    skill,
    skills_csv,
    small_esco,
    take_in,
    zipped,
)
from nanobank.common.errors import NotYours, Refused
from nanobank.frameworks import services
from nanobank.frameworks.models import Concept, Fault, Label, Requirement, State
from nanobank.frameworks.texts import fault_text
from nanobank.organisations.models import Role

pytestmark = pytest.mark.django_db


def _faults() -> list[tuple[int, str]]:
    return list(Fault.objects.order_by("part", "line", "pk").values_list("line", "code"))


def test_each_bad_line_is_told_of_and_the_others_are_taken_in() -> None:
    content = skills_csv(
        skill(1, "check sources"),
        {**skill(2, "no address"), "conceptUri": ""},
        {**skill(3, "not escos"), "conceptUri": "https://made-up.example/1"},
        skill(4, ""),
        skill(5, "x" * 201),
        skill(1, "check sources again"),
        {**skill(6, "no address either"), "conceptUri": "data.europa.eu/esco/skill/6"},
        skill(7, "fine"),
    )
    run = take_in(content, "skills_en.csv")
    assert _faults() == [
        (3, "no_uri"), (4, "foreign"), (5, "no_label"), (6, "long"), (7, "twice"), (8, "uri"), (8, "foreign"),
    ]  # fmt: skip
    assert (run.lines, run.faulty, run.added) == (8, 6, 2)
    assert set(Concept.objects.values_list("label_en", flat=True)) == {"check sources", "fine"}


def test_what_is_wrong_is_said_in_danish() -> None:
    hand_over(skills_csv(skill(1, "check sources"), skill(1, "check sources")), "skills_en.csv")
    fault = Fault.objects.get()
    assert fault_text(fault.code, fault.params) == "Det samme begreb står allerede i linje 2, på det samme sprog."


def test_nothing_is_taken_in_before_somebody_says_so() -> None:
    run = hand_over(zipped(small_esco()), "esco.zip")
    assert (run.state, run.found["new"], run.found["languages"]) == (State.READY, 6, ["da", "en"])
    assert run.found["unused"] == ["conceptSchemes_en.csv"]
    assert not Concept.objects.exists()


def test_a_relation_to_what_nobody_knows_is_left_out() -> None:
    relations = [
        {"occupationUri": OCCUPATION.format(1), "relationType": "essential", "skillUri": SKILL.format(99)},
        {"occupationUri": OCCUPATION.format(1), "relationType": "sometimes", "skillUri": SKILL.format(1)},
        {"occupationUri": SKILL.format(1), "relationType": "essential", "skillUri": OCCUPATION.format(1)},
        {"occupationUri": OCCUPATION.format(1), "relationType": "essential", "skillUri": SKILL.format(1)},
    ]
    files = {
        "skills_en.csv": skills_csv(skill(1, "check sources")),
        "occupations_en.csv": as_csv(OCCUPATION_COLUMNS, [occupation(1, "journalist")]),
        "occupationSkillRelations_en.csv": as_csv(RELATION_COLUMNS, relations),
    }
    take_in(zipped(files), "esco.zip")
    assert _faults() == [(2, "unknown"), (3, "relation"), (4, "not_competence")]
    assert Requirement.objects.count() == 1


def test_a_byte_order_mark_quotes_line_breaks_and_semicolons_are_read() -> None:
    content = (
        "\ufeffconceptUri;preferredLabel;altLabels;description\r\n"
        f'{SKILL.format(1)};"say ""no""; politely";"refuse\nturn down | decline";"Two\r\nlines."\r\n'
    )
    take_in(content.encode(), "skills_en.csv")
    concept = Concept.objects.get()
    assert (concept.label_en, concept.description_en) == ('say "no"; politely', "Two\r\nlines.")
    others = Label.objects.filter(kind=Label.Kind.ALTERNATIVE).values_list("text", flat=True)
    assert set(others) == {"refuse", "turn down", "decline"}


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-8"])
def test_danish_letters_are_read_in_the_usual_encodings(encoding: str) -> None:
    content = f"conceptUri,preferredLabel\r\n{SKILL.format(1)},måle på ærlighed\r\n"
    take_in(content.encode(encoding), "skills_da.csv")
    assert Concept.objects.get().label_da == "måle på ærlighed"


def test_a_line_with_too_few_cells_is_told_of() -> None:
    content = f"conceptUri,preferredLabel,code\r\n{SKILL.format(1)},check sources\r\n{SKILL.format(2)},read,\r\n"
    take_in(content.encode(), "skills_en.csv")
    assert _faults() == [(2, "cells")]
    assert Concept.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("skills_en.csv", b"conceptUri\r\nx\r\n", "missing"),
        ("skills_en.csv", b"\x00\x01\x02\x00", "csv"),
        ("skills_en.csv", b"conceptUri,preferredLabel\r\n", "empty"),
        ("skills_en.csv", b"conceptUri,preferredLabel\r\n,\r\nhttps://a.example/1,x\r\n", "nothing"),
        ("ramme.json", b"{", "json"),
        ("ramme.json", b"[]", "not_case"),
        ("ramme.json", b'{"CFDocument": {"title": "x"}, "CFItems": []}', "no_document"),
    ],
)
def test_files_that_cannot_be_used_say_why_and_change_nothing(name: str, content: bytes, code: str) -> None:
    run = hand_over(content, name)
    assert (run.state, run.trouble["code"]) == (State.UNREADABLE, code)
    assert not Concept.objects.exists()
    assert not run.file


@pytest.mark.parametrize("content", [b"PK\x03\x04 and then nothing", zipped(small_esco())[:900]])
def test_a_damaged_zip_is_refused(content: bytes) -> None:
    with pytest.raises(Refused) as refused:
        hand_over(content, "esco.zip")
    assert refused.value.field == "files"


def test_a_zip_whose_content_is_damaged_says_so() -> None:
    packed = bytearray(zipped({"skills_en.csv": skills_csv(*(skill(n, f"skill {n}") for n in range(500)))}))
    packed[500:520] = b"\xff" * 20
    run = hand_over(bytes(packed), "esco.zip")
    assert (run.state, run.trouble["code"]) == (State.UNREADABLE, "zip")


def test_a_locked_zip_says_so() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("skills_en.csv", skills_csv(skill(1, "check sources")))
    locked = bytearray(packed.getvalue())
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):  # the flag that the content is encrypted, in both headers
        locked[locked.index(mark) + (6 if mark[2] == 3 else 8)] |= 1
    with pytest.raises(Refused, match="adgangskode"):
        hand_over(bytes(locked), "esco.zip")


@pytest.mark.parametrize(("name", "content"), [("skills_en.pdf", b"%PDF"), ("skills_en.csv", b"")])
def test_other_and_empty_files_are_refused(name: str, content: bytes) -> None:
    with pytest.raises(Refused):
        hand_over(content, name)


def test_only_the_banks_staff_takes_frameworks_in() -> None:
    lead = make_member(Role.PROGRAMME_LEAD, make_organisation())
    with pytest.raises(NotYours):
        services.make_run(files=[ContentFile(b"x", name="skills_en.csv")], whole=False, by=lead, now=NOW)
    run = hand_over(zipped(small_esco()), "esco.zip")
    for verb in (services.begin, services.stop, services.go_on, services.withdraw):
        with pytest.raises(NotYours):
            verb(run=run, by=lead, now=NOW)
