"""Whether a credential is of a kind that can be shown in full, and complete for its kind."""

from ._case import Case
from ._codes import Code, Problem, Step
from ._facts import ACHIEVEMENT, BADGE, CREDENTIAL, ENDORSEMENT, OPEN_BADGE, SCHEMA, nodes, short, text
from ._rdf import Graph
from ._verdict import Finding

_STATUS_LIST = "https://www.w3.org/ns/credentials/status#BitstringStatusListCredential"


def check_meaning(case: Case) -> Finding:
    """Open Badges 3.0, sections B.1.1 and B.1.11: what an achievement or an endorsement cannot do without."""
    graph = case.unsecured.statements.graph
    kinds = graph.types(graph.root)
    if OPEN_BADGE in kinds:
        _check_badge(graph)
        return Finding(Step.MEANING, Code.MEANING_OK, {"kind": "open_badge"})
    if ENDORSEMENT in kinds:
        _check_endorsement(graph)
        return Finding(Step.MEANING, Code.MEANING_OK, {"kind": "endorsement"})
    if _STATUS_LIST in kinds:
        return Finding(Step.MEANING, Code.MEANING_OK, {"kind": "status_list"})
    others = sorted(short(kind) for kind in kinds)
    raise Problem(Code.MEANING_OTHER, kind=", ".join(kind for kind in others if kind != "VerifiableCredential"))


def _check_badge(graph: Graph) -> None:
    subjects = nodes(graph, graph.root, CREDENTIAL + "credentialSubject")
    if not any(BADGE + "AchievementSubject" in graph.types(subject) for subject in subjects):
        raise Problem(Code.MEANING_INCOMPLETE, property="credentialSubject")
    achievements = [node for subject in subjects for node in nodes(graph, subject, *ACHIEVEMENT)]
    if not achievements:
        raise Problem(Code.MEANING_INCOMPLETE, property="achievement")
    for achievement in achievements:
        for name in ("name", "description"):
            if not text(graph, achievement, SCHEMA + name):
                raise Problem(Code.MEANING_INCOMPLETE, property=f"achievement.{name}")


def _check_endorsement(graph: Graph) -> None:
    subjects = nodes(graph, graph.root, CREDENTIAL + "credentialSubject")
    if not any(text(graph, subject, BADGE + "endorsementComment") for subject in subjects):
        raise Problem(Code.MEANING_INCOMPLETE, property="endorsementComment")
