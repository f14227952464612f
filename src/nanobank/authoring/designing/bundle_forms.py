"""What a bundle says, and its modules in order, as rows that are read from a list."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nanobank.authoring.designing.asking import NewDesignForm
from nanobank.authoring.designing.fields import kroner_field, text_field
from nanobank.catalogue.models import Audience, Bundle, MicroCredential, Module, State
from nanobank.catalogue.services import BundleFacts, bundle_facts

_MOST = 40


class NewBundleForm(NewDesignForm):
    """For whom one puts it together, and a working title."""


class BundleForm(forms.Form):
    """Nothing is required while it is a draft: what is missing is told before it is published."""

    asks_later = True
    title_da = text_field(gettext_lazy("Title in Danish"), 200)
    title_en = text_field(gettext_lazy("Title in English"), 200, language="en")
    need_da = text_field(gettext_lazy("Which need does it answer? In Danish"), 1000, rows=2)
    need_en = text_field(gettext_lazy("The same in English"), 1000, rows=2, language="en")
    summary_da = text_field(gettext_lazy("In one sentence, in Danish: what can one do afterwards?"), 400, rows=2)
    summary_en = text_field(
        gettext_lazy("In one sentence, in English: what can one do afterwards?"), 400, rows=2, language="en"
    )
    description_da = text_field(gettext_lazy("Description in Danish"), 5000, rows=5)
    description_en = text_field(gettext_lazy("Description in English"), 5000, rows=5, language="en")
    audience = forms.ChoiceField(
        label=gettext_lazy("For whom"), choices=Audience.choices, widget=forms.Select({"class": "form-select"})
    )
    price = kroner_field(gettext_lazy("Price in kroner"), gettext_lazy("For all of it together."))
    micro_credentials = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Micro-credentials in it"),
        queryset=MicroCredential.objects.none(),
        to_field_name="slug",
        required=False,
        widget=forms.CheckboxSelectMultiple({"class": "form-checkbox"}),
    )

    def __init__(self, *args: Any, bundle: Bundle, **kwargs: Any) -> None:
        facts = bundle_facts(bundle)
        self.parts: Sequence[Module] = facts.modules
        initial = {name: getattr(facts, name) for name in BundleFacts.__dataclass_fields__ if name != "modules"}
        initial["micro_credentials"] = [one.slug for one in facts.micro_credentials]
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        field = self.fields["micro_credentials"]
        if isinstance(field, forms.ModelMultipleChoiceField):
            theirs = MicroCredential.objects.filter(state=State.PUBLISHED, provider=bundle.provider)
            field.queryset = (theirs | MicroCredential.objects.filter(bundles=bundle)).distinct().order_by("title_da")

    def clean(self) -> dict[str, Any]:
        """The modules in their order, moved as was asked."""
        cleaned = super().clean() or self.cleaned_data
        slugs = list(self.data.getlist("part")) if hasattr(self.data, "getlist") else []
        do, _colon, about = str(self.data.get("do", "")).partition(":")
        if do == "add":
            slugs.append(about)
        elif do in ("up", "down", "drop") and about.isdigit() and int(about) < len(slugs):
            slug = slugs.pop(int(about))
            if do != "drop":
                slugs.insert(max(int(about) + (-1 if do == "up" else 1), 0), slug)
        known = Module.objects.select_related("current", "provider").in_bulk(slugs, field_name="slug")
        for slug in slugs:
            if slug not in known:
                self.add_error(None, _("There is no module with the address “%s”.") % slug)
        if len(slugs) > _MOST:
            self.add_error(None, _("At most %d modules.") % _MOST)
        self.parts = [known[slug] for slug in slugs if slug in known]
        return cleaned

    def facts(self) -> BundleFacts:
        """What was written."""
        given = dict(self.cleaned_data)
        micro_credentials = tuple(given.pop("micro_credentials").order_by("pk"))
        audience, price = Audience(given.pop("audience")), given.pop("price") or Decimal(0)
        return BundleFacts(
            **given,
            audience=audience,
            price=price,
            modules=tuple(self.parts),
            micro_credentials=micro_credentials,
        )
