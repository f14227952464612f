"""Rows for tests of studying: modules with real steps, and learners on their way through them."""

from typing import Any

from django.core.files.base import ContentFile

from factories import NOW, make_module, make_person
from nanobank.accounts.models import Person
from nanobank.catalogue.models import Module, ModuleVersion, State
from nanobank.study.models import Enrolment, Question, Step
from nanobank.study.services import NewQuestion, NewStep, complete_step, enrol, write_steps

SINGLE = NewQuestion(
    "single",
    "Hvad siger mest om den midterste?",
    {
        "choices": [
            {"text": "Medianen", "correct": True, "feedback": "Netop."},
            {"text": "Gennemsnittet", "correct": False, "feedback": "Det trækkes af de lange."},
        ]
    },
    "Medianen er den midterste.",
)
NUMERIC = NewQuestion("numeric", "37 / 7.400 × 1.000?", {"answer": "5.0", "tolerance": "0.05", "unit": "klager"})
TEXT = NewStep("text", "Begynd med tallene", 10, "Læs **først** alt.")
QUIZ = NewStep("quiz", "Regn efter", 5, pass_percent=60, questions=(SINGLE, NUMERIC))


def make_taught_module(*steps: NewStep, requires: tuple[Module, ...] = (), **fields: Any) -> Module:
    """A published module with steps (a text and a quiz unless told), one rolling offering; requires any one given."""
    module = make_module(published=False, **fields)
    version = module.versions.get()
    write_steps(version=version, steps=steps or (TEXT, QUIZ), by=None, now=NOW)
    if requires:
        version.prerequisite_groups.create().any_of.set(requires)
    version.state, version.published_at = State.PUBLISHED, NOW
    version.save()
    module.current = version
    module.save()
    return module


def make_enrolment(module: Module | None = None, person: Person | None = None) -> Enrolment:
    """Somebody under way."""
    return enrol(person=person or make_person(), module=module or make_taught_module(), offering=None, now=NOW)


def complete(enrolment: Enrolment) -> Enrolment:
    """Every step done; only for versions without a quiz."""
    for step in steps_of(enrolment.version):
        complete_step(enrolment=enrolment, step=step, now=NOW)
    enrolment.refresh_from_db()
    return enrolment


def steps_of(version: ModuleVersion | None) -> list[Step]:
    """A version's steps in order."""
    return list(Step.objects.filter(version=version))


def right_answers(step: Step) -> dict[str, object]:
    """Answers that pass ``QUIZ``."""
    single, numeric = Question.objects.filter(step=step)
    return {str(single.uuid): 0, str(numeric.uuid): "5,0 klager"}


def webm(size: int = 1000) -> ContentFile[bytes]:
    """Bytes that begin like a WebM file."""
    return ContentFile(b"\x1a\x45\xdf\xa3" + bytes(n % 251 for n in range(size - 4)), name="video.webm")
