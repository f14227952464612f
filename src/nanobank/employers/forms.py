"""What people fill in about a workplace, its people, its needs and its orders."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nanobank.accounts.models import Person
from nanobank.common.kroner import KronerField
from nanobank.common.templatetags.nanobank import kroner
from nanobank.employers.models import CostCentre, Subsidy, Workplace
from nanobank.employers.seating import ClassOffered
from nanobank.organisations.models import Membership, Organisation, Role
from nanobank.study.forms import offering_words


class WorkplaceForm(forms.Form):
    """What an employer says of itself."""

    name = forms.CharField(label=_("What is the workplace called?"), max_length=160)
    cvr = forms.CharField(label=_("CVR number"), max_length=20, help_text=_("Eight digits; we check the last one."))
    street = forms.CharField(label=_("Street and number"), max_length=120, required=False)
    postcode = forms.CharField(
        label=_("Postcode"), max_length=4, required=False, help_text=_("So that we know what is near.")
    )
    city = forms.CharField(label=_("Town"), max_length=80, required=False)
    domain = forms.CharField(
        label=_("E-mail domain that lets colleagues in"),
        max_length=120,
        required=False,
        help_text=_("Such as firma.dk. Whoever has a confirmed address there can join by themselves."),
    )
    is_public = forms.BooleanField(label=_("It is a public body"), required=False)
    ean = forms.CharField(
        label=_("EAN number"),
        max_length=20,
        required=False,
        help_text=_("13 digits. Public bodies are invoiced by it."),
    )

    @classmethod
    def of(cls, organisation: Organisation, workplace: Workplace) -> "WorkplaceForm":
        """Filled in with what is known."""
        names = ("cvr", "street", "postcode", "city")
        known = {name: getattr(organisation, name) for name in names} | {"name": organisation.name_da}
        return cls(initial=known | {name: getattr(workplace, name) for name in ("domain", "is_public", "ean")})


class CostCentreForm(forms.Form):
    """Who pays, how much without asking, and who is asked."""

    code = forms.CharField(label=_("Number or code"), max_length=20)
    name = forms.CharField(label=_("Name"), max_length=80, required=False)
    limit = KronerField(
        label=_("Orders up to this many DKK need no approval"),
        max_digits=10,
        initial=Decimal(0),
        help_text=_(
            "0: every order has to be approved by somebody else than whoever makes it. The limit does not let off "
            "whoever sets it, as long as there is somebody else to ask."
        ),
    )
    approver = forms.ModelChoiceField(
        label=_("Who approves the rest?"),
        queryset=Person.objects.none(),
        to_field_name="uuid",
        required=False,
        empty_label=_("Any other who acts for the workplace"),
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        acting = Membership.objects.filter(organisation=organisation, role=Role.EMPLOYER, until=None).values("person")
        _choose_from(self, "approver", Person.objects.filter(pk__in=acting).order_by("given_name", "family_name"))


class ColleagueForm(forms.Form):
    """Somebody to put on file."""

    given_name = forms.CharField(label=_("Given name"), max_length=80)
    family_name = forms.CharField(label=_("Family name"), max_length=80)
    email = forms.EmailField(label=_("Work e-mail"))
    team = forms.CharField(label=_("Team"), max_length=80, required=False)
    job_role = forms.CharField(label=_("Job role"), max_length=120, required=False)
    cost_centre = forms.ModelChoiceField(
        label=_("Cost centre"), queryset=CostCentre.objects.none(), to_field_name="uuid", required=False
    )

    def __init__(self, *args: Any, organisation: Organisation, details_only: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose_from(self, "cost_centre", open_cost_centres(organisation))
        if details_only:
            for name in ("given_name", "family_name", "email"):
                del self.fields[name]


class JobRoleForm(forms.Form):
    """What a job is called. What it asks for is ticked on its page."""

    name = forms.CharField(
        label=_("What is the job called?"), max_length=120, help_text=_("As it stands beside your people.")
    )


class ListForm(forms.Form):
    """A list of people to hand in."""

    file = forms.FileField(
        label=_("The list"),
        help_text=_("CSV or an Excel workbook (.xlsx), the first line with headings."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
    )


class SayForm(forms.Form):
    """A need in one's own words, or as a document."""

    asks_later = True

    words = forms.CharField(
        label=_("What do you need?"),
        help_text=_("In your own words, or paste a job ad, a strategy or a list of tasks. Danish or English."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 9}),
    )
    file = forms.FileField(
        label=_("Or a document"),
        help_text=_("PDF or text, read up to 40 pages."),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".pdf,.txt,.md,.html"}),
    )


