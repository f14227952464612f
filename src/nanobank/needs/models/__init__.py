"""What is asked for, whom it is asked of, what they answer, and who reaches out."""

from nanobank.needs.models.needs import Fit, Need, NeedQuerySet, Origin, Sector, State

__all__ = ["Fit", "Need", "NeedQuerySet", "Origin", "Sector", "State"]
