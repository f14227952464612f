"""What a form shows when a rule says no."""

from http import HTTPStatus
from types import TracebackType

from django.forms import BaseForm

from nanobank.common.errors import NotYours, Refused


def put_beside(form: BaseForm, refused: Refused, *, field: str | None = None) -> HTTPStatus:
    """Show a refusal beside the input that it is about, or ``field``; at the top where the form has no such input.

    The status to answer with. NotYours is raised again: what is not theirs, nobody is told about.
    """
    if isinstance(refused, NotYours):
        raise refused
    field = field or refused.field
    form.add_error(field if field in form.fields else None, refused.message)
    return refused.status


def refusals_in(form: BaseForm, *, beside: str | None = None) -> "_Refusals":
    """``with refusals_in(form): change(…); return redirect(…)``: a refusal stands beside its input; the view goes on.

    As ``put_beside``; ``beside`` names the input that every refusal is about.
    """
    return _Refusals(form, beside)


class _Refusals:
    """A class and no generator, so that a type checker knows that what follows the ``with`` is reached."""

    def __init__(self, form: BaseForm, beside: str | None) -> None:
        self._form = form
        self._beside = beside

    def __enter__(self) -> None:
        """Nothing has to be made ready."""

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if not isinstance(raised, Refused) or isinstance(raised, NotYours):
            return False
        put_beside(self._form, raised, field=self._beside)
        return True