class BoundsForm(forms.Form):
    """Who it is for, and what it must keep within."""

    title = forms.CharField(label=_("What shall we call it?"), max_length=120)
    people = forms.IntegerField(
        label=_("People you have not named"),
        min_value=0,
        max_value=200,
        help_text=_("Beside those you tick by name."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    budget = KronerField(label=_("At most this many DKK for all of them"), required=False, max_digits=10)
    furthest_km = forms.IntegerField(
        label=_("At most this many km away"), min_value=0, max_value=1000, required=False,
        help_text=_("What is online is never too far."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    ready_by = forms.DateField(
        label=_("Done by"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    danish_only = forms.BooleanField(label=_("Only what is taught in Danish"), required=False)


class OrderForm(forms.Form):
    """Who pays, and the employer's own reference."""

    cost_centre = forms.ModelChoiceField(
        label=_("Cost centre"), queryset=CostCentre.objects.none(), to_field_name="uuid", empty_label=None
    )
    reference = forms.CharField(
        label=_("Your reference"), max_length=60, required=False, help_text=_("Stands on the invoice.")
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose_from(self, "cost_centre", open_cost_centres(organisation))


class SeatsForm(OrderForm):
    """Which class, and who pays. Who it is for is ticked on its page."""

    offering = forms.ChoiceField(label=_("Which class?"), widget=forms.RadioSelect)
    field_order = ("offering", "cost_centre", "reference")

    def __init__(self, *args: Any, classes: Iterable[ClassOffered], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.classes = {str(one.offering.uuid): one for one in classes}
        field = self.fields["offering"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(uuid, _class_in_words(one)) for uuid, one in self.classes.items()]
        self.initial.setdefault("offering", next(iter(self.classes), None))

    def chosen(self) -> ClassOffered:
        """The class picked."""
        return self.classes[self.cleaned_data["offering"]]


def _class_in_words(offered: ClassOffered) -> str:
    return f"{offering_words(offered.offering)} · {kroner(offered.price)}"


class RefuseForm(forms.Form):
    """Why an order is not approved."""

    note = forms.CharField(
        label=_("What should be different?"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SubsidyForm(forms.Form):
    """What a scheme's source says."""

    terms_da = forms.CharField(label=_("Terms in Danish"), widget=forms.Textarea(attrs={"rows": 5}))
    terms_en = forms.CharField(label=_("Terms in English"), widget=forms.Textarea(attrs={"rows": 5}))
    percent = forms.IntegerField(label=_("Percentage of the price that can be covered"), min_value=0, max_value=100)
    most = KronerField(label=_("At most DKK for one person in a calendar year"))
    source = forms.URLField(label=_("Source"), assume_scheme="https")
    read_on = forms.DateField(
        label=_("When did you last read the source?"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    valid_until = forms.DateField(
        label=_("The last day that it can be applied for, if known"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    @classmethod
    def of(cls, subsidy: Subsidy) -> "SubsidyForm":
        """Filled in with what is known."""
        return cls(initial={name: getattr(subsidy, name) for name in cls.base_fields})


def open_cost_centres(organisation: Organisation) -> Any:
    """Those that can pay."""
    return CostCentre.objects.filter(organisation=organisation, closed_at=None).order_by("code")


def _choose_from(form: forms.Form, name: str, queryset: Any) -> None:
    field = form.fields[name]
    if not isinstance(field, forms.ModelChoiceField):
        raise TypeError(name)
    field.queryset = queryset
