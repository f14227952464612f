"""The filters with what is chosen and how many each would leave. Drawn here, not in a template: it has many lines."""

from dataclasses import dataclass
from functools import lru_cache
from html import escape

from django.utils.formats import number_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nanobank.catalogue.filters import mark_of
from nanobank.catalogue.question import Question
from nanobank.search.wording import labels, provider_labels

_TICKED = (("kind", "k"), ("level", "l"), ("form", "f"), ("language", "g"), ("audience", "a"))
_Choices = tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True)
class Panel:
    """What the filters are drawn from. ``facets`` are counts by mark; none when nothing was counted."""

    question: Question
    facets: dict[str, int]

    @property
    def groups(self) -> SafeString:
        """A fieldset for each filter that is ticked."""
        chosen = set(self.question.pairs)
        language = get_language() or "da"
        drawn = [self._group(name, chosen, language) for name, _letter in _TICKED]
        return mark_safe("".join(drawn))  # noqa: S308  # labels are escaped where they are kept, counts are numbers

    @property
    def counts(self) -> SafeString:
        """The counts alone, each to be put in its place on a page that stands (htmx), so that no focus is lost."""
        language = get_language() or "da"
        drawn = [
            self._count(place, mark, language, swapped=True)
            for name, _letter in _TICKED
            for _value, _label, mark, place in _choices(language)[name][1]
        ]
        return mark_safe("".join(drawn))  # noqa: S308  # places are our own, counts are numbers

    @property
    def starts(self) -> list[tuple[str, str, bool]]:
        """When it starts: one of these."""
        now = self.question.starts
        named = [
            (value, label, now is not None and now.value == value)
            for (name, value), label in labels().items()
            if name == "starts"
        ]
        return [("", _("Whenever"), now is None), *named]

    @property
    def providers(self) -> SafeString:
        """Who teaches: the options, of which one is chosen."""
        chosen = self.question.providers
        all_of_them = _("All providers")
        lines = [f'<option value="">{escape(all_of_them)}</option>']
        for (_name, slug), label in provider_labels().items():
            lines.append(f'<option value="{slug}"{" selected" if slug in chosen else ""}>{escape(label)}</option>')
        return mark_safe("".join(lines))  # noqa: S308  # labels are escaped, a slug has nothing to escape

    @property
    def amounts(self) -> dict[str, str]:
        """What was typed in the fields for amounts."""
        return dict(self.question.pairs)

    def _group(self, name: str, chosen: set[tuple[str, str]], language: str) -> str:
        legend, choices = _choices(language)[name]
        lines = [
            f'<label class="cat-choice"><input type="checkbox" name="{name}" value="{value}"'
            f"{' checked' if (name, value) in chosen else ''}> <span>{label}</span>"
            f"{self._count(place, mark, language)}</label>"
            for value, label, mark, place in choices
        ]
        return f"<fieldset><legend>{legend}</legend>{''.join(lines)}</fieldset>"

    def _count(self, place: str, mark: str, language: str, *, swapped: bool = False) -> str:
        count = _number(self.facets.get(mark, 0), language) if self.facets else ""
        swap = ' hx-swap-oob="true"' if swapped else ""
        return f'<span class="search-count" id="{place}"{swap}>{count}</span>'


@lru_cache(maxsize=8_192)
def _number(count: int, language: str) -> str:
    return str(number_format(count, use_l10n=True, force_grouping=True))


@lru_cache(maxsize=4)
def _choices(language: str) -> dict[str, tuple[str, _Choices]]:
    """Legend and choices of each filter, escaped, each choice with its mark."""
    legends = {
        "kind": _("What"),
        "level": _("Level"),
        "form": _("How"),
        "language": _("Taught in"),
        "audience": _("For whom"),
    }
    return {
        name: (
            escape(legends[name]),
            tuple(
                (value, escape(label), mark_of(letter, value), f"count-{name}-{value}")
                for (of, value), label in labels().items()
                if of == name
            ),
        )
        for name, letter in _TICKED
    }
