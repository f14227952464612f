"""What pages and other rooms ask about quality: lines, gates, reviews, evaluations, results, the panel's papers."""

from nanobank.quality.queries.checks import Finding, findings_of
from nanobank.quality.queries.evaluations import FEWEST, Evaluations, evaluation_of, may_evaluate
from nanobank.quality.queries.gates import (
    Item,
    Stand,
    checklist_of,
    fresh_review,
    gates_of,
    holds,
    open_review,
    policy_of,
)
from nanobank.quality.queries.items import items_of
from nanobank.quality.queries.lines import (
    Line,
    line_of,
    lines_of_listings,
    lines_of_micro_credentials,
    lines_of_modules,
    words_of_listings,
)
from nanobank.quality.queries.results import Results, results_of
from nanobank.quality.queries.reviews import Queue, approvals_of, judged, queue_of, waiting_for

__all__ = [
    "FEWEST",
    "Evaluations",
    "Finding",
    "Item",
    "Line",
    "Queue",
    "Results",
    "Stand",
    "approvals_of",
    "checklist_of",
    "evaluation_of",
    "findings_of",
    "fresh_review",
    "gates_of",
    "holds",
    "items_of",
    "judged",
    "line_of",
    "lines_of_listings",
    "lines_of_micro_credentials",
    "lines_of_modules",
    "may_evaluate",
    "open_review",
    "policy_of",
    "queue_of",
    "results_of",
    "waiting_for",
    "words_of_listings",
]
