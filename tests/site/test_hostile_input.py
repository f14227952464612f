"""Whatever is thrown at the API, by somebody with a valid token, is answered in JSON and never with a 5xx."""

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.test.client import MULTIPART_CONTENT, encode_multipart

from factories import NOW, make_member, make_micro_credential
from factories_exams import make_completed, make_handed_in, make_registration, make_slot
from factories_study import make_enrolment, make_taught_module, steps_of
from nanobank.accounts.models import Person, PersonalToken
from nanobank.credentials.models import Credential
from nanobank.exams.models import Examiner
from nanobank.exams.services import assess, publish
from nanobank.organisations.models import Role
from nanobank.site.api import api
from nanobank.study.services import start_draft

pytestmark = pytest.mark.django_db

DOCUMENT: dict[str, Any] = api.get_openapi_schema()
METHODS = ("get", "post", "put", "patch", "delete")
OPERATIONS = [
    (method, path, operation)
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
    if method in METHODS
]
GROUPS = sorted({path.split("/")[3] for _method, path, _operation in OPERATIONS})
NOBODY = "00000000-0000-4000-8000-000000000000"
VALUES: tuple[Any, ...] = (
    None, -1, 2**31, 10**30, "", "x" * 2_500, "\x00", "\U0001f480'; --", "1e400", "NaN", "9999-12-31T23:59:59-12:00",
    "0001-01-01T00:00:00+14:00", [[]], {"": {}},
)  # fmt: skip
KINDS = ("single", "multiple", "numeric", "short_text")
DEFINITIONS: tuple[Any, ...] = (
    {"choices": [{"text": 1}]}, {"choices": "x"}, {"accepted": [None]}, {"answer": "1e999999", "tolerance": "-1"},
    {"answer": "NaN", "tolerance": "Infinity", "unit": 3}, {"answer": 1e18, "tolerance": 0},
)  # fmt: skip
GROUNDS = "Tallene holder, og hver kilde er kontrolleret af en anden."
MINE = ("/slot", "/hand-in", "/withdraw")
BODIES = ("", "{", "[]", '{"\ud83d": 1}', '{"a": NaN}', "[" * 5_000, '{"__proto__": {}}')


@pytest.fixture
def scene() -> dict[str, str]:
    """Somebody who studies, teaches, examines and runs the office of one institution; what is theirs, by its place."""
    module, done = make_taught_module(), make_taught_module()
    person = make_member(Role.EDUCATOR, module.provider)
    for role in (Role.PROGRAMME_LEAD, Role.STUDY_SECRETARY):
        person.memberships.create(organisation=module.provider, role=role, since=NOW)
    make_completed(person, done)
    oral = make_micro_credential(module.provider, required=[done])
    written = make_micro_credential(module.provider, required=[done], by_hand_in=True, assessment="assignment")
    for micro_credential in (oral, written):
        Examiner.objects.create(micro_credential=micro_credential, person=person)
    waiting, published = make_handed_in(written), make_handed_in(written)
    assess(registration=published, examiner=person, role="first", grade="7", grounds=GROUNDS, now=NOW)
    draft = start_draft(module=module, by=person, now=NOW)
    quiz = steps_of(module.current)[1]
    return {
        "token": _token(person),
        "module": module.slug,
        "micro_credential": oral.slug,
        "organisation": module.provider.slug,
        "enrolment": str(make_enrolment(module, person).uuid),
        "version": str(draft.uuid),
        "step": str(steps_of(draft)[1].uuid),
        "question": str(steps_of(draft)[1].questions.all()[0].uuid),
        "quiz": str(quiz.uuid),
        "asked": str(quiz.questions.all()[0].uuid),
        "mine": str(make_registration(oral, person).uuid),
        "registration": str(waiting.uuid),
        "result": str(publish(registration=published, by=person, now=NOW).uuid),
        "slot": str(make_slot(oral).uuid),
        "credential": str(Credential.objects.get().uuid),
    }


def _token(person: Person) -> str:
    secret = "nb_a-token-for-tests"
    digest = sha256(secret.encode()).digest()
    PersonalToken.objects.create(person=person, name="test", digest=digest, hint="ests", created_at=NOW)
    return secret


def _addresses(path: str, scene: dict[str, str]) -> list[str]:
    """The address of something that is there, where the scene has one; and of hostile names."""
    kind = path.split("/")[3].removesuffix("s").replace("-", "_")
    theirs = scene["mine"] if path.endswith(MINE) else scene.get(kind, NOBODY)
    inner = scene["quiz"] if kind == "enrolment" else NOBODY
    known = path.replace("{slug}", theirs).replace("{uuid}", theirs).replace("{step}", inner).replace("{number}", "1")
    hostile = [
        path.replace("{number}", name).replace("{slug}", name).replace("{uuid}", name).replace("{step}", name)
        for name in ("%00", "%ff", "-1", "9" * 40, "x" * 3_000)
    ]
    return list(dict.fromkeys([known, *(hostile if "{" in path else [])]))


