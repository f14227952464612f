"""Whether a credential is of a kind that can be shown in full, and complete for its kind."""

from ._case import Case
from ._codes import Code, Problem, Step
from ._facts import BADGE, CREDENTIAL, ENDORSEMENT, OPEN_BADGE, nodes, text
from ._rdf import Graph
from ._verdict import Facts, Finding

_STATUS_LIST = "https://www.w3.org/ns/credentials/status#BitstringStatusListCredential"


def check_meaning(case: Case) -> Finding:
    """Open Badges 3.0, sections B.1.1 and B.1.11: what an achievement or an endorsement cannot do without."""
    graph, facts = case.unsecured.statements.graph, case.facts
    kinds = graph.types(graph.root)
    if OPEN_BADGE in kinds:
        _check_badge(graph, facts)
        return Finding(Step.MEANING, Code.MEANING_OK, {"kind": "open_badge"})
    if ENDORSEMENT in kinds:
        _check_endorsement(graph)
        return Finding(Step.MEANING, Code.MEANING_OK, {"kind": "endorsement"})
    if _STATUS_LIST in kinds:
        return Finding(Step.MEANING, Code.MEANING_OK, {"kind": "status_list"})
    raise Problem(Code.MEANING_OTHER, kind=", ".join(kind for kind in facts.types if kind != "VerifiableCredential"))


def _check_badge(graph: Graph, facts: Facts) -> None:
    subjects = nodes(graph, graph.root, CREDENTIAL + "credentialSubject")
    if not any(BADGE + "AchievementSubject" in graph.types(subject) for subject in subjects):
        raise Problem(Code.MEANING_INCOMPLETE, property="credentialSubject")
    if not facts.achievements:
        raise Problem(Code.MEANING_INCOMPLETE, property="achievement")
    for achievement in facts.achievements:
        for name in ("name", "description"):
            if not getattr(achievement.text, name):
                raise Problem(Code.MEANING_INCOMPLETE, property=f"achievement.{name}")


def _check_endorsement(graph: Graph) -> None:
    subjects = nodes(graph, graph.root, CREDENTIAL + "credentialSubject")
    if not any(text(graph, subject, BADGE + "endorsementComment") for subject in subjects):
        raise Problem(Code.MEANING_INCOMPLETE, property="endorsementComment")
