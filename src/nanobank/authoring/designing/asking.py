"""What every question's form does, and where a design begins."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.formats import localize_input
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nanobank.authoring.designing.answers import Values
from nanobank.authoring.designing.fields import INPUT, SELECT
from nanobank.authoring.models import DesignQuestion
from nanobank.organisations.models import Organisation


class NewDesignForm(forms.Form):
    """For whom one designs, and a working title."""

    provider = forms.ModelChoiceField(
        label=gettext_lazy("Organisation"),
        queryset=Organisation.objects.none(),
        to_field_name="slug",
        empty_label=None,
        widget=forms.Select(SELECT),
    )
    title = forms.CharField(
        label=gettext_lazy("What do you call it for now?"),
        max_length=200,
        widget=forms.TextInput(INPUT),
        help_text=gettext_lazy("It can be changed until it is published."),
    )

    def __init__(self, *args: Any, providers: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["provider"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Organisation.objects.filter(pk__in=[one.pk for one in providers]).order_by("name_da", "pk")


class AnswerForm(forms.Form):
    """The answer to one question. Nothing is required: what is missing is told in the overview, not in the way."""

    question: ClassVar[DesignQuestion]
    asks_later = True
    """What is left empty is asked for before anything comes of it, so no field says that it is optional."""

    def __init__(self, *args: Any, fixed: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in fixed:
            if name in self.fields:
                self.fields[name].disabled = True

    @classmethod
    def shown(cls, values: Values) -> dict[str, Any]:
        """What is kept, as the form shows it."""
        return dict(values)

    @classmethod
    def sent(cls, values: Values) -> "MultiValueDict[str, Any]":
        """What is kept, as a browser would send it: for programs, who send values."""
        sent: MultiValueDict[str, Any] = MultiValueDict()
        for name, value in cls.shown(values).items():
            if isinstance(value, list | tuple):
                sent.setlist(name, list(value))
            elif value not in (None, "", False):
                sent[name] = localize_input(value)
        return sent

    @classmethod
    def told(cls, values: Values) -> list[tuple[str, str]]:
        """What is kept as pairs of a label and words, for whoever is to compare."""
        form = cls(initial=cls.shown(values))
        return [
            (str(form.fields[name].label), _in_words(said))
            for name, said in form.initial.items()
            if name in form.fields
        ]

    def values(self) -> Values:
        """What was written, as it is kept."""
        return {name: str(value) if isinstance(value, Decimal) else value for name, value in self.cleaned_data.items()}


def _in_words(said: Any) -> str:
    if isinstance(said, bool):
        return _("Yes") if said else _("No")
    return ", ".join(map(str, said)) if isinstance(said, list) else str(said)
