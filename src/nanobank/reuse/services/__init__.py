"""Every change in reuse. ``by`` is who does it; None is the site's operator (seeding)."""

from nanobank.reuse.services.adapting import NewAdaptation, adapt
from nanobank.reuse.services.following import choose_followed, settle, take_over, take_over_fact
from nanobank.reuse.services.licensing import set_licence
from nanobank.reuse.services.offering import accept, decline, propose, take_back
from nanobank.reuse.services.taking import end_uptake, look_at, take_up
from nanobank.reuse.services.telling import tell_users

__all__ = [
    "NewAdaptation",
    "accept",
    "adapt",
    "choose_followed",
    "decline",
    "end_uptake",
    "look_at",
    "propose",
    "set_licence",
    "settle",
    "take_back",
    "take_over",
    "take_over_fact",
    "take_up",
    "tell_users",
]
