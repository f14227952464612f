"""What comes of a framework's files."""

import pytest

from conftest import CountQueries
from factories import make_competence
from factories_frameworks import (
    GROUP,
    ISCO,
    OCCUPATION,
    SKILL,
    skill,
    skills_csv,
    small_esco,
    take_in,
    zipped,
)
from nanobank.catalogue.models import Competence
from nanobank.frameworks.models import Concept, Framework, Kind, Label, Placement, Requirement, State
from nanobank.frameworks.queries import competences_of, labels_of_competences, occupations_named

pytestmark = pytest.mark.django_db


def test_escos_files_become_competences_roles_and_how_they_hang_together() -> None:
    run = take_in(zipped(small_esco()), "esco.zip")
    assert (run.state, run.faulty, run.trouble) == (State.FINISHED, 0, {})
    health = Competence.objects.get(uri=SKILL.format(1))
    assert (health.label_da, health.label_en) == ("kommunikere om sundhed", "communicate about health")
    assert (health.slug, health.label_da_is_official) == ("communicate-about-health", True)
    assert health.description_en == "Tell people about their health."
    texts = set(Label.objects.filter(concept__competence=health).values_list("language", "kind", "text"))
    assert texts == {
        ("en", "preferred", "communicate about health"), ("en", "alternative", "talk about health"),
        ("da", "preferred", "kommunikere om sundhed"), ("da", "alternative", "formidle sundhed"),
        ("da", "alternative", "sundhedskommunikation"),
    }  # fmt: skip
    role = Concept.objects.get(uri=OCCUPATION.format(1))
    asked = [(one.competence.label_en, one.essential) for one in competences_of(role)]
    assert asked == [("check sources", True), ("communicate about health", False)]
    placed = set(Placement.objects.values_list("narrower__uri", "broader__uri"))
    assert placed == {
        (SKILL.format(1), GROUP.format(1)),
        (SKILL.format(2), GROUP.format(1)),
        (OCCUPATION.format(1), ISCO.format(2642)),
    }


def test_the_kinds_of_concepts_are_kept_apart() -> None:
    take_in(zipped(small_esco()), "esco.zip")
    kinds = set(Concept.objects.values_list("uri", "kind"))
    assert (GROUP.format(1), Kind.GROUP) in kinds
    assert (ISCO.format(2642), Kind.OCCUPATION_GROUP) in kinds
    assert Competence.objects.count() == 3


def test_a_role_is_found_by_any_of_its_names() -> None:
    take_in(zipped(small_esco()), "esco.zip")
    assert [one.label for one in occupations_named("SKRIB")] == ["journalist"]
    assert occupations_named("x") == []


def test_taking_the_same_files_in_again_changes_and_doubles_nothing() -> None:
    take_in(zipped(small_esco()), "esco.zip")
    before = [model.objects.count() for model in (Competence, Concept, Label, Placement, Requirement)]
    ids = set(Label.objects.values_list("pk", flat=True))
    run = take_in(zipped(small_esco()), "esco.zip", whole=True)
    assert (run.added, run.changed, run.retired) == (0, 0, 0)
    assert [model.objects.count() for model in (Competence, Concept, Label, Placement, Requirement)] == before
    assert set(Label.objects.values_list("pk", flat=True)) == ids
    assert Framework.objects.count() == 1


def test_an_official_danish_name_replaces_ours_and_ours_still_finds_it() -> None:
    ours = make_competence(uri=SKILL.format(1), slug="sundhed", label_da="snakke om sundhed", label_en="old name")
    take_in(zipped(small_esco()), "esco.zip")
    ours.refresh_from_db()
    assert (ours.label_da, ours.label_da_is_official, ours.slug) == ("kommunikere om sundhed", True, "sundhed")
    hidden = Label.objects.get(concept__competence=ours, text="snakke om sundhed")
    assert (hidden.kind, hidden.official) == (Label.Kind.HIDDEN, False)
    take_in(zipped(small_esco()), "esco.zip")
    assert Label.objects.filter(pk=hidden.pk).exists()


def test_an_import_without_danish_leaves_our_danish_name_and_says_it_is_ours() -> None:
    ours = make_competence(uri=SKILL.format(1), label_da="snakke om sundhed")
    take_in(skills_csv(skill(1, "communicate about health")), "skills_en.csv")
    ours.refresh_from_db()
    assert (ours.label_da, ours.label_da_is_official) == ("snakke om sundhed", False)
    assert ours.label_en == "communicate about health"


def test_what_is_given_up_is_retired_and_stays() -> None:
    take_in(zipped(small_esco()), "esco.zip")
    telex = Concept.objects.get(uri=SKILL.format(3))
    assert telex.retired_at is not None
    assert telex.competence is not None
    told = {competence for competence, *_ in labels_of_competences()}
    assert telex.competence_id not in told
    assert len(told) == 2


def test_what_a_whole_framework_has_no_more_is_retired_and_comes_back() -> None:
    both = skills_csv(skill(1, "communicate about health"), skill(2, "check sources"))
    take_in(both, "skills_en.csv")
    one = take_in(skills_csv(skill(1, "communicate about health")), "skills_en.csv", whole=True)
    assert (one.found["missing"], one.retired) == (1, 1)
    assert Concept.objects.get(uri=SKILL.format(2)).retired_at is not None
    take_in(both, "skills_en.csv", whole=True)
    assert Concept.objects.get(uri=SKILL.format(2)).retired_at is None


def test_part_of_a_framework_retires_nothing() -> None:
    take_in(skills_csv(skill(1, "communicate about health"), skill(2, "check sources")), "skills_en.csv")
    take_in(skills_csv(skill(1, "communicate about health")), "skills_en.csv")
    assert not Concept.objects.filter(retired_at__isnull=False).exists()


def test_a_name_that_is_taken_away_is_taken_away_in_its_language_alone() -> None:
    take_in(zipped(small_esco()), "esco.zip")
    take_in(skills_csv(skill(1, "communicate about health", "speak of health")), "skills_en.csv")
    texts = set(Label.objects.filter(concept__uri=SKILL.format(1)).values_list("language", "text"))
    assert ("en", "speak of health") in texts
    assert ("en", "talk about health") not in texts
    assert ("da", "sundhedskommunikation") in texts


def test_two_skills_of_the_same_name_get_addresses_of_their_own() -> None:
    take_in(skills_csv(skill(1, "check sources"), skill(2, "check sources")), "skills_en.csv")
    slugs = sorted(Competence.objects.values_list("slug", flat=True))
    assert slugs[0] == "check-sources"
    assert slugs[1].startswith("check-sources-")


def test_a_third_language_is_kept_beside_the_two_that_are_shown() -> None:
    take_in(skills_csv(skill(1, "Gesundheit vermitteln", "Gesundheitskommunikation")), "skills_de.csv")
    competence = Competence.objects.get()
    assert (competence.label_da, competence.label_en) == ("", "")
    assert Label.objects.filter(language="de").count() == 2


def test_ten_times_as_many_rows_cost_at_most_twice_the_queries(count_queries: CountQueries) -> None:
    few = skills_csv(*(skill(n, f"skill number {n}", f"other name {n}") for n in range(90)))
    many = skills_csv(*(skill(n, f"skill number {n}", f"other name {n}") for n in range(100, 1000)))
    first = count_queries(lambda: take_in(few, "skills_en.csv"))
    second = count_queries(lambda: take_in(many, "skills_en.csv"))
    assert second <= 2 * first  # some are written in batches, as SQLite can take them
    assert Concept.objects.count() == 990
