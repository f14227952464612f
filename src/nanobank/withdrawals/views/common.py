"""What several pages about udtræk have in common."""

from django import forms

from nanobank.common.errors import Conflict, NotYours, Refused


def put_beside(form: forms.Form, refused: Refused) -> int:
    """Put a refusal beside the field that it is about; the status of the answer. NotYours goes on to its own page."""
    if isinstance(refused, NotYours):
        raise refused
    form.add_error(refused.field if refused.field in form.fields else None, refused.message)
    return 409 if isinstance(refused, Conflict) else 422
