"""The index of this node: a folder that its processes share. One of them at a time writes, the others read on.

``state.json`` names the folder in use and the number of the last change that is in it; ``building.json`` the one that
is being made. Both are replaced whole and only after what they tell of is on disk, so that a process which is killed
leaves an index that is whole and merely behind. What is missing, broken, or of another database's history is made anew
from the database, which answers until then.
"""

import fcntl
import json
import logging
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Final
from uuid import uuid4

from django.conf import settings
from django.db import connections
from tantivy import Index

from nanobank.catalogue import changes
from nanobank.catalogue.models import Listing
from nanobank.search.index import writing
from nanobank.search.index.schema import SCHEMA, VERSION, Analysis
from nanobank.search.index.view import View
from nanobank.search.index.vocabulary import Vocabulary

LOOKED_AFTER: Final = 1.0
"""Seconds after which a request asks whether anything has changed."""
AT_ONCE: Final = 300
"""So many changes are taken in by the request that sees them; more by a thread beside it."""
_CHUNK: Final = 2_000
_WORDS_KEPT: Final = 60.0
_MANY_WORDS: Final = 20_000

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class State:
    """A folder with an index, and how far into the log of changes it is. ``last`` and ``total`` while it is made."""

    version: int
    folder: str
    number: int
    at: str
    last: int = 0
    done: int = 0
    total: int = 0


Report = Callable[[State], None]


class Busy(Exception):
    """Another process of this node is writing."""