def _schema(operation: dict[str, Any]) -> dict[str, Any]:
    content = operation.get("requestBody", {}).get("content", {})
    schema: dict[str, Any] = content.get("application/json", {}).get("schema", {})
    name = schema.get("$ref", "").rpartition("/")[2]
    return DOCUMENT["components"]["schemas"][name] if name else schema


def _sound(field: dict[str, Any]) -> Any:
    """A value that the field would take, so that the hostile one beside it reaches the rules."""
    if "$ref" in field:
        field = DOCUMENT["components"]["schemas"][field["$ref"].rpartition("/")[2]]
    if "examples" in field:
        return field["examples"][0]
    if "enum" in field:
        return field["enum"][0]
    sound = {"integer": 5, "boolean": True, "array": [], "object": {}}
    return NOBODY if field.get("format") == "uuid" else sound.get(field.get("type", ""), "2.5")


def _bodies(operation: dict[str, Any], scene: dict[str, str]) -> Iterator[str | bytes]:
    """Broken bodies; and sound ones in which one value after the other is hostile."""
    if "requestBody" not in operation:
        return
    yield from BODIES
    schema = _schema(operation)
    fields = schema.get("properties", {})
    examples = schema.get("examples", [schema.get("example", {})])[0]
    sound = {name: examples.get(name, _sound(field)) for name, field in fields.items()}
    sound |= {name: scene[name] for name in sound.keys() & scene.keys()}
    yield json.dumps(sound)
    for name in fields:
        for value in VALUES:
            yield json.dumps({**sound, name: value})
            if name == "answers":
                yield json.dumps({**sound, name: {scene["asked"]: value}})
        if name == "definition":
            for value in DEFINITIONS:
                yield from (json.dumps({**sound, "kind": kind, name: value}) for kind in KINDS)


def _queries(operation: dict[str, Any]) -> Iterator[str]:
    for parameter in operation.get("parameters", []):
        if parameter["in"] == "query":
            for value in ("", "%00", "%ff", "-1", "1", "9" * 30, "1e400", "NaN", "x" * 3_000, "(%22*"):
                yield f"{parameter['name']}={value}&{parameter['name']}={value}"


@pytest.fixture
def throw(client: Client, scene: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr("nanobank.credentials.limits.CHECKS_A_MINUTE", 10_000)
    headers = {"Authorization": f"Bearer {scene['token']}"}

    def throw(method: str, path: str, body: Any = b"", kind: str = "application/json") -> None:
        data = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body
        answer = client.generic(method.upper(), path, data, content_type=kind, headers=headers)
        assert answer.status_code < 500, (method, path, data[:300])
        is_file = answer.headers.get("Content-Type") == "application/zip"
        if answer.status_code != 204 and answer.status_code not in (301, 302) and not is_file:
            assert "json" in answer.headers["Content-Type"], (answer.status_code, method, path, data[:300])
            json.loads(answer.content)

    return throw


@pytest.mark.parametrize("group", GROUPS)
def test_no_input_breaks_an_operation(throw: Any, scene: dict[str, str], group: str) -> None:
    for method, path, operation in OPERATIONS:
        if path.split("/")[3] == group:
            savepoint = transaction.savepoint()  # the next operation meets the scene as it was laid
            _throw_all(throw, scene, method, path, operation)
            transaction.savepoint_rollback(savepoint)


def _throw_all(throw: Any, scene: dict[str, str], method: str, path: str, operation: dict[str, Any]) -> None:
    known, *hostile = _addresses(path, scene)
    for address in hostile:
        throw(method, address, "{}")
    for query in _queries(operation):
        throw(method, f"{known}?{query}")
    for body in _bodies(operation, scene):
        throw(method, known, body)
    throw(method, known)
    throw(method, known, b"\xff", "text/plain")


def test_no_upload_breaks_handing_in(throw: Any, scene: dict[str, str]) -> None:
    path = f"/api/v1/registrations/{scene['mine']}/hand-in"
    file = SimpleUploadedFile("\u202e../../x.pdf", b"%PDF-")
    parts: list[dict[str, Any]] = [{"text": "\x00"}, {"text": "x", "file": file}, {"file": "not a file"}, {"": ""}]
    for part in parts:
        throw("post", path, encode_multipart("BoUnDaRyStRiNg", part), MULTIPART_CONTENT)
    for kind in ("multipart/form-data", "multipart/form-data; boundary=\xff", MULTIPART_CONTENT):
        throw("post", path, b"--x\r\n", kind)
