"""Of which modules a micro-credential is made: rows that are read from lists side by side."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.formats import localize_input
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nanobank.authoring.designing.answers import Values
from nanobank.authoring.designing.asking import AnswerForm
from nanobank.authoring.designing.fields import number_field, text_field
from nanobank.authoring.models import DesignQuestion
from nanobank.catalogue.models import Module

_MOST_PARTS: Final = 40


class ModulesForm(AnswerForm):
    """How many ECTS, and of which modules. The rows of parts are read from lists side by side."""

    question = DesignQuestion.MODULES
    ects = number_field(gettext_lazy("How many ECTS in all?"))
    elective_ects = number_field(
        gettext_lazy("How many of them from the modules one chooses among?"),
        help_text=gettext_lazy("0 when everybody takes the same."),
    )
    new_title = text_field(gettext_lazy("A module that is still to be written"), 200)
    new_ects = number_field(gettext_lazy("Its ECTS"), digits=4)

    def __init__(self, *args: Any, fixed: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, fixed=fixed, **kwargs)
        self.is_fixed = "parts" in fixed

    @classmethod
    def sent(cls, values: Values) -> "MultiValueDict[str, Any]":
        """The parts as the page's rows send them."""
        sent = super().sent({name: value for name, value in values.items() if name != "parts"})
        rows = values.get("parts", [])
        sent.setlist("part_module", [row.get("module") or "" for row in rows])
        sent.setlist("part_title", [row.get("title") or "" for row in rows])
        sent.setlist("part_ects", [localize_input(row["ects"]) if row.get("ects") else "" for row in rows])
        sent.setlist("part_kind", ["elective" if row.get("elective") else "required" for row in rows])
        return sent

    @classmethod
    def shown(cls, values: Values) -> dict[str, Any]:
        """Numbers as short as they are written; the parts are shown by the page."""
        numbers = {name: Decimal(values[name]) for name in ("ects", "elective_ects") if values.get(name)}
        short = {name: round(number, 0) if number == round(number, 0) else number for name, number in numbers.items()}
        return {**short, "parts": values.get("parts", [])}

    @classmethod
    def told(cls, values: Values) -> list[tuple[str, str]]:
        """With the parts in their order."""
        parts = ", ".join(row.get("module") or row["title"] for row in values.get("parts", []))
        return [*super().told(values), (_("Modules"), parts)]

    def clean(self) -> dict[str, Any]:
        """The rows, moved as was asked, and what is to be added."""
        cleaned = super().clean() or self.cleaned_data
        if self.is_fixed:
            return {**cleaned, "parts": self.initial.get("parts", [])}
        rows = self._rows()
        do, _colon, about = str(self.data.get("do", "")).partition(":")
        if do == "add":
            rows.append({"module": about, "elective": False})
        elif do in ("up", "down", "drop") and about.isdigit() and int(about) < len(rows):
            row = rows.pop(int(about))
            if do != "drop":
                rows.insert(max(int(about) + (-1 if do == "up" else 1), 0), row)
        if title := cleaned.get("new_title", "").strip():
            rows.append({"title": title, "ects": self._ects(cleaned.get("new_ects"), "new_ects"), "elective": False})
        self._check(rows)
        cleaned["parts"] = rows
        return cleaned

    def _rows(self) -> list[dict[str, Any]]:
        data = self.data
        lists = (
            [data.getlist(f"part_{name}") for name in ("module", "title", "ects", "kind")]
            if hasattr(data, "getlist")
            else [[], [], [], []]
        )
        rows: list[dict[str, Any]] = []
        for module, title, ects, kind in zip(*lists, strict=False):
            elective = kind == "elective"
            if module:
                rows.append({"module": module, "elective": elective})
            elif title.strip():
                rows.append({"title": title.strip()[:200], "ects": self._ects(ects, "ects"), "elective": elective})
        return rows

    def _ects(self, text: Any, field: str) -> str:
        try:
            number = forms.DecimalField(max_digits=4, decimal_places=2, localize=True).clean(
                localize_input(text) if isinstance(text, Decimal) else text
            )
            if not Decimal(0) < number <= 10:
                raise ValidationError("")
        except ValidationError:
            self.add_error(field, _("A module is more than 0 and at most 10 ECTS: say how many for the new one."))
            return "1"
        return str(number)

    def _check(self, rows: list[dict[str, Any]]) -> None:
        slugs = [row["module"] for row in rows if row.get("module")]
        known = set(Module.objects.filter(slug__in=slugs).values_list("slug", flat=True))
        for slug in slugs:
            if slug not in known:
                self.add_error(None, _("There is no module with the address “%s”.") % slug)
        keys = [row.get("module") or row["title"] for row in rows]
        for key in sorted({key for key in keys if keys.count(key) > 1}):
            self.add_error(None, _("“%s” is there twice. Take one of them out.") % key)
        if len(rows) > _MOST_PARTS:
            self.add_error(None, _("At most %d modules.") % _MOST_PARTS)

    def values(self) -> Values:
        """Numbers as text; the fields for a new one are not kept."""
        return {
            "ects": str(self.cleaned_data["ects"] or ""),
            "elective_ects": str(self.cleaned_data["elective_ects"] or 0),
            "parts": self.cleaned_data["parts"],
        }
