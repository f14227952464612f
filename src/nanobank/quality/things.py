"""What is judged: a version of a module or a micro-credential, and what the two have in common."""

import json
from collections.abc import Iterable
from hashlib import sha256
from typing import Any, TypeAlias
from uuid import UUID

from django.db.models import QuerySet

from nanobank.accounts.models import Person
from nanobank.catalogue.models import Hand, MicroCredential, ModuleVersion, State
from nanobank.organisations.models import Organisation

Thing: TypeAlias = ModuleVersion | MicroCredential
_VERSION = ("title_da", "title_en", "summary_da", "summary_en", "description", "language", "ects", "level", "form")
_STEP = ("kind", "title", "minutes", "body", "file", "captions", "url", "pass_percent")
_QUESTION = ("step__position", "position", "kind", "prompt", "definition", "explanation")
_MICRO_CREDENTIAL = (
    *("title_da", "title_en", "summary_da", "summary_en", "description_da", "description_en", "language", "level"),
    *("ects", "assessment", "by_hand_in", "grading", "second_examiner", "participation", "exam_guidance_da"),
    *("exam_guidance_en", "prerequisites_da", "prerequisites_en"),
)


def of(thing: Thing) -> dict[str, Thing]:
    """The thing as the keyword that rows about it are found and made by."""
    return {"version" if isinstance(thing, ModuleVersion) else "micro_credential": thing}


def provider_of(thing: Thing) -> Organisation:
    """Who offers it."""
    return thing.module.provider if isinstance(thing, ModuleVersion) else thing.provider


def is_published(thing: Thing) -> bool:
    """Whether learners can see it."""
    return thing.state == State.PUBLISHED


def thing_of(kind: str, uuid: UUID) -> Thing | None:
    """The version (``kind`` ``"modul"``) or micro-credential (``"micro-credential"``) of this uuid: one query."""
    if kind == "modul":
        return ModuleVersion.objects.select_related("module__provider", "module__current").filter(uuid=uuid).first()
    return MicroCredential.objects.select_related("provider").filter(uuid=uuid).first()


def kind_of(thing: Thing) -> str:
    """What ``thing_of`` calls its kind."""
    return "modul" if isinstance(thing, ModuleVersion) else "micro-credential"


def writers_of(thing: Thing) -> set[int]:
    """Everybody who has written on it, by id; for a module on any of its versions, since each copies the one before."""
    if isinstance(thing, MicroCredential):
        return set(Hand.objects.filter(micro_credential=thing).values_list("person", flat=True))
    hands = set(Hand.objects.filter(version__module=thing.module_id).values_list("person", flat=True))
    return hands | ({thing.module.created_by_id} if thing.module.created_by_id else set())


def authors_of(thing: Thing) -> QuerySet[Person]:
    """Those who are told what becomes of it."""
    return Person.objects.filter(pk__in=writers_of(thing))


def digest_of(thing: Thing) -> str:
    """What a reviewer judges, in 64 hexadecimal digits: the same content has the same. Three queries."""
    content = _of_version(thing) if isinstance(thing, ModuleVersion) else _of_micro_credential(thing)
    return sha256(json.dumps(content, ensure_ascii=False, sort_keys=True, default=str).encode()).hexdigest()


def _of_version(version: ModuleVersion) -> list[Any]:
    steps = version.steps.order_by("position")
    return [
        [_plain(getattr(version, name)) for name in _VERSION],
        version.learning_outcomes,
        _rows(steps.values_list(*_STEP)),
        _rows(steps.order_by("position", "questions__position").values_list(*(_of_question(f) for f in _QUESTION))),
    ]


def _of_question(field: str) -> str:
    return "position" if field == "step__position" else f"questions__{field}"


def _of_micro_credential(one: MicroCredential) -> list[Any]:
    groups = one.elective_groups.order_by("pk").values_list("min_ects", "min_level", "modules__slug")
    return [
        [_plain(getattr(one, name)) for name in _MICRO_CREDENTIAL],
        one.learning_outcomes,
        sorted(one.required.values_list("slug", flat=True)),
        sorted(_rows(groups), key=str),
    ]


def _rows(rows: Iterable[Iterable[Any]]) -> list[list[Any]]:
    return [[_plain(value) for value in row] for row in rows]


def _plain(value: Any) -> Any:
    """Numbers as they are told, so that 2.5 and 2.50 credits are the same."""
    return f"{value.normalize():f}" if hasattr(value, "normalize") else value
