"""Every change to what is judged, by whom, and for how long it holds."""

from nanobank.quality.services.approving import Barred, publish, renew, vet_external, withdraw_approval
from nanobank.quality.services.checklists import add_item, retire_item, set_policy, tick
from nanobank.quality.services.evaluating import evaluate
from nanobank.quality.services.links import try_links
from nanobank.quality.services.reviewing import (
    ask_for_review,
    call_off,
    decide,
    declare,
    hand_on,
    hand_on_left,
    say_changes,
)

__all__ = [
    "Barred",
    "add_item",
    "ask_for_review",
    "call_off",
    "decide",
    "declare",
    "evaluate",
    "hand_on",
    "hand_on_left",
    "publish",
    "renew",
    "retire_item",
    "say_changes",
    "set_policy",
    "tick",
    "try_links",
    "vet_external",
    "withdraw_approval",
]
