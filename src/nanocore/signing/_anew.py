"""A credential issued anew: what was said stays as it was said, under a new address and a new signature."""

import copy
from collections.abc import Sequence
from datetime import datetime

from ._json import JsonObject, as_list
from ._open_badge import status_property
from ._status_list import StatusEntry
from ._time import write_moment


def issued_anew(
    document: JsonObject,
    *,
    id: str,  # noqa: A002 - the property is called that
    status: Sequence[StatusEntry],
    name: str = "",
    valid_from: datetime | None = None,
    valid_until: datetime | None = None,
) -> JsonObject:
    """The Open Badge in `document` without its proof, as a new credential `id` with this `status`.

    With a `name` it is awarded to the same learner under that name; with `valid_from` its validity is the one given
    here. All else is kept to the letter, whatever has become of the design since. Raises `ValueError` for a document
    that names no learner, when a name is given, and for naive moments.
    """
    anew = copy.deepcopy({key: value for key, value in document.items() if key != "proof"})
    anew["id"] = id
    anew["credentialStatus"] = status_property(status)
    if name:
        _rename(anew.get("credentialSubject"), name)
    if valid_from is not None:
        anew["validFrom"] = write_moment(valid_from)
        anew.pop("validUntil", None)
        if valid_until is not None:
            anew["validUntil"] = write_moment(valid_until)
    return anew


def _rename(subject: object, name: str) -> None:
    if not isinstance(subject, dict) or not subject.get("name"):
        raise ValueError("the credential names no learner")
    subject["name"] = name
    for identity in as_list(subject.get("identifier")):
        if isinstance(identity, dict) and identity.get("identityType") == "name":
            identity["identityHash"] = name
