"""*Tag det med*: one award in every form that its holder can use, each made from what was signed (ADR 0046)."""

from nanobank.credentials.taking._forms import FORMS, Form, Taken, form_named, take

__all__ = ["FORMS", "Form", "Taken", "form_named", "take"]
