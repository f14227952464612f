"""Names that others have given ESCO's roles and skills are taken in as they are, in their real number."""

import csv
import os
from collections import defaultdict
from pathlib import Path

import pytest

from factories_frameworks import OCCUPATION_COLUMNS, SKILL_COLUMNS, as_csv, hand_over, take_in, zipped
from nanobank.frameworks.formats.esco import HOST
from nanobank.frameworks.models import Concept, Kind, Label
from nanobank.frameworks.queries import occupations_named

YARDSTICKS = Path(__file__).resolve().parents[3] / "shared" / "yardsticks"


def _rows(name: str) -> list[list[str]]:
    file = YARDSTICKS / name
    if not file.exists():
        (pytest.fail if os.environ.get("CI") else pytest.skip)("the yardsticks are not beside the project")
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.django_db
def test_danish_roles_of_esco_are_found_by_any_of_their_names() -> None:
    texts, terms = dict(_rows("melo_da_da/corpus_elements.tsv")), defaultdict[str, list[str]](list)
    for term, uri in _rows("melo_da_da/concept_mapping.tsv"):
        terms[uri].append(texts[term])
    roles = [(uri, names) for uri, names in terms.items() if uri.startswith(f"{HOST}occupation/")]
    rows = [
        {"conceptType": "Occupation", "conceptUri": uri, "preferredLabel": names[0], "altLabels": "\n".join(names[1:])}
        for uri, names in roles
    ]
    run = take_in(zipped({"occupations_da.csv": as_csv(OCCUPATION_COLUMNS, rows)}), "esco.zip")
    assert (run.faulty, run.added) == (0, len(roles))
    assert Concept.objects.filter(kind=Kind.OCCUPATION).count() > 2_000
    uri, names = max(roles, key=lambda role: len(role[1]))
    assert uri in {one.uri for name in names[:3] for one in occupations_named(name)}


@pytest.mark.django_db
def test_all_english_skills_of_esco_can_be_used() -> None:
    headings, *rows = _rows("esco/skills_en.tsv")
    skills = [dict(zip(headings, row, strict=True)) for row in rows]
    listed = [
        {"conceptUri": one["uri"], "preferredLabel": one["label"], "altLabels": one["aliases"].replace(", ", "\n")}
        for one in skills
    ]
    run = hand_over(zipped({"skills_en.csv": as_csv(SKILL_COLUMNS, listed)}), "esco.zip")
    assert (run.faulty, run.found["new"]) == (0, len(skills))
    assert not Label.objects.exists()
