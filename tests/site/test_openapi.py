from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from ninja import Schema

from nanobank.site.api import api

METHODS = {"get", "post", "put", "patch", "delete"}
DOCUMENT: dict[str, Any] = api.get_openapi_schema()
OPERATIONS = [
    pytest.param(operation, id=f"{method} {path}")
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
    if method in METHODS
]
OURS = {name: schema for name, schema in DOCUMENT["components"]["schemas"].items() if "properties" in schema}


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_operation_says_what_it_does(operation: dict[str, Any]) -> None:
    assert operation.get("description")
    assert operation.get("tags")


def _says_itself(field: dict[str, Any]) -> bool:
    """A field whose values are plain from its type, or one that shows an example."""
    if {"example", "examples", "enum", "const", "$ref", "items", "format"} & field.keys():
        return True
    if "anyOf" in field:
        return all(_says_itself(one) for one in field["anyOf"])
    return field.get("type") in {"boolean", "integer", "null", "array", "object"}


@pytest.mark.parametrize("name", OURS)
def test_every_shape_that_is_sent_or_answered_shows_an_example_of_each_text(name: str) -> None:
    schema = OURS[name]
    if not {"example", "examples"} & schema.keys():
        assert [name for name, field in schema["properties"].items() if not _says_itself(field)] == []


def _shapes(of: type[Schema] = Schema) -> Iterator[type[Schema]]:
    for shape in of.__subclasses__():
        yield shape
        yield from _shapes(shape)


def test_no_two_rooms_call_different_shapes_the_same() -> None:
    """OpenAPI would show one of them for both."""
    modules: dict[str, set[str]] = {}
    for shape in _shapes():
        if shape.__module__.startswith("nanobank."):
            modules.setdefault(shape.__name__, set()).add(shape.__module__)
    assert {name: places for name, places in modules.items() if len(places) > 1} == {}


def test_the_documentation_page_opens(client: Client) -> None:
    assert client.get("/api/v1/docs").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "path"),
    [
        (method, path)
        for path, methods in DOCUMENT["paths"].items()
        for method, operation in methods.items()
        if method in METHODS and operation.get("security")
    ],
)
def test_what_needs_a_token_answers_nobody_without_one(client: Client, method: str, path: str) -> None:
    for name in ("uuid", "step_uuid", "question_uuid", "step"):
        path = path.replace("{" + name + "}", "00000000-0000-4000-8000-000000000000")
    path = path.replace("{slug}", "x").replace("{number}", "1")
    assert client.generic(method.upper(), path).status_code == 401
