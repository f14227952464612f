"""Saving a draft as it is written, noting who wrote what, and who is in it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from nanobank.accounts.models import Person
from nanobank.authoring.models import DraftVisit, DraftWriting
from nanobank.authoring.parts import PREREQUISITES, Part, written
from nanobank.catalogue.models import ModuleVersion
from nanobank.catalogue.services import Facts, edit_draft, facts_of, what_is_missing
from nanobank.study import services as study
from nanobank.study.faults import fault_of
from nanobank.study.models import Question, Step
from nanobank.study.permissions import check_teaches
from nanobank.study.revisions import check_revision, digest, revision_of


@dataclass(frozen=True)
class Saved:
    """The revision that stands now, and what is still wrong with what was saved, beside the inputs it is about."""

    revision: str
    faults: dict[str, str]


@transaction.atomic
def save_part(
    *,
    version: ModuleVersion,
    part: Part,
    rewrite: Callable[[Facts], Facts],
    revision: str | None,
    by: Person,
    now: datetime,
) -> Saved:
    """Write one part of a draft: ``rewrite`` is given what the draft says and gives what it is to say in this part.

    Raises NotYours; Conflict once it is published; Changed, with what the inputs say now, when somebody wrote in this
    part since ``revision``; Refused, naming the input.
    """
    check_teaches(by, version.module, now)
    draft = ModuleVersion.objects.select_for_update(of=("self",)).select_related("module__provider").get(pk=version.pk)
    facts = facts_of(draft)
    wanted = rewrite(facts)
    present, then = written(facts, part), written(wanted, part)
    if present != then:
        check_revision(revision, present)
        edit_draft(version=draft, facts=wanted, by=by, now=now)
        note_writing(version=draft, part=part.name, by=by, now=now)
    return Saved(digest(then), _faults(draft, part))


def _faults(draft: ModuleVersion, part: Part) -> dict[str, str]:
    """What is wrong already and would only be said on publishing: that the module leads back to itself."""
    if part is not PREREQUISITES:
        return {}
    return {name: str(sentence) for name, sentence in what_is_missing(draft).items() if name in part.inputs}


@transaction.atomic
def save_step(*, step: Step, values: Mapping[str, Any], revision: str | None, by: Person, now: datetime) -> Saved:
    """Write some of a step's texts. Raises as ``study.services.save_step``."""
    saved = study.save_step(step=step, values=values, revision=revision, by=by, now=now)
    note_writing(version=saved.version, part=part_of(saved), by=by, now=now)
    return Saved(revision_of(saved), {})


@transaction.atomic
def save_question(
    *, question: Question, values: Mapping[str, Any], revision: str | None, by: Person, now: datetime
) -> Saved:
    """Write a question, finished or not, and say what it still lacks. Raises as ``study.services.save_question``."""
    saved = study.save_question(question=question, values=values, revision=revision, by=by, now=now)
    note_writing(version=saved.step.version, part=part_of(saved), by=by, now=now)
    fault = fault_of(saved)
    return Saved(revision_of(saved), {fault.field: str(fault.sentence)} if fault else {})


def part_of(thing: Step | Question) -> str:
    """What a step or a question is called among the parts of its draft."""
    return f"{'step' if isinstance(thing, Step) else 'question'}:{thing.uuid}"


def note_writing(*, version: ModuleVersion, part: str, by: Person, now: datetime) -> None:
    """Keep who wrote the part last: one query."""
    DraftWriting.objects.bulk_create(
        [DraftWriting(version=version, part=part, by=by, at=now)],
        update_conflicts=True,
        unique_fields=["version", "part"],
        update_fields=["by", "at"],
    )


def note_visit(*, version: ModuleVersion, part: str, by: Person, now: datetime) -> None:
    """Keep that somebody has a part of a draft open: one query. The page has asked whether they may."""
    DraftVisit.objects.bulk_create(
        [DraftVisit(version=version, person=by, part=part, seen_at=now)],
        update_conflicts=True,
        unique_fields=["version", "person"],
        update_fields=["part", "seen_at"],
    )
