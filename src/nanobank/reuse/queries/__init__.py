"""What this room's pages and the rooms above ask."""

from nanobank.reuse.queries.licences import HowOpen, how_open, licence_of, licences_of
from nanobank.reuse.queries.using import TakenUp, taken_up_by

__all__ = ["HowOpen", "TakenUp", "how_open", "licence_of", "licences_of", "taken_up_by"]
