"""Saying which modules are to be laid over how many terms."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nanobank.pathways.cohorts.services import modules_of
from nanobank.pathways.cohorts.terms import BalanceTerms

Choice = tuple[str, str]


class BalanceForm(forms.Form):
    """A micro-credential, a bundle, or modules of one's own choice, over so many terms."""

    title = forms.CharField(label=gettext_lazy("What do you call it?"), max_length=120, required=False)
    micro_credential = forms.ChoiceField(label=gettext_lazy("All of a micro-credential"), required=False)
    bundle = forms.ChoiceField(label=gettext_lazy("All of a bundle"), required=False)
    modules = forms.MultipleChoiceField(required=False)
    terms = forms.IntegerField(label=gettext_lazy("Over how many terms?"), min_value=1, max_value=24, initial=2)
    max_modules = forms.IntegerField(
        label=gettext_lazy("At most so many modules in a term"), min_value=1, max_value=120, required=False
    )

    def __init__(
        self,
        *args: Any,
        micro_credentials: Sequence[Choice] = (),
        bundles: Sequence[Choice] = (),
        modules: Sequence[Choice] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        none = [("", _("none"))]
        chosen = {"micro_credential": [*none, *micro_credentials], "bundle": [*none, *bundles], "modules": [*modules]}
        for name, choices in chosen.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # choice fields, some lines up

    def clean(self) -> dict[str, Any]:
        """There must be something to lay."""
        data = super().clean() or {}
        data["all"] = modules_of(
            micro_credential=data.get("micro_credential", ""),
            bundle=data.get("bundle", ""),
            also=data.get("modules", ()),
        )
        if not data["all"] and not self.errors:
            self.add_error("modules", _("Choose at least one module."))
        return data

    def said(self, before: BalanceTerms | None = None) -> BalanceTerms:
        """What was said, once the form is valid; pins stay where their term is still there."""
        data = self.cleaned_data
        pins = before.pins if before is not None else ()
        return BalanceTerms(
            modules=tuple(data["all"]),
            terms=data["terms"],
            max_modules=data["max_modules"],
            pins=tuple(pin for pin in pins if pin.module in data["all"] and pin.term <= data["terms"]),
        )
