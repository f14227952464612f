"""What an institution says of a template of its own."""

from django import forms
from django.utils.translation import gettext_lazy as _

from nanobank.authoring.designing.fields import text_field


class TemplateForm(forms.Form):
    """In both languages; the guidance is what an author reads before they start."""

    title_da = text_field(_("Title in Danish"), 200)
    title_en = text_field(_("Title in English"), 200, language="en")
    summary_da = text_field(_("In one sentence, in Danish: when is it good?"), 400, rows=2)
    summary_en = text_field(_("In one sentence, in English: when is it good?"), 400, rows=2, language="en")
    guidance_da = text_field(
        _("What should an author know? In Danish"),
        5000,
        rows=5,
        help_text=_("You can write **bold**, lists and links."),
    )
    guidance_en = text_field(_("The same in English"), 5000, rows=5, language="en")
