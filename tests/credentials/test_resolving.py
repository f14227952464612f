"""What issuers publish of their keys is asked for once a minute, however many of their credentials are checked."""

import pytest

from nanobank.credentials.fetching import Fetcher
from nanobank.credentials.resolving import KEPT_SECONDS, Shelf, public_resolver
from nanobank.credentials.verdicts.bridge import CannotResolve, Unreachable


class World(Fetcher):
    """A fetcher whose internet is a table."""

    def __init__(self, published: dict[str, bytes]) -> None:
        super().__init__()
        self.published, self.asked = published, list[str]()

    def get(self, address: str) -> bytes:
        self.asked.append(address)
        if address not in self.published:
            raise CannotResolve(Unreachable.NOT_FOUND)
        return self.published[address]


class Clock:
    """A clock that stands still until it is moved."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


DID, URL = "did:web:skolen.example", "https://skolen.example/.well-known/did.json"


def test_a_did_is_fetched_from_its_address_once_a_minute() -> None:
    world, clock = World({URL: b"{}"}), Clock()
    shelf = Shelf(clock=clock)
    for _ in range(3):  # each check has a fetcher and a resolver of its own
        assert public_resolver(world, shelf)(DID) == b"{}"
    assert world.asked == [URL]
    clock.now = KEPT_SECONDS
    world.published[URL] = b'{"revoked": 1}'
    assert public_resolver(world, shelf)(DID) == b'{"revoked": 1}'
    assert world.asked == [URL, URL]


def test_what_cannot_be_had_is_asked_for_again() -> None:
    world, shelf = World({}), Shelf(clock=Clock())
    for _ in range(2):
        with pytest.raises(CannotResolve):
            public_resolver(world, shelf)(URL)
    assert world.asked == [URL, URL]
    with pytest.raises(CannotResolve):
        public_resolver(world, shelf)("did:web:/")
    assert len(world.asked) == 2


def test_a_status_and_what_somebody_checks_are_never_kept() -> None:
    world, shelf = World({"https://skolen.example/status/1": b"1", "https://skolen.example/beviser/1": b"2"}), Shelf()
    for address in [*world.published, *world.published]:
        public_resolver(world, shelf)(address)
    assert len(world.asked) == 4


def test_no_more_is_kept_than_there_is_room_for() -> None:
    world = World({f"https://a.example/.well-known/{n}": bytes(10) for n in range(5)})
    resolve = public_resolver(world, Shelf(clock=Clock(), capacity=30))
    for address in world.published:
        resolve(address)
    assert resolve("https://a.example/.well-known/4") == resolve("https://a.example/.well-known/2") == bytes(10)
    assert len(world.asked) == 5
    resolve("https://a.example/.well-known/0")
    assert len(world.asked) == 6