class Node:
    """The index under one folder. Safe to share between threads."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._view: View | None = None
        self._folder = ""
        self._looked = float("-inf")
        self._words_read = 0.0
        self._looking = threading.Lock()
        self._builder: threading.Thread | None = None

    def view(self) -> View | None:
        """The index as it is now, at most a moment behind; None while there is none.

        Who asks a process first waits until the index is open; whoever comes meanwhile too.
        """
        if self._is_old() and self._looking.acquire(blocking=self._view is None):
            try:
                if self._is_old():
                    self._look()
            except (OSError, ValueError):
                _log.exception("the index of words cannot be read; the database answers until it is made anew")
                self._give_up()
            finally:
                self._looked = time.monotonic()
                self._looking.release()
        return self._view

    def rebuild(self, *, anew: bool = False, report: Report = lambda state: None) -> State:
        """Make the whole index, or go on where a killed run stopped. The old one is used meanwhile. Raises Busy."""
        with self._locked():
            if anew:
                _forget(self.root / "building.json")
            state = self._built(report)
        self._looked = float("-inf")
        return state

    def state(self) -> State | None:
        """The index in use."""
        return _read(self.root / "state.json")

    def _is_old(self) -> bool:
        return time.monotonic() - self._looked > LOOKED_AFTER

    def _look(self) -> None:
        state = self.state()
        if state is None:
            self._view = None
            self._begin()
            return
        news = changes.since(state.number, AT_ONCE + 2)
        if not news or news[0].number != state.number or news[0].at.isoformat() != state.at:
            self._view = None  # the log has been pruned beyond us, or this is another database
            self._begin()
            return
        if len(news) > AT_ONCE + 1:
            self._start(self._follow_all)
        elif len(news) > 1:
            with suppress(Busy), self._locked():
                state = self._followed(self.state() or state)
        self._show(state)

    def _show(self, state: State) -> None:
        """Let this state be what is seen."""
        if self._view and self._folder == state.folder and self._view.number == state.number:
            return
        if self._view and self._folder == state.folder:
            index = self._view.index
            index.reload()
        else:
            index = Index.open(str(self.root / state.folder))
        words = self._view.vocabulary if self._view and self._words_are_fresh() else self._words(index)
        self._view, self._folder = View(index, index.searcher(), state.number, words), state.folder

    def _words_are_fresh(self) -> bool:
        many = self._view is not None and len(self._view.vocabulary.words) > _MANY_WORDS
        return many and time.monotonic() - self._words_read < _WORDS_KEPT

    def _words(self, index: Index) -> Vocabulary:
        self._words_read = time.monotonic()
        return Vocabulary(index.searcher().terms_with_prefix("surface", ""))

    def _begin(self) -> None:
        """Make the index: at once where the catalogue is small, beside the requests where it is not."""
        if Listing.objects.order_by("pk")[AT_ONCE : AT_ONCE + 1].exists():
            self._start(self._build_beside)
            return
        with suppress(Busy):
            with self._locked():
                state = self._built(lambda state: None)
            self._show(state)

    def _start(self, work: Callable[[], None]) -> None:
        if self._builder is None or not self._builder.is_alive():
            self._builder = threading.Thread(target=self._beside, args=(work,), name="search-index", daemon=True)
            self._builder.start()

    def _beside(self, work: Callable[[], None]) -> None:
        try:
            with suppress(Busy):
                work()
        except (OSError, ValueError):
            _log.exception("the index of words could not be written")
        finally:
            connections.close_all()

    def _build_beside(self) -> None:
        self.rebuild()

    def _follow_all(self) -> None:
        with self._locked():
            state = self.state()
            while state and changes.since(state.number, 2)[1:]:
                state = self._followed(state)

    def _followed(self, state: State) -> State:
        """Take in what has changed since, at most a chunk of it."""
        news = changes.since(state.number, _CHUNK + 1)[1:]
        if not news:
            return state
        index = Index.open(str(self.root / state.folder))
        writing.take_in(index, news, self._view.vocabulary if self._view else self._words(index))
        state = replace(state, number=news[-1].number, at=news[-1].at.isoformat())
        _write(self.root / "state.json", state)
        return state

    def _built(self, report: Report) -> State:
        state = _read(self.root / "building.json")
        if state is None or not (self.root / state.folder).is_dir():
            state = self._new()
        analysis = Analysis(writing.lexicon_of_listings())
        index = Index(SCHEMA, str(self.root / state.folder))
        while True:
            ids = list(Listing.objects.filter(pk__gt=state.last).order_by("pk").values_list("pk", flat=True)[:_CHUNK])
            if not ids:
                break
            writing.add(index, ids, analysis)
            state = replace(state, last=ids[-1], done=state.done + len(ids))
            _write(self.root / "building.json", state)
            report(state)
        _write(self.root / "state.json", state)
        _forget(self.root / "building.json")
        for folder in self.root.iterdir():
            if folder.is_dir() and folder.name != state.folder:
                shutil.rmtree(folder, ignore_errors=True)
        report(state)
        return state

    def _new(self) -> State:
        last = changes.latest()
        if last is None:
            raise ValueError("the log of changes is empty")
        state = State(VERSION, uuid4().hex[:12], last.number, last.at.isoformat(), total=Listing.objects.count())
        (self.root / state.folder).mkdir()
        _write(self.root / "building.json", state)
        return state

    def _give_up(self) -> None:
        """Forget the index, so that it is made anew; unless another process is writing it."""
        self._view = None
        with suppress(Busy, OSError), self._locked():
            _forget(self.root / "state.json")

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Be the one process of this node, and the one thread, that writes. Raises Busy."""
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / "lock").open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as busy:
                raise Busy from busy
            yield


def _read(path: Path) -> State | None:
    """What a file tells; None when there is none, or it is of another version or not ours."""
    try:
        state = State(**json.loads(path.read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None
    return state if state.version == VERSION else None


def _write(path: Path, state: State) -> None:
    part = path.with_suffix(".part")
    part.write_text(json.dumps(asdict(state)), encoding="utf-8")
    part.replace(path)


def _forget(path: Path) -> None:
    path.unlink(missing_ok=True)


@lru_cache(maxsize=4)
def _node(root: str) -> Node:
    return Node(Path(root))


def node() -> Node | None:
    """This process's own view of the node's index; None where the site is set to have none."""
    return _node(settings.SEARCH_INDEX) if settings.SEARCH_INDEX else None
