"""How long steps take, measured from what there is to read, view and answer: told to authors, asked by the checks."""

from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from django.core.files.storage import default_storage

from nanobank.study import bridge
from nanobank.study.formats.documents import words_of
from nanobank.study.formats.films import seconds_of
from nanobank.study.models import Step, StepKind


def work_of(steps: Iterable[Step], hours_per_ects: Decimal) -> bridge.Workload:
    """The work that steps are, the lengths of their films and the words of their documents counted in: no queries.

    The questions of each must have been fetched with it. What a file does not tell is taken at its author's word.
    """
    return bridge.workload([(step, _seconds(step), _words(step)) for step in steps], hours_per_ects)


def _seconds(step: Step) -> float | None:
    """The length of a step's own film."""
    return _seconds_of_file(step.file.name) if step.kind == StepKind.VIDEO and step.file.name else None


def _words(step: Step) -> int | None:
    """The words of a step's document, where it is one that can be read."""
    return _words_of_file(step.file.name) if step.kind == StepKind.FILE and step.file.name else None


@lru_cache(maxsize=1000)
def _words_of_file(name: str) -> int | None:
    """A stored file never changes, so its words are counted once a process."""
    try:
        return words_of(Path(default_storage.path(name)))
    except OSError:
        return None


@lru_cache(maxsize=1000)
def _seconds_of_file(name: str) -> float | None:
    """A stored file never changes, so its length is read once a process."""
    try:
        with Path(default_storage.path(name)).open("rb") as stream:
            return seconds_of(stream)
    except OSError:
        return None
