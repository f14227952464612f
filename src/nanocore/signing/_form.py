"""What a verifiable credential looks like before anybody asks what it means (VC Data Model 2.0, section 4; 1.1)."""

from collections.abc import Callable
from typing import Any, Final

from ._codes import Code, Problem
from ._contexts import CREDENTIALS_V1
from ._digests import is_digested
from ._json import JsonObject, as_list

_LANGUAGE_VALUE: Final = frozenset({"@value", "@language", "@direction"})


def check_credential_form(document: JsonObject) -> str:
    """The version of the data model, `1.1` or `2.0`. Raises `Problem` with a `FORM_…` code."""
    types = as_list(document.get("type"))
    if "VerifiableCredential" not in types:
        raise Problem(Code.FORM_SHOWS_OTHERS if "VerifiablePresentation" in types else Code.FORM_NOT_CREDENTIAL)
    version = "1.1" if CREDENTIALS_V1 in as_list(document.get("@context")) else "2.0"
    for name in ("@context", "issuer", "credentialSubject", *(["issuanceDate"] if version == "1.1" else [])):
        if document.get(name) in (None, "", [], {}):
            raise Problem(Code.FORM_MISSING, property=name)
    for name, well_formed in (_FORMS | (_FORMS_V2 if version == "2.0" else {})).items():
        if name in document and not well_formed(document[name]):
            raise Problem(Code.FORM_WRONG, property=name)
    return version


def is_address(value: Any) -> bool:
    """Whether it may be the address of something; whether it is one, its statements tell."""
    return isinstance(value, str) and ":" in value


def _is_issuer(value: Any) -> bool:
    return is_address(value.get("id") if isinstance(value, dict) else value) and (
        not isinstance(value, dict) or all(_is_text(value[name]) for name in ("name", "description") if name in value)
    )


def _is_objects(value: Any) -> bool:
    return all(isinstance(item, dict) and item for item in as_list(value))


def _are_typed(value: Any) -> bool:
    """Objects of a named type, which may have an address."""
    return _is_objects(value) and all(
        _is_type(item.get("type")) and ("id" not in item or is_address(item["id"])) for item in as_list(value)
    )


def _are_schemas(value: Any) -> bool:
    return _are_typed(value) and all("id" in item for item in as_list(value))


def _is_type(value: Any) -> bool:
    return bool(as_list(value)) and all(isinstance(name, str) and name for name in as_list(value))


def _is_text(value: Any) -> bool:
    """Section 4.6 and 11.1: a text, or texts with a language and a direction."""
    return all(
        isinstance(item, str)
        or (isinstance(item, dict) and isinstance(item.get("@value"), str) and item.keys() <= _LANGUAGE_VALUE)
        for item in as_list(value)
    )


def _are_resources(value: Any) -> bool:
    """Section 5.3: each named once, with a digest, and the right one if the resource is kept here."""
    items = as_list(value)
    if not _is_objects(value) or not all(is_address(item.get("id")) and is_digested(item) for item in items):
        return False
    return len({item["id"] for item in items}) == len(items)


_FORMS: Final[dict[str, Callable[[Any], bool]]] = {
    "type": _is_type,
    "id": is_address,
    "issuer": _is_issuer,
    "credentialSubject": _is_objects,
    "credentialStatus": _are_typed,
    "credentialSchema": _are_schemas,
    "evidence": _are_typed,
    "refreshService": _are_typed,
    "termsOfUse": _are_typed,
}
_FORMS_V2: Final[dict[str, Callable[[Any], bool]]] = {
    "@context": lambda value: isinstance(value, list),
    "name": _is_text,
    "description": _is_text,
    "relatedResource": _are_resources,
}
