"""Searches that are saved, and the letters about what is new for them."""

from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from factories import NOW, make_person
from factories_catalogue import published_module
from nanobank.accounts.models import Person, PersonalToken
from nanobank.catalogue.question import parse
from nanobank.common.errors import NotYours, Refused
from nanobank.notices.models import Notice, NoticeKind, Way
from nanobank.notices.services import choose
from nanobank.search import services
from nanobank.search.letters import tell
from nanobank.search.models import SavedSearch

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate(NOW)
BEFORE = NOW - timedelta(days=1)


def save(person: Person, address: str = "q=obo", language: str = "da") -> SavedSearch:
    question = parse(QueryDict(address), TODAY)
    return services.save_search(person=person, question=question, language=language, now=BEFORE)


def link_in(letter: str) -> str:
    address = next(word for word in letter.split() if "/soegninger/stop/" in word)
    return urlsplit(address).path


@pytest.mark.parametrize("with_index", [True, False])
def test_who_saved_a_search_hears_once_of_what_is_new(with_index: bool, request: pytest.FixtureRequest) -> None:  # noqa: FBT001
    if with_index:
        request.getfixturevalue("index")
    alma = make_person()
    save(alma)
    assert tell(NOW) == 0
    SavedSearch.objects.update(told_until=BEFORE)
    published_module(title_da="Obo for begyndere")
    published_module(title_da="Fagot")
    assert tell(NOW) == 1
    (letter,) = mail.outbox
    assert letter.to == [alma.email]
    assert letter.subject == "Nyt til din søgning: “obo”"
    assert "Obo for begyndere" in letter.body
    assert Notice.objects.get(person=alma).address == "/katalog/?q=obo"
    assert "Fagot" not in letter.body
    assert tell(NOW + timedelta(days=1)) == 0


def test_what_was_there_before_is_no_news_and_a_slip_is_no_hit(index: Path) -> None:
    alma = make_person()
    save(alma, "q=oboo")
    published_module(title_da="Obo", title_en="Woodwind")
    later = NOW + timedelta(hours=1)
    question = parse(QueryDict("q=obo"), TODAY)
    services.save_search(person=alma, question=question, language="da", now=later)
    assert tell(NOW + timedelta(days=1)) == 0


def test_who_wants_no_such_mails_gets_none() -> None:
    alma = make_person()
    save(alma)
    choose(person=alma, ways={NoticeKind.SEARCH: Way.APP})
    published_module(title_da="Obo for begyndere")
    assert tell(NOW) == 1
    assert mail.outbox == []
    assert "Obo for begyndere" in Notice.objects.get().quote


def test_a_letter_is_in_the_language_in_which_the_search_was_saved(index: Path) -> None:
    save(make_person(), "q=oboe&level=7", language="en")
    published_module(title_da="Obo", title_en="Oboe")
    tell(NOW)
    assert mail.outbox[0].subject.startswith("New for your search: “oboe”")
    assert "/en/katalog/?q=oboe&level=7" in mail.outbox[0].body


def test_the_link_in_a_letter_ends_it_without_signing_in_but_only_when_pressed(client: Client, index: Path) -> None:
    save(make_person())
    published_module(title_da="Obo")
    tell(NOW)
    link = link_in(str(mail.outbox[0].body))
    assert "Stop mailene" in client.get(link).content.decode()
    assert SavedSearch.objects.exists()
    assert mail.outbox[0].extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not SavedSearch.objects.exists()
    assert "ikke længere gemt" in client.get(link).content.decode()
    assert "ikke længere gemt" in client.get("/soegninger/stop/x:y:z/").content.decode()


def test_a_search_is_saved_once_and_not_without_end() -> None:
    alma = make_person()
    assert save(alma) == save(alma)
    with pytest.raises(Refused):
        save(alma, "")
    for number in range(services.MOST_SAVED - 1):
        save(alma, f"q=obo{number}")
    with pytest.raises(Refused):
        save(alma, "q=fagot")
    assert save(alma).address == "q=obo"


def test_a_person_saves_on_the_page_and_deletes(client: Client) -> None:
    alma = make_person()
    client.force_login(alma)
    page = client.get("/soegninger/?q=obo&level=7").content.decode()
    assert "“obo” · Niveau 7" in page
    answer = client.post("/soegninger/?q=obo&level=7")
    assert answer.status_code == 302
    saved = SavedSearch.objects.get(person=alma)
    assert saved.address == "q=obo&level=7"
    assert client.post("/soegninger/").status_code == 422
    assert client.post(f"/soegninger/{saved.uuid}/slet/").status_code == 302
    assert not SavedSearch.objects.exists()


def test_nobody_sees_or_deletes_anothers(client: Client) -> None:
    saved = save(make_person())
    neighbour = make_person()
    client.force_login(neighbour)
    assert "“obo”" not in client.get("/soegninger/").content.decode()
    assert client.post(f"/soegninger/{saved.uuid}/slet/").status_code == 404
    with pytest.raises(NotYours):
        services.forget_search(saved=saved, by=neighbour)
    assert Client().get("/soegninger/").status_code == 302


@pytest.fixture
def token() -> Callable[[Person], dict[str, str]]:
    def of(person: Person) -> dict[str, str]:
        secret = f"nb_{person.pk}"
        PersonalToken.objects.create(
            person=person, name="test", digest=sha256(secret.encode()).digest(), hint="nb", created_at=NOW
        )
        return {"Authorization": f"Bearer {secret}"}

    return of


def test_a_program_saves_lists_and_deletes(client: Client, token: Callable[[Person], dict[str, str]]) -> None:
    alma, neighbour = token(make_person()), token(make_person())
    made = client.post("/api/v1/saved-searches", {"q": "obo", "level": [7]}, "application/json", headers=alma)
    assert made.status_code == 201
    assert made.json()["address"] == "q=obo&level=7"
    assert [one["uuid"] for one in client.get("/api/v1/saved-searches", headers=alma).json()] == [made.json()["uuid"]]
    assert client.get("/api/v1/saved-searches", headers=neighbour).json() == []
    address = f"/api/v1/saved-searches/{made.json()['uuid']}"
    assert client.delete(address, headers=neighbour).status_code == 404
    assert client.delete(address, headers=alma).status_code == 204
    assert client.post("/api/v1/saved-searches", {}, "application/json", headers=alma).status_code == 422
    assert client.get("/api/v1/saved-searches").status_code == 401
