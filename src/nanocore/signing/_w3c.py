"""How verifiable credentials are understood (VC Data Model 2.0 and 1.1): by their statements, as they are signed."""

from datetime import datetime
from typing import Final

from ._case import Case
from ._codes import Code, Problem, Step
from ._contexts import CREDENTIALS_V1, CREDENTIALS_V2
from ._facts import CREDENTIAL, nodes, read_facts, valid_from, valid_until
from ._form import check_credential_form
from ._json import as_list
from ._meaning import check_meaning
from ._status import check_status
from ._verdict import Facts, Finding


class VerifiableCredentials:
    """The model of all that is a verifiable credential, however it is secured."""

    def form(self, case: Case) -> Finding:
        """It calls itself a credential and has what one must have (VC Data Model 2.0, section 4; 1.1 likewise)."""
        return Finding(Step.FORM, Code.FORM_OK, {"version": check_credential_form(case.document)})

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
        return check_status(case, case.unsecured.statements.graph)

    def meaning(self, case: Case) -> Finding:
        """See `_meaning`."""
        return check_meaning(case)

    def facts(self, case: Case) -> Facts:
        """See `_facts`."""
        return read_facts(case.unsecured.statements.graph)


W3C: Final = VerifiableCredentials()
