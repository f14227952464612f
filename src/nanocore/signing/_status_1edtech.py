"""1EdTech's revocation list: an unsigned list, at an address that the credential names, of the ids that are revoked.

1EdTech Verifiable Credentials Revocation List 1.0, which Open Badges 3.0 names beside Bitstring lists. It is as
reliable as the server it comes from; the credential, which is signed, names that server.
"""

from typing import Any

from ._case import Case
from ._codes import Code, Problem
from ._json import as_list, read_json
from ._rdf import Graph
from ._resolve import CannotResolve


def check_1edtech(case: Case, graph: Graph, entry: str) -> None:
    """Raise `Problem` unless the list at the entry's own address leaves the credential alone."""
    if not entry.startswith("https://") or graph.root.startswith("_:"):
        raise Problem(Code.STATUS_MALFORMED)
    try:
        revoked_list = read_json(case.asker.ask(entry))
    except CannotResolve as error:
        raise Problem(Code.STATUS_LIST_UNREACHABLE, address=entry, reason=error.reason.value) from None
    except Problem as problem:
        raise Problem(Code.STATUS_LIST_NOT_GENUINE, address=entry, because=problem.code.value) from None
    issuer = revoked_list.get("issuer")
    named = issuer.get("id") if isinstance(issuer, dict) else issuer
    if named != case.issuer:
        raise Problem(Code.STATUS_LIST_OTHER_ISSUER, address=entry, issuer=str(named)[:200])
    listed = revoked_list.get("revokedCredential", revoked_list.get("revokedCredentials", []))
    if not isinstance(listed, list):
        raise Problem(Code.STATUS_LIST_MALFORMED, address=entry)
    if any(_is_revoked(item, graph.root) for item in listed):
        raise Problem(Code.STATUS_REVOKED)


def _is_revoked(item: Any, credential_id: str) -> bool:
    """Whether an entry is about this credential; being listed is being revoked, unless it says otherwise."""
    if isinstance(item, dict):
        return credential_id in as_list(item.get("id")) and item.get("revoked", True) is not False
    return bool(item == credential_id)
