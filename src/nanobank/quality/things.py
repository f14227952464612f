"""What is judged: a version of a module, a micro-credential or a bundle, and what they have in common."""

import json
from collections.abc import Iterable
from hashlib import sha256
from typing import Any, Final, TypeAlias
from uuid import UUID

from django.db.models import Q, QuerySet

from nanobank.accounts.models import Person
from nanobank.catalogue.models import Bundle, Hand, MicroCredential, Module, ModuleVersion, State
from nanobank.catalogue.order import in_order
from nanobank.organisations.models import Organisation
from nanobank.quality.models import OF_BUNDLES, OF_OTHERS, AnyCriterion

Thing: TypeAlias = ModuleVersion | MicroCredential | Bundle
WITH_THING: Final = ("version__module__provider", "micro_credential__provider", "bundle__provider")
"""What a row about a thing is read with."""
_FIELDS: Final[dict[type[Thing], str]] = {
    ModuleVersion: "version",
    MicroCredential: "micro_credential",
    Bundle: "bundle",
}
_KINDS: Final[dict[type[Thing], str]] = {
    ModuleVersion: "modul",
    MicroCredential: "micro-credential",
    Bundle: "fagpakke",
}
_VERSION = ("title_da", "title_en", "summary_da", "summary_en", "description", "language", "ects", "level", "form")
_STEP = ("kind", "title", "minutes", "body", "file", "captions", "url", "pass_percent")
_QUESTION = ("step__position", "position", "kind", "prompt", "definition", "explanation")
_MICRO_CREDENTIAL = (
    *("title_da", "title_en", "summary_da", "summary_en", "description_da", "description_en", "language", "level"),
    *("ects", "assessment", "by_hand_in", "grading", "second_examiner", "participation", "exam_guidance_da"),
    *("exam_guidance_en", "prerequisites_da", "prerequisites_en"),
)
_BUNDLE = (
    *("title_da", "title_en", "summary_da", "summary_en", "description_da", "description_en", "need_da", "need_en"),
    *("audience", "price"),
)


def of(thing: Thing) -> dict[str, Thing]:
    """The thing as the keyword that rows about it are found and made by."""
    return {_FIELDS[type(thing)]: thing}


def provider_of(thing: Thing) -> Organisation:
    """Who offers it."""
    return thing.module.provider if isinstance(thing, ModuleVersion) else thing.provider


def is_published(thing: Thing) -> bool:
    """Whether learners can see it."""
    return thing.state == State.PUBLISHED


def thing_of(kind: str, uuid: UUID) -> Thing | None:
    """The version (``"modul"``), micro-credential (``"micro-credential"``) or bundle (``"fagpakke"``): one query."""
    if kind == "modul":
        return ModuleVersion.objects.select_related("module__provider", "module__current").filter(uuid=uuid).first()
    if kind == "fagpakke":
        return Bundle.objects.select_related("provider").filter(uuid=uuid).first()
    return MicroCredential.objects.select_related("provider").filter(uuid=uuid).first()


def kind_of(thing: Thing) -> str:
    """What ``thing_of`` calls its kind."""
    return _KINDS[type(thing)]


def modules_of(thing: Thing) -> QuerySet[Module]:
    """The module that it is, those that it asks of everybody, or those that are in it."""
    if isinstance(thing, ModuleVersion):
        return Module.objects.filter(pk=thing.module_id)
    if isinstance(thing, MicroCredential):
        return thing.required.all()
    return Module.objects.filter(Q(bundles=thing) | Q(required_by__bundles=thing)).distinct()


def parts_in(thing: Thing) -> list[str]:
    """What a bundle holds, by title: its modules in their order, then its micro-credentials; nothing of others."""
    if not isinstance(thing, Bundle):
        return []
    modules = [module.current.title for module in in_order(thing) if module.current]
    return [*modules, *(one.title for one in thing.micro_credentials.order_by("pk"))]


def criteria_for(thing: Thing) -> tuple[AnyCriterion, ...]:
    """What a reviewer of it gives points for."""
    return OF_BUNDLES if isinstance(thing, Bundle) else OF_OTHERS


def writers_of(thing: Thing) -> set[int]:
    """Everybody who has written on it, by id; for a module on any of its versions, since each copies the one before."""
    if not isinstance(thing, ModuleVersion):
        return set(Hand.objects.filter(**of(thing)).values_list("person", flat=True))
    hands = set(Hand.objects.filter(version__module=thing.module_id).values_list("person", flat=True))
    return hands | ({thing.module.created_by_id} if thing.module.created_by_id else set())


def authors_of(thing: Thing) -> QuerySet[Person]:
    """Those who are told what becomes of it."""
    return Person.objects.filter(pk__in=writers_of(thing))


def digest_of(thing: Thing) -> str:
    """What a reviewer judges, in 64 hexadecimal digits: the same content has the same. Three queries."""
    if isinstance(thing, Bundle):
        content = _of_bundle(thing)
    else:
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


def _of_bundle(bundle: Bundle) -> list[Any]:
    return [
        [_plain(getattr(bundle, name)) for name in _BUNDLE],
        [module.slug for module in in_order(bundle)],
        sorted(bundle.micro_credentials.values_list("slug", flat=True)),
    ]


def _rows(rows: Iterable[Iterable[Any]]) -> list[list[Any]]:
    return [[_plain(value) for value in row] for row in rows]


def _plain(value: Any) -> Any:
    """Numbers as they are told, so that 2.5 and 2.50 credits are the same."""
    return f"{value.normalize():f}" if hasattr(value, "normalize") else value
