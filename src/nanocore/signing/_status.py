"""Whether the issuer has withdrawn a credential, asked of the list it points to.

A further kind of status is a further entry in `STATUS_KINDS`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from ._case import Case, raise_worst
from ._codes import Code, Problem, Step
from ._facts import CREDENTIAL, address, nodes, short, text, texts
from ._rdf import Graph
from ._resolve import CannotResolve
from ._status_1edtech import check_1edtech
from ._status_kept import decoded, published
from ._status_list import StatusList, StatusPurpose
from ._steps import check_contexts, check_dates, check_form, check_issuer, check_signatures
from ._verdict import Finding

MAX_ENTRIES_CHECKED: Final = 4
_BITSTRING: Final = "https://www.w3.org/ns/credentials/status#"
_LIST_2021: Final = "https://w3id.org/vc/status-list#"
_LIST_2020: Final = "https://w3id.org/vc-revocation-list-2020#"
_SET: Final = {StatusPurpose.REVOCATION: Code.STATUS_REVOKED, StatusPurpose.SUSPENSION: Code.STATUS_SUSPENDED}


def check_status(case: Case, graph: Graph) -> Finding:
    """No status entry says revoked or suspended. One that does weighs more than one that cannot be checked.

    `graph` is what the credential says.
    """
    entries = nodes(graph, graph.root, CREDENTIAL + "credentialStatus")
    if not entries:
        return Finding(Step.STATUS, Code.STATUS_NONE)
    if len(entries) > MAX_ENTRIES_CHECKED:
        raise Problem(Code.STATUS_TOO_MANY, limit=str(MAX_ENTRIES_CHECKED))
    raise_worst([problem for entry in entries if (problem := _problem_with(case, graph, entry))])
    return Finding(Step.STATUS, Code.STATUS_OK)


def _problem_with(case: Case, graph: Graph, entry: str) -> Problem | None:
    kinds = graph.types(entry)
    check = next((STATUS_KINDS[kind] for kind in kinds if kind in STATUS_KINDS), None)
    try:
        if check is None:
            raise Problem(Code.STATUS_KIND_UNKNOWN, kind=", ".join(sorted(short(kind) for kind in kinds)))
        check(case, graph, entry)
    except Problem as problem:
        return problem
    return None


@dataclass(frozen=True)
class _Kind:
    """A kind of list with a bit for each credential, by the addresses of its words."""

    list_type: str
    credential: str
    index: str
    encoded: str
    purpose: str = ""
    """Empty for the oldest, which knows nothing but revocation."""
    multibase: bool = False
    """Whether the list begins with the `u` of multibase, as the newest has it."""

    def __call__(self, case: Case, graph: Graph, entry: str) -> None:
        """Raise `Problem` unless the bit is clear (Bitstring Status List 1.0, section 3.2; its forerunners alike)."""
        pointer = self._pointer(graph, entry)
        status_list = self._list(_fetch(case, pointer), pointer)
        try:
            is_set = status_list[pointer.index]
        except IndexError:
            raise Problem(Code.STATUS_OUTSIDE_LIST, address=pointer.list_url) from None
        if is_set:
            raise Problem(_SET[pointer.purpose])

    def _pointer(self, graph: Graph, entry: str) -> "_Pointer":
        list_url = address(graph, entry, self.credential)
        index = text(graph, entry, self.index)
        one_bit = texts(graph, entry, _BITSTRING + "statusSize") in ([], ["1"])
        if not (list_url.startswith(("https://", "http://")) and index.isdecimal() and len(index) < 12 and one_bit):
            raise Problem(Code.STATUS_MALFORMED)
        purpose = text(graph, entry, self.purpose) if self.purpose else StatusPurpose.REVOCATION.value
        if purpose not in list(StatusPurpose):
            raise Problem(Code.STATUS_PURPOSE_UNKNOWN, purpose=purpose)
        return _Pointer(list_url, int(index), StatusPurpose(purpose))

    def _list(self, graph: Graph, pointer: "_Pointer") -> StatusList:
        place = pointer.list_url
        subjects = nodes(graph, graph.root, CREDENTIAL + "credentialSubject")
        lists = [subject for subject in subjects if self.list_type in graph.types(subject)]
        if len(lists) != 1:
            raise Problem(Code.STATUS_LIST_MALFORMED, address=place)
        purposes = texts(graph, lists[0], self.purpose) if self.purpose else [pointer.purpose.value]
        if pointer.purpose not in purposes:
            raise Problem(Code.STATUS_LIST_OTHER_PURPOSE, address=place, purpose=", ".join(purposes))
        encoded = text(graph, lists[0], self.encoded)
        try:
            return decoded(encoded if self.multibase else f"u{encoded.rstrip('=')}")
        except ValueError:
            raise Problem(Code.STATUS_LIST_MALFORMED, address=place) from None


@dataclass(frozen=True)
class _Pointer:
    """A status entry, read."""

    list_url: str
    index: int
    purpose: StatusPurpose


STATUS_KINDS: Final[dict[str, Callable[[Case, Graph, str], None]]] = {
    _BITSTRING + "BitstringStatusListEntry": _Kind(
        list_type=_BITSTRING + "BitstringStatusList",
        credential=_BITSTRING + "statusListCredential",
        index=_BITSTRING + "statusListIndex",
        encoded=_BITSTRING + "encodedList",
        purpose=_BITSTRING + "statusPurpose",
        multibase=True,
    ),
    _LIST_2021 + "StatusList2021Entry": _Kind(
        list_type=_LIST_2021 + "StatusList2021",
        credential=_LIST_2021 + "statusListCredential",
        index=_LIST_2021 + "statusListIndex",
        encoded=_LIST_2021 + "encodedList",
        purpose=_LIST_2021 + "statusPurpose",
    ),
    _LIST_2020 + "RevocationList2020Status": _Kind(
        list_type=_LIST_2020 + "RevocationList2020",
        credential=_LIST_2020 + "revocationListCredential",
        index=_LIST_2020 + "revocationListIndex",
        encoded=_LIST_2020 + "encodedList",
    ),
    "https://purl.imsglobal.org/spec/vcrl/v1p0/context.json#1EdTechRevocationList": check_1edtech,
}


def _fetch(case: Case, pointer: _Pointer) -> Graph:
    """What the list says, once it is known to be the issuer's own, unchanged and in force."""
    place = {"address": pointer.list_url}
    try:
        found = published(case.asker.ask(pointer.list_url), case.contexts, case.read)
    except CannotResolve as error:
        raise Problem(Code.STATUS_LIST_UNREACHABLE, **place, reason=error.reason.value) from None
    except Problem as problem:
        raise Problem(Code.STATUS_LIST_NOT_GENUINE, **place, because=problem.code.value) from None
    about_list = case.about(found.reading, lambda issuer: issuer if issuer == case.issuer else None)
    about_list.unsecured = found.unsecured
    for step in (check_form, check_contexts, check_signatures, check_issuer, check_dates):
        try:
            step(about_list)
        except Problem as problem:
            if problem.code is Code.ISSUER_NOT_KNOWN:
                raise Problem(Code.STATUS_LIST_OTHER_ISSUER, **place, issuer=about_list.issuer) from None
            raise Problem(Code.STATUS_LIST_NOT_GENUINE, **place, because=problem.code.value) from None
    return about_list.unsecured.statements.graph
