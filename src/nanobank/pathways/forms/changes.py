"""Bending a plan, telling what happened to it, and what mentors say."""

from itertools import zip_longest
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nanobank.pathways.forms.days import A_DAY
from nanobank.pathways.models import EventKind
from nanobank.pathways.services.remedies import MOST_INTENSE, Remedy, RemedyKind
from nanobank.pathways.terms import Change, WishKind

_MOST_REMEDIES: Final = 5
_NAMES: Final = ("kind", "about", "to")
_LATER: Final = "later"
"""What is to be taken from another day on: in the service's words, dropped out of, to be taken again."""


class ChangeForm(forms.Form):
    """One wish about one module of a plan."""

    kind = forms.ChoiceField(choices=[(kind.value, kind.value) for kind in WishKind])
    module = forms.RegexField(regex=r"^(provider:)?[-a-zA-Z0-9_]+$", max_length=140)
    other = forms.SlugField(required=False, max_length=120)
    since = forms.DateField(required=False, **A_DAY)

    def clean(self) -> dict[str, Any]:
        """A swap names the other module, a move a day."""
        data = super().clean() or {}
        if data.get("kind") == WishKind.SWAP and not data.get("other"):
            self.add_error("other", _("Choose the module to use instead."))
        if data.get("kind") == WishKind.MOVE and not data.get("since"):
            self.add_error("since", _("Choose the day it should begin."))
        return data

    def change(self) -> Change:
        """The wish, once the form is valid."""
        data = self.cleaned_data
        return Change(kind=data["kind"], module=data["module"], other=data["other"] or None, since=data["since"])


class EventForm(forms.Form):
    """What happened, to which module, and when."""

    kind = forms.ChoiceField(
        choices=[*(choice for choice in EventKind.choices if choice[0] != EventKind.LIFE), (_LATER, _LATER)]
    )
    module = forms.SlugField(required=False, max_length=120)
    since = forms.DateField(required=False, **A_DAY)
    until = forms.DateField(required=False, **A_DAY)
    note = forms.CharField(required=False, max_length=1000)
    again = forms.BooleanField(required=False)

    def told(self) -> dict[str, Any]:
        """What the service is told, once the form is valid."""
        data = self.cleaned_data
        if data["kind"] == _LATER:
            return {**data, "kind": EventKind.FELL_OUT, "again": True}
        since = data["since"] if data["kind"] == EventKind.ILL else None
        return {**data, "kind": EventKind(data["kind"]), "since": since}

    def clean(self) -> dict[str, Any]:
        """An illness has its last day; all else is about a module."""
        data = super().clean() or {}
        since, until = data.get("since"), data.get("until")
        if data.get("kind") == EventKind.ILL:
            if not until and "until" not in self.errors:
                self.add_error("until", _("Until which day? Guess if you do not know; you can change it."))
            if since and until and until < since:
                self.add_error("until", _("That is before the first day."))
        elif not data.get("module"):
            self.add_error("module", _("Choose the module it is about."))
        if data.get("kind") == _LATER and "since" not in self.errors and (not since or since <= timezone.localdate()):
            self.add_error("since", _("From when would you like to take it? Choose a day to come."))
        return data


class WordsForm(forms.Form):
    """What a mentor or the learner says about a plan."""

    words = forms.CharField(
        max_length=2000, error_messages={"required": gettext_lazy("Write something first.")}, widget=forms.Textarea()
    )
    module = forms.SlugField(required=False, max_length=120)


class BehindForm(forms.Form):
    """In how many weeks nothing was studied."""

    weeks = forms.IntegerField(min_value=1, max_value=26)


class TempoForm(forms.Form):
    """All hours up or down, in per cent of what was drawn."""

    intensity = forms.IntegerField(min_value=25, max_value=MOST_INTENSE)


class RemedyForm(forms.Form):
    """One thing that stood in the way and what it is changed to; empty gives the wish up."""

    kind = forms.ChoiceField(choices=[(kind.value, kind.value) for kind in RemedyKind])
    about = forms.CharField(required=False, max_length=140)
    to = forms.CharField(required=False, max_length=20)

    def remedy(self) -> Remedy:
        """What to change, once the form is valid."""
        data = self.cleaned_data
        return Remedy(RemedyKind(data["kind"]), about=data["about"], to=data["to"])


class RemediesForm(forms.Form):
    """What one button changes: one remedy, or a few together, sent as many times."""

    def clean(self) -> dict[str, Any]:
        """Each must be one."""
        data = super().clean() or {}
        sent = self.data if isinstance(self.data, QueryDict) else QueryDict()
        kinds, *others = (sent.getlist(name) for name in _NAMES)
        rows = zip_longest(kinds, *(values[: len(kinds)] for values in others), fillvalue="")
        parts = [RemedyForm(dict(zip(_NAMES, row, strict=True))) for row in rows]
        if not 0 < len(parts) <= _MOST_REMEDIES or not all(part.is_valid() for part in parts):
            raise forms.ValidationError(_("That makes no sense. Load the page again, and try again."))
        data["remedies"] = [part.remedy() for part in parts]
        return data
