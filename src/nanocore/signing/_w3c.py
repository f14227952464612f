"""How verifiable credentials are understood (VC Data Model 2.0 and 1.1): by their statements, as they are signed."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from ._case import Case
from ._codes import Code, Problem, Step
from ._contexts import CREDENTIALS_V1, CREDENTIALS_V2
from ._facts import CREDENTIAL, nodes, read_facts, valid_from, valid_until
from ._json import as_list
from ._meaning import check_meaning
from ._status import check_status
from ._verdict import Facts, Finding


class VerifiableCredentials:
    """The model of all that is a verifiable credential, however it is secured."""

    def form(self, case: Case) -> Finding:
        """It calls itself a credential and has what one must have (VC Data Model 2.0, section 4; 1.1 likewise)."""
        document = case.document
        if "VerifiableCredential" not in as_list(document.get("type")):
            raise Problem(Code.FORM_NOT_CREDENTIAL)
        version = "1.1" if CREDENTIALS_V1 in as_list(document.get("@context")) else "2.0"
        required = ["@context", "issuer", "credentialSubject", *(["issuanceDate"] if version == "1.1" else [])]
        for name in required:
            if document.get(name) in (None, "", [], {}):
                raise Problem(Code.FORM_MISSING, property=name)
        for name, well_formed in _FORMS.items():
            if name in document and not well_formed(document[name]):
                raise Problem(Code.FORM_WRONG, property=name)
        return Finding(Step.FORM, Code.FORM_OK, {"version": version})

    def contexts(self, case: Case) -> Finding:
        """Every vocabulary is known, every word defined and none redefined, so that nothing escapes the signature."""
        if as_list(case.document["@context"])[0] not in (CREDENTIALS_V1, CREDENTIALS_V2):
            raise Problem(Code.CONTEXTS_NOT_FIRST)
        _ = case.unsecured.statements
        return Finding(Step.CONTEXTS, Code.CONTEXTS_OK)

    def issuer(self, case: Case) -> str:
        """As the statements have it."""
        graph = case.unsecured.statements.graph
        found = nodes(graph, graph.root, CREDENTIAL + "issuer")
        if len(found) != 1 or found[0].startswith("_:"):
            raise Problem(Code.ISSUER_NOT_TRACEABLE, issuer=", ".join(found))
        return found[0]

    def valid(self, case: Case) -> tuple[datetime | None, datetime | None]:
        """As the statements have it, in the words of either version."""
        graph = case.unsecured.statements.graph
        return valid_from(graph), valid_until(graph)

    def status(self, case: Case) -> Finding:
        """See `_status`."""
        return check_status(case)

    def meaning(self, case: Case) -> Finding:
        """See `_meaning`."""
        return check_meaning(case)

    def facts(self, case: Case) -> Facts:
        """See `_facts`."""
        return read_facts(case.unsecured.statements.graph)


W3C: Final = VerifiableCredentials()


def _is_address(value: Any) -> bool:
    return isinstance(value, str) and ":" in value


def _is_issuer(value: Any) -> bool:
    return _is_address(value.get("id") if isinstance(value, dict) else value)


def _is_objects(value: Any) -> bool:
    return all(isinstance(item, dict) for item in as_list(value))


_FORMS: Final[dict[str, Callable[[Any], bool]]] = {
    "id": _is_address,
    "issuer": _is_issuer,
    "credentialSubject": _is_objects,
    "credentialStatus": _is_objects,
    "evidence": _is_objects,
}
