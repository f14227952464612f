"""The index beside the database: it follows, it is made anew, and the database answers without it."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.http import QueryDict
from django.utils import timezone

from factories import NOW
from factories_catalogue import published_module
from nanobank.catalogue import changes, services
from nanobank.catalogue.models import Listing, ListingChange
from nanobank.catalogue.question import parse
from nanobank.search.finding import Found, look
from nanobank.search.index import node as nodes
from nanobank.search.index.node import Busy, Node, State

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate(NOW)


def asked(words: str) -> Found:
    return look(parse(QueryDict(f"q={words}"), TODAY))


def found(words: str) -> list[str]:
    answer = asked(words)
    assert not answer.from_database
    return [listing.title_da for listing in answer.listings]


def test_what_is_published_changed_or_withdrawn_is_seen_by_the_next_question(index: Path) -> None:
    assert found("obo") == []
    module = published_module(title_da="Obo", title_en="Woodwind")
    assert found("obo") == ["Obo"]
    draft = services.start_draft(module=module, by=None, now=NOW)
    services.edit_draft(version=draft, facts=replace(services.facts_of(draft), title_da="Fagot"), by=None, now=NOW)
    services.publish_version(version=draft, by=None, now=NOW)
    assert (found("obo"), found("fagot")) == ([], ["Fagot"])
    services.withdraw_module(module=module, by=None, now=NOW)
    assert found("fagot") == []


def test_another_process_sees_what_the_first_has_written(index: Path) -> None:
    published_module(title_da="Obo", title_en="Oboe")
    one, other = Node(index), Node(index)
    first, second = one.view(), other.view()
    assert first
    assert second
    published_module(title_da="Fagot", title_en="Bassoon")
    first, second = one.view(), other.view()
    assert first
    assert second
    assert first.number == second.number == changes.latest().number  # type: ignore[union-attr]  # there is one
    assert second.knows("fagot")


def test_while_one_process_writes_the_others_read_what_there_is(index: Path) -> None:
    published_module(title_da="Obo", title_en="Oboe")
    writer, reader = Node(index), Node(index)
    before = writer.view()
    assert before
    assert reader.view()
    with writer._locked():
        published_module(title_da="Fagot", title_en="Bassoon")
        seen = reader.view()
        assert seen
        assert seen.number == before.number
        with pytest.raises(Busy):
            reader.rebuild()
    seen = reader.view()
    assert seen
    assert seen.number > before.number


def test_a_killed_building_goes_on_where_it_stopped(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with services.together(now=NOW):
        for number in range(6):
            published_module(title_da=f"Obo {number}", title_en="Oboe")
    monkeypatch.setattr(nodes, "_CHUNK", 3)

    def kill(state: State) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Node(index).rebuild(report=kill)
    done: list[int] = []
    state = Node(index).rebuild(report=lambda state: done.append(state.done))
    assert done[0] == 6
    assert state.done == state.total == Listing.objects.count()
    assert len(found("obo")) == 6


@pytest.mark.parametrize("damage", ["state", "meta", "folder"])
def test_an_index_that_is_broken_is_made_anew_and_the_database_answers_meanwhile(index: Path, damage: str) -> None:
    published_module(title_da="Obo", title_en="Oboe")
    assert found("obo") == ["Obo"]
    folder = index / Node(index).state().folder  # type: ignore[union-attr]  # it was just made
    if damage == "state":
        (index / "state.json").write_text("{")
    elif damage == "meta":
        (folder / "meta.json").write_text("nothing of the kind")
    else:
        for file in folder.iterdir():
            file.unlink()
    nodes._node.cache_clear()
    assert [listing.title_da for listing in asked("obo").listings] == ["Obo"]
    assert found("obo") == ["Obo"]


def test_an_index_of_another_database_is_not_believed(index: Path) -> None:
    published_module(title_da="Obo", title_en="Oboe")
    assert found("obo") == ["Obo"]
    ListingChange.objects.update(at=NOW + timedelta(days=1))
    before = Node(index).state()
    assert found("obo") == ["Obo"]
    assert Node(index).state() != before


def test_without_an_index_the_database_answers() -> None:
    published_module(title_da="Obo", title_en="Oboe")
    answer = asked("obo")
    assert answer.from_database
    assert [listing.title_da for listing in answer.listings] == ["Obo"]


def test_the_log_forgets_what_is_old_but_never_the_last() -> None:
    published_module()
    last = changes.latest()
    assert changes.prune(now=NOW + timedelta(days=400)) > 0
    assert changes.latest() == last
    assert ListingChange.objects.count() == 1
