"""CASE packages and plain lists."""

from typing import Any

import pytest

from factories import NOW, make_competence
from factories_frameworks import SKILL, case_package, hand_over, small_esco, take_in, zipped
from nanobank.catalogue.models import Competence
from nanobank.common.errors import Refused
from nanobank.frameworks.models import Concept, Fault, Framework, Kind, Label, Placement, State
from nanobank.frameworks.queries import competences_of

pytestmark = pytest.mark.django_db
_AT = "https://case.example/ims/case/v1p1/CFItems/"


def _item(number: int, statement: str, **fields: Any) -> dict[str, Any]:
    return {"identifier": str(number), "uri": f"{_AT}{number}", "fullStatement": statement, **fields}


def _child(number: int, of: int | str) -> dict[str, Any]:
    destination = of if isinstance(of, str) else f"{_AT}{of}"
    return {
        "associationType": "isChildOf",
        "originNodeURI": {"uri": f"{_AT}{number}"},
        "destinationNodeURI": {"uri": destination},
    }


def test_a_case_package_becomes_competences_in_their_areas() -> None:
    items = [
        _item(1, "Digital myndiggørelse", CFItemType="Domain"),
        _item(2, "Eleven kan analysere et digitalt artefakt.", humanCodingScheme="TF.1"),
        _item(3, "x" * 300, abbreviatedStatement="Vurdere et digitalt artefakt"),
        _item(4, "Learners can programme.", language="en-GB", statusEndDate="2020-01-01"),
    ]
    document = "https://case.example/ims/case/v1p1/CFDocuments/7f"
    take_in(case_package(items, [_child(1, document), _child(2, 1), _child(3, 1)]), "ramme.json")
    framework = Framework.objects.get()
    assert (framework.title_da, framework.version) == ("Teknologiforståelse", "2")
    assert framework.publisher == "Et fagligt udvalg"
    assert Concept.objects.get(uri=f"{_AT}1").kind == Kind.GROUP
    analyse = Concept.objects.get(uri=f"{_AT}2")
    assert (analyse.kind, analyse.code, analyse.label_da) == (
        Kind.COMPETENCE, "TF.1", "Eleven kan analysere et digitalt artefakt.",
    )  # fmt: skip
    judge = Concept.objects.get(uri=f"{_AT}3")
    assert (judge.label_da, judge.description_da) == ("Vurdere et digitalt artefakt", "x" * 300)
    old = Concept.objects.get(uri=f"{_AT}4")
    assert (old.label_en, old.label_da, old.retired_at) == ("Learners can programme.", "", NOW)
    assert set(Placement.objects.values_list("narrower__uri", "broader__uri")) == {
        (f"{_AT}2", f"{_AT}1"), (f"{_AT}3", f"{_AT}1"),
    }  # fmt: skip


def test_a_statement_of_paragraphs_gets_a_name_that_can_be_shown() -> None:
    statement = "Eleven kan " + "analysere og " * 40 + "vurdere."
    take_in(case_package([_item(1, statement)]), "ramme.json")
    concept = Concept.objects.get()
    assert len(concept.label_da) <= 200
    assert concept.label_da.endswith(" …")
    assert concept.description_da == statement


def test_an_item_that_is_replaced_is_retired_and_a_bad_item_is_told_of() -> None:
    replaced = {
        "associationType": "replacedBy",
        "originNodeURI": {"uri": f"{_AT}1"},
        "destinationNodeURI": {"uri": f"{_AT}2"},
    }
    items: list[Any] = [_item(1, "Gammelt"), _item(2, "Nyt"), _item(3, ""), "not an item"]
    take_in(case_package(items, [replaced, _child(2, 99)]), "ramme.json")
    assert list(Concept.objects.in_force().values_list("label_da", flat=True)) == ["Nyt"]
    assert list(Fault.objects.order_by("pk").values_list("part", "line", "code")) == [
        (0, 3, "no_label"), (0, 4, "cells"), (1, 2, "unknown"),
    ]  # fmt: skip


_LIST = """adresse;kode;art;navn_da;navn_en;ogsaa_da;under;kraever;gavner
;formidling;gruppe;Formidling;Communication;;;;
;klart-sprog;;skrive klart sprog;write plain language;skrive forståeligt | enkelt sprog;formidling;;
;kommunikatoer;rolle;Kommunikatør;Communicator;;;klart-sprog;{skill}
{skill};;;;;;formidling;;
"""


def test_a_plain_list_becomes_a_framework_with_addresses_of_its_own() -> None:
    ours = make_competence(uri=SKILL.format(1), label_da="kommunikere om sundhed")
    run = take_in(_LIST.format(skill=SKILL.format(1)).encode(), "roller.csv", title="Nanobankens roller")
    assert (run.state, run.faulty) == (State.FINISHED, 0)
    framework = Framework.objects.get(slug="nanobankens-roller")
    concept = Concept.objects.get(competence=ours)
    assert (concept.framework.slug, concept.slug) == ("esco", ours.slug)
    assert Label.objects.get(concept=concept, language="da").official is False
    assert framework.uri.endswith("/rammer/nanobankens-roller")
    role = Concept.objects.get(kind=Kind.OCCUPATION)
    assert role.uri == f"{framework.uri}#kommunikatoer"
    asked = {(one.competence.label_da, one.essential) for one in competences_of(role)}
    assert asked == {("skrive klart sprog", True), ("kommunikere om sundhed", False)}
    assert Placement.objects.filter(narrower__competence=ours, broader__label_da="Formidling").exists()


def test_a_plain_list_cannot_make_an_address_of_escos() -> None:
    run = hand_over(_LIST.format(skill=SKILL.format(77)).encode(), "roller.csv", title="Roller")
    codes = set(Fault.objects.filter(run=run).values_list("code", flat=True))
    assert codes == {"not_in_esco", "unknown", "same"}


def test_a_plain_list_names_what_is_escos_unofficially() -> None:
    take_in(zipped(small_esco()), "esco.zip")
    content = f"adresse;navn_da\n{SKILL.format(2)};kildekritik\n"
    take_in(content.encode(), "ord.csv", title="Vores ord")
    competence = Competence.objects.get(uri=SKILL.format(2))
    assert competence.label_da == "tjekke kilder"
    label = Label.objects.get(text="kildekritik")
    assert (label.concept.competence, label.official) == (competence, False)
    assert label.concept.framework.slug == "esco"


def test_a_plain_list_is_called_something() -> None:
    with pytest.raises(Refused) as refused:
        hand_over(b"kode;navn\nx;y\n", "liste.csv")
    assert refused.value.field == "title"


def test_a_plain_list_without_names_or_addresses_says_what_is_missing() -> None:
    assert hand_over(b"kode;note\nx;y\n", "liste.csv", title="L").trouble["code"] == "missing"
    assert hand_over(b"navn;note\nx;y\n", "liste.csv", title="L").trouble["code"] == "missing"
    assert hand_over(b"kode;navn;navn_da\nx;y;z\n", "liste.csv", title="L").trouble["code"] == "twice"
