"""Inputs drawn without a template: Django renders four for each field, and a page of many is mostly that."""

from collections.abc import Iterable
from html import escape

from django.forms import BoundField
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from nanobank.pathways.forms.life import Month


def plain_input(field: BoundField, *, is_optional: bool) -> SafeString:
    """What ``as_field_group`` draws of a field of one line: label, hint, what is wrong with it, and the input."""
    wrong = format_html(
        '<span class="form-error-message" id="{}_error">{}</span>', field.auto_id, " ".join(map(str, field.errors))
    )
    hint = format_html('<span class="form-hint" id="{}_helptext">{}</span>', field.auto_id, field.help_text)
    optional = format_html(' <span class="nb-soft">({})</span>', _("optional"))
    return format_html(
        '<div class="form-group{}"><label class="form-label" for="{}">{}{}</label>{}{}{}</div>',
        " form-error" if field.errors else "",
        field.id_for_label,
        field.label,
        optional if is_optional else "",
        hint if field.help_text else "",
        wrong if field.errors else "",
        _input(field),
    )


def month_inputs(months: Iterable[Month]) -> SafeString:
    """A number for each month, with all that the script needs to draw it as a bar."""
    return mark_safe("".join(map(_month, months)))  # noqa: S308  # each part is escaped


def _month(month: Month) -> str:
    name, words = escape(month.name), escape(month.in_words)
    year = f' data-year="{month.first.year}"' if month.begins_year else ""
    wrong = f' aria-invalid="true" aria-describedby="{name}_error"' if month.error else ""
    told = f'<span class="form-error-message" id="{name}_error">{escape(month.error)}</span>' if month.error else ""
    return (
        f'<li><label for="{name}">{words[:1].upper()}{words[1:]}</label><span><input class="form-input" id="{name}"'
        f' name="{name}" inputmode="decimal" maxlength="5" value="{escape(month.value)}" data-month="{words}"'
        f' data-short="{escape(month.short)}"{year}{wrong}>{told}</span></li>'
    )


def _input(field: BoundField) -> SafeString:
    widget = field.field.widget
    attrs = field.build_widget_attrs({**widget.attrs, "id": field.auto_id}, widget)
    value = widget.format_value(field.value())
    given = {"type": attrs.pop("type", widget.input_type), "name": field.html_name, "class": "form-input"}
    if value is not None:
        given["value"] = value
    return mark_safe(f"<input{flatatt({**given, **attrs})}>")  # noqa: S308  # flatatt escapes each
