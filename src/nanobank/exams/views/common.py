"""What the pages of this room have in common."""

from django import forms

from nanobank.common.errors import Conflict, NotYours, Refused


def put_beside(form: forms.Form, refused: Refused) -> int:
    """Show the refusal beside the field that it is about, or above the form; the status to answer with."""
    if isinstance(refused, NotYours):
        raise refused
    form.add_error(refused.field if refused.field in form.fields else None, refused.message)
    return status_of(refused)


def status_of(refused: Refused) -> int:
    """409 when somebody or something was first, 422 when the rules say no."""
    return 409 if isinstance(refused, Conflict) else 422
