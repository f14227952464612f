"""Saying what one wants."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nanobank.catalogue.models import Competence, Level
from nanobank.pathways.models import GoalKind
from nanobank.pathways.terms import CompetenceTerms, GoalTerms


class GoalForm(forms.Form):
    """A goal in one of the four ways; which fields count follows from ``kind``."""

    kind = forms.ChoiceField(choices=GoalKind.choices, widget=forms.HiddenInput())
    words = forms.CharField(
        label=gettext_lazy("In your own words"),
        help_text=gettext_lazy("Write it as you would say it to a colleague."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    competences = forms.MultipleChoiceField(required=False)
    modules = forms.MultipleChoiceField(required=False)
    level = forms.TypedChoiceField(
        label=gettext_lazy("How deep should it go?"),
        coerce=int,
        empty_value=None,
        required=False,
        initial="1",
        choices=[("1", gettext_lazy("Any level")), *((str(value), label) for value, label in Level.choices)],
    )
    micro_credential = forms.SlugField(required=False)
    role = forms.SlugField(required=False)
    degree = forms.SlugField(required=False)

    def __init__(
        self, *args: Any, competences: Iterable[Competence] = (), modules: Iterable[str] = (), **kwargs: Any
    ) -> None:
        """``modules`` (slugs) are those that the goal has: what was taken whole can be had without some of them."""
        super().__init__(*args, **kwargs)
        slugs = [(one.slug, one.label) for one in competences]
        self.fields["competences"].choices = slugs  # type: ignore[attr-defined]  # a choice field, some lines up
        self.within = tuple(modules)
        self.fields["modules"].choices = [(slug, slug) for slug in modules]  # type: ignore[attr-defined]  # likewise

    def clean(self) -> dict[str, Any]:
        """Whichever way it is said, something must be said."""
        data = super().clean() or {}
        missing = {
            GoalKind.OWN_WORDS: ("competences", _("Tick at least one competence, or write what you want and search.")),
            GoalKind.MICRO_CREDENTIAL: ("micro_credential", _("Choose a micro-credential.")),
            GoalKind.ROLE: ("role", _("Choose a role.")),
            GoalKind.DEGREE: ("degree", _("Choose a degree.")),
        }
        if kind := data.get("kind"):
            name, sentence = missing[GoalKind(kind)]
            is_in_modules = kind == GoalKind.OWN_WORDS and data.get("modules")
            if not data.get(name) and name not in self.errors and not is_in_modules:
                self.add_error(name, sentence)
        return data

    def terms(self) -> GoalTerms:
        """The goal, once the form is valid."""
        data = self.cleaned_data
        kind = data["kind"]
        named = {} if kind == GoalKind.OWN_WORDS else {kind: data[kind]}
        own, modules = (data["competences"], data["modules"]) if kind == GoalKind.OWN_WORDS else ((), ())
        return GoalTerms(
            kind=kind,
            words=data["words"] if kind == GoalKind.OWN_WORDS else "",
            competences=tuple(CompetenceTerms(slug=slug, level=data["level"] or 1) for slug in own),
            modules=tuple(modules),
            **named,
        )
