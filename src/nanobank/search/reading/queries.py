"""Which of our competences a text asks for."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from threading import Lock
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from numpy.typing import NDArray

from nanobank.catalogue.models import Competence, ListingKind
from nanobank.common.prepared import among, prepared
from nanobank.frameworks.queries import labels_of_competences, labels_stamp
from nanobank.search.meaning.embedders import CannotEmbed, embedder, ordinary, remembering
from nanobank.search.meaning.models import Vector, VectorSet
from nanobank.search.reading.bridge import UNKNOWN, Embedder, Heard, Label, Labels, Reader, Reading, language_of
from nanobank.search.reading.documents import Remark, plain

_READ = ("da", "en")
_NAMES = {
    "pl": gettext_lazy("Polish"),
    "de": gettext_lazy("German"),
    "sv": gettext_lazy("Swedish"),
    "fr": gettext_lazy("French"),
    "es": gettext_lazy("Spanish"),
    "nl": gettext_lazy("Dutch"),
}


@dataclass(frozen=True)
class ReadCompetence:
    """A competence that a text asks for: ``text[start:end]`` is the sentence. ``strength`` is 0 to 1."""

    competence: Competence
    sentence: str
    start: int
    end: int
    strength: float
    is_mentioned: bool
    """Whether most words of its name stand there; otherwise it is the meaning that fits."""


@dataclass(frozen=True)
class ReadText:
    """What was read out of a text. ``start`` and ``end`` count in ``text``, which has no HTML.

    ``not_understood``: sentences, and parts of them, that gave no competence; told by ``read_need`` alone.
    """

    text: str
    language: str
    competences: tuple[ReadCompetence, ...] = ()
    remarks: tuple[Remark, ...] = ()
    not_understood: tuple[str, ...] = ()


def read_text(text: str, *, language: str | None = None, most: int = 12) -> tuple[ReadCompetence, ...]:
    """The competences that a text asks for, surest first. Empty for an empty text and one in a language not read."""
    return read_document(text, language=language, most=most).competences


def read_document(text: str, *, language: str | None = None, most: int = 12) -> ReadText:
    """As ``read_text``, with what the sender should be told: empty, in another language, only partly read."""
    return _read(text, language, lambda reader, said, spoken: Heard(reader.read(said, language=spoken, most=most)))


def read_need(text: str, *, most: int = 12) -> ReadText:
    """As ``read_document``, and each part of a sentence that wants several things by itself; what gave nothing is told.

    Nothing is said not to be understood of a text in a language that is not read.
    """
    return _read(text, None, lambda reader, said, spoken: reader.hear(said, language=spoken, most=most))


def _read(text: str, language: str | None, reading: Callable[[Reader, str, str], Heard]) -> ReadText:
    given = plain(text)
    if not any(letter.isalpha() for letter in given.text):
        return ReadText(given.text, UNKNOWN, remarks=(Remark("empty", _("There is nothing to read yet.")),))
    spoken = language or spoken_in(given.text)
    if spoken not in _READ:
        return ReadText(given.text, spoken, remarks=(*given.remarks, _not_read(spoken)))
    try:
        reader = _readers.reader()
        heard = reading(reader, given.text, spoken)
    except CannotEmbed:
        reader = _readers.by_words()
        heard = reading(reader, given.text, spoken)
    remarks = (*given.remarks, *_cut(heard), *(() if reader.reads_meaning else (_words_alone(),)))
    return ReadText(given.text, spoken, _with_competences(heard.readings), remarks, heard.not_understood)


def spoken_in(text: str) -> str:
    """ISO 639-1. Danish and its neighbours read alike; a text too short to tell is taken to be Danish."""
    guessed = language_of(text)
    return "da" if guessed in (UNKNOWN, "no") else guessed


def _not_read(language: str) -> Remark:
    name = _NAMES.get(language)
    if name is None:
        return Remark("language", _("We read Danish and English."))
    told = _("This looks like %(language)s. We read Danish and English.") % {"language": name}
    return Remark("language", told)


def _cut(heard: Heard) -> Iterator[Remark]:
    """What was not read of a long text, and what there was no room for."""
    if heard.passed_over:
        told = ngettext(
            "The text is long. %(count)d sentence that names less than the others has not been read.",
            "The text is long. %(count)d sentences that name less than the others have not been read.",
            heard.passed_over,
        )
        yield Remark("passed_over", told % {"count": heard.passed_over})
    if heard.left_out:
        told = ngettext(
            "There was room for the %(most)d surest competences. %(count)d less sure is left out.",
            "There was room for the %(most)d surest competences. %(count)d less sure are left out.",
            heard.left_out,
        )
        yield Remark("left_out", told % {"count": heard.left_out, "most": len(heard.readings)})


def _words_alone() -> Remark:
    return Remark("words_alone", _("Read by its words alone: what is meant but not named may be missing."))


@prepared
def _competences(ids: Any) -> QuerySet[Competence]:
    return Competence.objects.filter(pk__in=among(ids))


def _with_competences(readings: tuple[Reading, ...]) -> tuple[ReadCompetence, ...]:
    competences = {one.pk: one for one in _competences(ids=[reading.competence for reading in readings])}
    return tuple(
        ReadCompetence(
            competences[reading.competence],
            reading.sentence,
            reading.start,
            reading.end,
            reading.score,
            reading.is_mentioned,
        )
        for reading in readings
        if reading.competence in competences
    )


@prepared
def _sets(name: Any) -> QuerySet[VectorSet]:
    return VectorSet.objects.filter(name=name)


class _Readers:
    """The reader of this process, made anew when the names or their vectors have changed."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._reader: Reader | None = None
        self._made_of: tuple[str, ...] = ()

    def by_words(self) -> Reader:
        """One that needs no embedder: for when its service does not answer."""
        return self._of(None)

    def reader(self) -> Reader:
        """By meaning too where that can be had. Raises CannotEmbed."""
        return self._of(embedder())

    def _of(self, by: Embedder | None) -> Reader:
        vectors = next(iter(_sets(name=by.name)), None) if by else None
        done = f"{vectors.uuid}-{vectors.labels_stamp}-{vectors.last_competence}" if vectors else ""
        made_of = (str(connection.settings_dict["NAME"]), labels_stamp(), done, by.name if by else "")
        with self._lock:
            if self._reader is None or made_of != self._made_of:
                self._reader, self._made_of = Reader(_labels(vectors), by and remembering(by)), made_of
            return self._reader


_readers = _Readers()


def _labels(vectors: VectorSet | None) -> Labels:
    """All names in Danish and English of the competences in force, with the vectors that there are of first names."""
    numbers = _numbers(vectors)
    labels: list[Label] = []
    rows: list[int] = []
    found: list[NDArray[np.float32]] = []
    for competence, language, kind, text in labels_of_competences(_READ):
        is_first = kind == "preferred"
        if is_first and (competence, language) in numbers:
            rows.append(len(labels))
            found.append(numbers[competence, language])
        labels.append(Label(competence, text, language, is_first))
    if not found:
        return Labels(labels)
    return Labels(labels, np.stack(found), rows=rows, middle=ordinary(are_names=True))


def _numbers(vectors: VectorSet | None) -> dict[tuple[int, str], NDArray[np.float32]]:
    if vectors is None:
        return {}
    rows = Vector.objects.filter(set=vectors, kind=ListingKind.COMPETENCE).exclude(digest="")
    return {
        (target, language): np.frombuffer(bytes(numbers), dtype="<f2").astype(np.float32)
        for target, language, numbers in rows.values_list("target_id", "language", "numbers").iterator()
    }
