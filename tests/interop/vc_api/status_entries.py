"""What an entry for a Bitstring Status List must look like (Bitstring Status List 1.0, section 2.1)."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from nanocore.signing import JsonObject
from nanocore.signing._json import as_list

_INDEX: Final = re.compile(r"0|[1-9][0-9]*")
_TYPE: Final = "BitstringStatusListEntry"


def malformed_in(document: JsonObject) -> str:
    """The first property of a status entry in `document` that is not as it must be; empty if there is none."""
    for entry in as_list(document.get("credentialStatus")):
        if isinstance(entry, dict) and _TYPE in as_list(entry.get("type")):
            for name, well_formed in _FORMS.items():
                if not well_formed(entry):
                    return name
    return ""


def _are_messages(entry: Mapping[str, Any]) -> bool:
    """There when a status takes more than a bit, and then each with a text."""
    size, messages = entry.get("statusSize", 1), entry.get("statusMessage")
    if messages is None:
        return bool(size == 1)
    return isinstance(messages, list) and all(
        isinstance(one, dict) and isinstance(one.get("status"), str) and isinstance(one.get("message"), str)
        for one in messages
    )


def _is_address(value: Any) -> bool:
    return isinstance(value, str) and ":" in value


_FORMS: Final[dict[str, Callable[[Mapping[str, Any]], bool]]] = {
    "id": lambda entry: "id" not in entry or entry["id"] != entry.get("statusListCredential"),
    "statusPurpose": lambda entry: isinstance(entry.get("statusPurpose"), str),
    "statusListIndex": lambda entry: bool(
        isinstance(entry.get("statusListIndex"), str) and _INDEX.fullmatch(entry["statusListIndex"])
    ),
    "statusListCredential": lambda entry: _is_address(entry.get("statusListCredential")),
    "statusSize": lambda entry: type(entry.get("statusSize", 1)) is int and entry.get("statusSize", 1) > 0,
    "statusMessage": _are_messages,
    "statusReference": lambda entry: all(map(_is_address, as_list(entry.get("statusReference")))),
}
