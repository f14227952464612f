"""What learners and mentors fill in."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nanobank.bank.models import Mentorship, Sight
from nanobank.catalogue.models import Competence
from nanobank.guidance.models import Meeting, MentorProfile, Tongue, Weekday
from nanobank.guidance.services import Profile
from nanobank.guidance.services.talking import LONGEST

_MOST_COMPETENCES = 60
_MINUTES = (15, 20, 30, 45, 60)


def _words(label: Any, *, rows: int = 6, longest: int = LONGEST, required: bool = True, hint: Any = "") -> Any:
    area = forms.Textarea(attrs={"rows": rows, "class": "form-input"})
    return forms.CharField(label=label, max_length=longest, required=required, help_text=hint, widget=area)


class SightsForm(forms.Form):
    """What a mentor may see."""

    sights = forms.TypedMultipleChoiceField(
        label=gettext_lazy("What this mentor may see"),
        choices=Sight.choices,
        coerce=Sight,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("You can change it at any time. What is not ticked, they do not see."),
    )

    def seen(self) -> frozenset[Sight]:
        """What is ticked, of a valid form."""
        return frozenset(self.cleaned_data["sights"])


class InviteForm(SightsForm):
    """Ask somebody: one of those who are suggested, or an e-mail address."""

    mentor = forms.UUIDField(required=False, widget=forms.HiddenInput)
    email = forms.EmailField(label=gettext_lazy("Their e-mail address"), required=False, max_length=254)
    words = _words(gettext_lazy("A few words from you"), rows=4, longest=2_000, required=False)
    field_order = ("mentor", "email", "words", "sights")


class SayForm(forms.Form):
    """Write in a thread."""

    words = _words(gettext_lazy("Your words"), hint=gettext_lazy("You can write **bold**, lists and links."))
    expects_answer = forms.BooleanField(label=gettext_lazy("I am waiting for an answer"), required=False)


class ThreadForm(SayForm):
    """Begin a thread with one or both of one's mentors, or as a mentor with a learner."""

    title = forms.CharField(label=gettext_lazy("What is it about?"), max_length=120)
    mentors = forms.MultipleChoiceField(
        label=gettext_lazy("To whom"), widget=forms.CheckboxSelectMultiple, required=False
    )
    office_sees = forms.BooleanField(
        label=gettext_lazy("The study office may see my name and the title, if I wait long for an answer"),
        required=False,
    )
    field_order = ("mentors", "title", "words", "expects_answer", "office_sees")

    def __init__(self, *args: Any, mentors: Iterable[Mentorship] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if mentors is None:
            del self.fields["mentors"], self.fields["office_sees"]
            return
        choices = [(str(one.mentor.uuid), f"{one.mentor.name} · {one.get_kind_display()}") for one in mentors]
        self.fields["mentors"].choices = choices  # type: ignore[attr-defined]  # django-stubs knows Field alone
        self.fields["mentors"].error_messages["invalid_choice"] = _("That mentor does not see what this is about.")

    def chosen(self) -> set[UUID]:
        """The mentors who are ticked, of a valid form."""
        return {UUID(one) for one in self.cleaned_data.get("mentors", ())}


class NoteForm(forms.Form):
    """A note to oneself."""

    words = _words(gettext_lazy("A note to yourself"), rows=3)


class BookForm(forms.Form):
    """One of the free times; ``move`` is the appointment that is moved to it."""

    begins = forms.DateTimeField(label=gettext_lazy("Time"))
    words = forms.CharField(label=gettext_lazy("What would you like to talk about?"), max_length=500, required=False)
    move = forms.UUIDField(required=False)


class DeclineForm(forms.Form):
    """Yes or no to being a mentor."""

    reason = _words(gettext_lazy("If you say no: why, in a few words"), rows=3, longest=2_000, required=False)


class ProfileForm(forms.Form):
    """What a mentor says of themselves."""

    words = _words(gettext_lazy("In your own words"), rows=5, longest=2_000, required=False)
    competences = _words(
        gettext_lazy("What you can help with"),
        required=False,
        hint=gettext_lazy("One competence a line, as it is called in the catalogue."),
    )
    most = forms.IntegerField(label=gettext_lazy("How many learners you have room for"), min_value=0, max_value=50)
    meetings = forms.TypedMultipleChoiceField(
        label=gettext_lazy("How you can meet"),
        choices=Meeting.choices,
        coerce=Meeting,
        widget=forms.CheckboxSelectMultiple,
    )
    tongues = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Languages"), choices=Tongue.choices, coerce=Tongue, widget=forms.CheckboxSelectMultiple
    )
    is_open = forms.BooleanField(label=gettext_lazy("New learners may ask me"), required=False)

    @staticmethod
    def filled(profile: MentorProfile | None) -> dict[str, Any]:
        """What stands there already."""
        if profile is None:
            return {"most": 3, "meetings": [Meeting.VIDEO], "tongues": [Tongue.DANISH], "is_open": True}
        names = "\n".join(one.label for one in profile.competences.order_by("label_da"))
        return {
            "words": profile.words,
            "competences": names,
            "most": profile.most,
            "meetings": profile.meetings,
            "tongues": profile.tongues,
            "is_open": profile.is_open,
        }

    def clean_competences(self) -> list[Competence]:
        """The competences of that name, in either language; one that is not there is named."""
        named = list(
            dict.fromkeys(line.strip() for line in self.cleaned_data["competences"].splitlines() if line.strip())
        )
        if len(named) > _MOST_COMPETENCES:
            raise forms.ValidationError(_("Choose the sixty that matter most."))
        found = []
        for name in named:
            one = Competence.objects.filter(Q(label_da__iexact=name) | Q(label_en__iexact=name)).first()
            if one is None:
                raise forms.ValidationError(_unknown(name))
            found.append(one)
        return found

    def said(self) -> Profile:
        """What was said, of a valid form."""
        given = self.cleaned_data
        return Profile(
            words=given["words"],
            most=given["most"],
            meetings=given["meetings"],
            tongues=given["tongues"],
            competences=given["competences"],
            is_open=given["is_open"],
        )


