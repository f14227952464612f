"""What can be taken whole as the goal, beside the competences that own words were read into."""

import json

import pytest
from django.test import Client

from factories import NOW, make_competence, make_micro_credential, make_organisation, make_person
from factories_pathways import make_teaching
from nanobank.catalogue.models import Bundle, Competence, ElectiveGroup, State
from nanobank.catalogue.services.reindexing import reindex
from nanobank.organisations.models import Organisation
from nanobank.pathways.models import Pathway, Role
from nanobank.pathways.offers import Offer, offers_for
from nanobank.pathways.queries import said

pytestmark = pytest.mark.django_db


class Shop:
    """Two competences, a micro-credential of both, a bundle of one, and a role that asks for both."""

    def __init__(self) -> None:
        self.provider: Organisation = make_organisation()
        self.numbers: Competence = make_competence(label_da="regne på tal")
        self.words: Competence = make_competence(label_da="skrive klart")
        self.modules = [
            make_teaching(self.provider, "tal", self.numbers),
            make_teaching(self.provider, "ord", self.words),
        ]
        self.whole = make_micro_credential(self.provider, title_da="Tal og ord", required=self.modules)
        self.whole.competences.set([self.numbers, self.words])
        self.bundle = make_bundle(self.provider, "talpakken", self.modules[0])
        self.role = Role.objects.create(slug="formidler", label_da="formidler", label_en="communicator")
        for one in (self.numbers, self.words):
            self.role.asks_for.create(competence=one, level=6)
        reindex(now=NOW)

    def offers(self, text: str = "noget helt andet") -> list[Offer]:
        return offers_for(text, [self.numbers, self.words])


def make_bundle(provider: Organisation, slug: str, *modules: object) -> Bundle:
    texts = {f"{name}_{language}": slug for name in ("title", "summary", "description") for language in ("da", "en")}
    bundle = Bundle.objects.create(
        slug=slug,
        provider=provider,
        state=State.PUBLISHED,
        published_at=NOW,
        audience="professionals",
        price=900,
        **texts,
    )
    bundle.modules.set(modules)  # type: ignore[arg-type]  # modules, as the factory made them
    return bundle


@pytest.fixture
def shop() -> Shop:
    return Shop()


def test_what_gives_most_of_the_competences_comes_first_and_says_why(shop: Shop) -> None:
    found = shop.offers()
    assert [one.value for one in found] == [
        f"micro_credential:{shop.whole.slug}",
        "bundle:talpakken",
        "role:formidler",
    ]
    assert [one.why for one in found] == [
        "Giver alle 2 kompetencer.",
        "Giver 1 af de 2 kompetencer: regne på tal.",
        "Kræver 2 kompetencer; blandt dem dine: regne på tal, skrive klart.",
    ]


def test_what_is_called_as_one_writes_is_found_without_any_competence(shop: Shop) -> None:
    assert [one.slug for one in offers_for("talpakken", [])] == ["talpakken"]
    assert [one.value for one in offers_for("Jeg vil være formidler", [])] == ["role:formidler"]
    assert offers_for("noget helt andet", []) == []
    assert offers_for("", []) == []


def test_a_bundle_that_leaves_one_a_choice_is_not_offered_since_nobody_knows_what_is_in_it(shop: Shop) -> None:
    ElectiveGroup.objects.create(micro_credential=shop.whole, min_ects=2)
    shop.bundle.micro_credentials.add(shop.whole)
    assert "bundle:talpakken" not in [one.value for one in shop.offers("talpakken")]


@pytest.mark.parametrize(
    ("value", "kind", "title"),
    [
        ("micro_credential:{whole}", "micro_credential", "Tal og ord"),
        ("bundle:talpakken", "own_words", "talpakken"),
        ("role:formidler", "role", "formidler"),
    ],
)
def test_one_click_makes_it_the_goal(shop: Shop, client: Client, value: str, kind: str, title: str) -> None:
    client.force_login(person := make_person())
    value = value.format(whole=shop.whole.slug)
    sent = {"kind": "own_words", "words": "regne på tal", "competences": [shop.numbers.slug]}
    page = client.post("/forloeb/nyt/", {**sent, "find": "1"}).content.decode()
    assert f'name="take" value="{value}"' in page
    answer = client.post("/forloeb/nyt/", {**sent, "take": value})
    pathway = Pathway.objects.get(person=person)
    assert answer.headers["Location"] == f"/forloeb/{pathway.uuid}/liv/"
    goal = said(pathway).goal
    assert (pathway.title, goal.kind, goal.words) == (title, kind, "regne på tal")
    assert goal.modules == (("tal",) if value.startswith("bundle") else ())


def test_the_modules_of_a_bundle_stay_in_the_goal_until_they_are_unticked(shop: Shop, client: Client) -> None:
    client.force_login(person := make_person())
    client.post("/forloeb/nyt/", {"kind": "own_words", "words": "", "take": "bundle:talpakken"})
    pathway = Pathway.objects.get(person=person)
    path = f"/forloeb/{pathway.uuid}/maal/"
    assert client.get(path).context["modules"] == [("tal", "Tal", True)]
    kept = {"kind": "own_words", "words": "", "modules": ["tal"], "competences": [shop.words.slug]}
    assert client.post(path, kept).status_code == 302
    pathway.refresh_from_db()
    assert said(pathway).goal.modules == ("tal",)
    assert client.post(path, {**kept, "modules": []}).status_code == 302
    pathway.refresh_from_db()
    assert said(pathway).goal.modules == ()


@pytest.mark.parametrize("value", ["bundle:der-ikke-er-der", "degree:x", "role:a b", "micro_credential:", "x"])
def test_what_is_not_there_is_refused_and_what_was_written_is_kept(client: Client, value: str) -> None:
    client.force_login(make_person())
    answer = client.post("/forloeb/nyt/", {"kind": "own_words", "words": "noget med mennesker", "take": value})
    assert answer.status_code == 422
    assert "noget med mennesker" in answer.content.decode()
    assert not Pathway.objects.exists()


def test_a_program_gets_them_as_goals_to_begin_with(shop: Shop, client: Client) -> None:
    found = client.get("/api/v1/goals/offers?q=talpakken").json()
    assert [(one["kind"], one["goal"]["modules"]) for one in found] == [("bundle", ["tal"])]
    assert json.loads(client.get("/api/v1/goals/offers?q=nix").content) == []
