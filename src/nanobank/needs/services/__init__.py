"""Everything that can be done about a need."""

from nanobank.needs.services.recording import LONGEST, correct_need, find, record_need, withdraw

__all__ = ["LONGEST", "correct_need", "find", "record_need", "withdraw"]