def _unknown(name: str) -> str:
    near = Competence.objects.filter(Q(label_da__icontains=name) | Q(label_en__icontains=name)).order_by("label_da")[:3]
    if near:
        return _("There is no competence called “%(name)s”. Do you mean: %(near)s?") % {
            "name": name,
            "near": ", ".join(one.label for one in near),
        }
    return _("There is no competence called “%(name)s”.") % {"name": name}


class HoursForm(forms.Form):
    """A stretch of every week."""

    weekday = forms.TypedChoiceField(
        label=gettext_lazy("Day"), choices=Weekday.choices, coerce=lambda day: Weekday(int(day))
    )
    begins = forms.TimeField(label=gettext_lazy("From"), widget=forms.TimeInput(attrs={"type": "time"}))
    ends = forms.TimeField(label=gettext_lazy("To"), widget=forms.TimeInput(attrs={"type": "time"}))
    minutes = forms.TypedChoiceField(
        label=gettext_lazy("Minutes each"), choices=[(one, str(one)) for one in _MINUTES], coerce=int, initial=30
    )
    meeting = forms.TypedChoiceField(label=gettext_lazy("How you meet"), choices=Meeting.choices, coerce=Meeting)
    place = forms.CharField(label=gettext_lazy("Where: a room, a number or a link"), max_length=200, required=False)


class AbsenceForm(forms.Form):
    """Days on which one is away."""

    first_on = forms.DateField(label=gettext_lazy("First day away"), widget=forms.DateInput(attrs={"type": "date"}))
    last_on = forms.DateField(label=gettext_lazy("Last day away"), widget=forms.DateInput(attrs={"type": "date"}))
