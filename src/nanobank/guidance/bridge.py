"""The only door from this room to the core: which mentors fit."""

from nanocore.matching.mentors import Offered, Suggested, Wanted, suggest_mentors

__all__ = ["Offered", "Suggested", "Wanted", "suggest_mentors"]
