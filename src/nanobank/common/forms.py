"""What a form shows when a rule says no."""

from types import TracebackType

from django.forms import BaseForm

from nanobank.common.errors import NotYours, Refused


def refusals_in(form: BaseForm, *, beside: str | None = None) -> "_Refusals":
    """``with refusals_in(form): change(…); return redirect(…)``: what is refused stands in the form; the view goes on.

    It stands beside the input that it is about, or ``beside`` that one; at the top where the form has no such input.
    NotYours is let through: what is not theirs, nobody is told about.
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
        field = self._beside or raised.field
        self._form.add_error(field if field in self._form.fields else None, raised.message)
        return True
