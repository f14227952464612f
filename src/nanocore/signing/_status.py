"""Whether the issuer has withdrawn a credential, asked of the status list it points to.

A further kind of status (StatusList2021) is a further entry in `STATUS_KINDS`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from ._case import Case, raise_worst
from ._codes import Code, Problem, Step
from ._facts import CREDENTIAL, address, nodes, short, text, texts
from ._rdf import Graph
from ._resolve import CannotResolve
from ._status_list import StatusList, StatusPurpose
from ._steps import check_contexts, check_dates, check_form, check_issuer, check_signatures
from ._verdict import Finding

MAX_ENTRIES_CHECKED: Final = 4
_STATUS: Final = "https://www.w3.org/ns/credentials/status#"
_SET: Final = {StatusPurpose.REVOCATION: Code.STATUS_REVOKED, StatusPurpose.SUSPENSION: Code.STATUS_SUSPENDED}


def check_status(case: Case) -> Finding:
    """No status entry says revoked or suspended. One that does weighs more than one that cannot be checked."""
    graph = case.unsecured.statements.graph
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
class _Pointer:
    """A status entry, read."""

    list_url: str
    index: int
    purpose: StatusPurpose


def _check_bitstring(case: Case, graph: Graph, entry: str) -> None:
    """Bitstring Status List 1.0, section 3.2 (validate algorithm)."""
    pointer = _read_pointer(graph, entry)
    status_list = _fetch(case, pointer)
    try:
        is_set = status_list[pointer.index]
    except IndexError:
        raise Problem(Code.STATUS_OUTSIDE_LIST, address=pointer.list_url) from None
    if is_set:
        raise Problem(_SET[pointer.purpose])


STATUS_KINDS: Final[dict[str, Callable[[Case, Graph, str], None]]] = {
    _STATUS + "BitstringStatusListEntry": _check_bitstring,
}


def _read_pointer(graph: Graph, entry: str) -> _Pointer:
    list_url = address(graph, entry, _STATUS + "statusListCredential")
    index = text(graph, entry, _STATUS + "statusListIndex")
    purpose = text(graph, entry, _STATUS + "statusPurpose")
    one_bit = texts(graph, entry, _STATUS + "statusSize") in ([], ["1"])
    if not (list_url.startswith(("https://", "http://")) and index.isdecimal() and len(index) < 12 and one_bit):
        raise Problem(Code.STATUS_MALFORMED)
    if purpose not in list(StatusPurpose):
        raise Problem(Code.STATUS_PURPOSE_UNKNOWN, purpose=purpose)
    return _Pointer(list_url, int(index), StatusPurpose(purpose))


def _fetch(case: Case, pointer: _Pointer) -> StatusList:
    """The list, once it is known to be the issuer's own, unchanged, in force and for this purpose."""
    place = {"address": pointer.list_url}
    try:
        reading = case.read(case.asker.ask(pointer.list_url))
    except CannotResolve as error:
        raise Problem(Code.STATUS_LIST_UNREACHABLE, **place, reason=error.reason.value) from None
    except Problem as problem:
        raise Problem(Code.STATUS_LIST_NOT_GENUINE, **place, because=problem.code.value) from None
    about_list = case.about(reading, lambda issuer: issuer if issuer == case.issuer else None)
    for step in (check_form, check_contexts, check_signatures, check_issuer, check_dates):
        try:
            step(about_list)
        except Problem as problem:
            if problem.code is Code.ISSUER_NOT_KNOWN:
                raise Problem(Code.STATUS_LIST_OTHER_ISSUER, **place, issuer=about_list.issuer) from None
            raise Problem(Code.STATUS_LIST_NOT_GENUINE, **place, because=problem.code.value) from None
    return _read_list(about_list.unsecured.statements.graph, pointer)


def _read_list(graph: Graph, pointer: _Pointer) -> StatusList:
    subjects = nodes(graph, graph.root, CREDENTIAL + "credentialSubject")
    lists = [subject for subject in subjects if _STATUS + "BitstringStatusList" in graph.types(subject)]
    if len(lists) != 1:
        raise Problem(Code.STATUS_LIST_MALFORMED, address=pointer.list_url)
    purposes = texts(graph, lists[0], _STATUS + "statusPurpose")
    if pointer.purpose not in purposes:
        raise Problem(Code.STATUS_LIST_OTHER_PURPOSE, address=pointer.list_url, purpose=", ".join(purposes))
    try:
        return StatusList.decode(text(graph, lists[0], _STATUS + "encodedList"))
    except ValueError:
        raise Problem(Code.STATUS_LIST_MALFORMED, address=pointer.list_url) from None
